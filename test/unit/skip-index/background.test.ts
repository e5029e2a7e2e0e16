import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseInfo, Job } from '../../../electron/contract/api.ts';
import { openCaseConnection } from '../../../electron/engine/case/case-file.ts';
import { createEngine, type Engine, silentLog } from '../../../electron/engine/index.ts';
import { runsWithout } from '../../../electron/engine/skip-index/read.ts';
import { endOf, workersDir } from '../../support/engine.ts';

let folder: string;
const engines: Engine[] = [];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-skip-'));
});

afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function start(hasPage: boolean): Promise<Engine> {
  const engine = await createEngine({
    version: '0.0.0-test',
    dataFolder: path.join(folder, 'data'),
    hasPage,
    workersDir,
    threads: 2,
    log: silentLog,
    picker: async () => ({ kind: 'cancelled' }),
  });
  engines.push(engine);
  return engine;
}

/** Files with so many events in all, each with an access key of its own. */
function writeLogs(name: string, events: number): string {
  const logs = path.join(folder, name);
  mkdirSync(logs);
  for (let first = 0; first < events; first += 500) {
    const Records = Array.from({ length: Math.min(500, events - first) }, (_, at) => ({
      eventVersion: '1.11',
      eventID: `${name}-${first + at}`,
      eventTime: '2026-01-01T00:00:00Z',
      eventName: 'GetObject',
      eventSource: 's3.amazonaws.com',
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      sourceIPAddress: '203.0.113.7',
      userIdentity: { type: 'IAMUser', accessKeyId: keyOf(name, first + at) },
    }));
    writeFileSync(path.join(logs, `${first}.json`), JSON.stringify({ Records }));
  }
  return logs;
}

function keyOf(name: string, at: number): string {
  return `AKIA${name.toUpperCase()}${at.toString().padStart(12, '0')}`;
}

async function importInto(engine: Engine, { case: id }: CaseInfo, logs: string): Promise<void> {
  const { token } = await engine.grantPath(logs);
  const { job } = await engine.call('import.start', { case: id, grants: [token] });
  expect((await endOf(engine, job)).state).toBe('done');
}

/** Told of jobs of the kind until one has left the list. */
async function untilDismissed(engine: Engine): Promise<readonly Job[]> {
  const enough = new AbortController();
  const told: Job[] = [];
  for await (const job of engine.stream('jobs.watch', {}, enough.signal)) {
    if (job.kind !== 'skipIndex') continue;
    told.push(job);
    if (job.state === 'dismissed') break;
  }
  enough.abort();
  return told;
}

async function reopen(engine: Engine, info: CaseInfo, access: 'read' | 'write'): Promise<CaseInfo> {
  const { token } = await engine.grantPath(path.join(info.place, info.name), 'file');
  return engine.call('cases.open', { grant: token, access });
}

const sizeOf = (engine: Engine, { case: id }: CaseInfo) => engine.call('skipIndex.size', { case: id });

describe('a skip index in the background', () => {
  it('is built after an import, and goes off the list of jobs by itself', async () => {
    const engine = await start(true);
    const info = await engine.call('cases.create', { name: 'test' });
    const dismissed = untilDismissed(engine);
    await importInto(engine, info, writeLogs('some', 5000));
    expect((await dismissed).at(-1)).toMatchObject({ state: 'dismissed', error: null });
    expect(await sizeOf(engine, info)).toMatchObject({ events: 5000 });
    const db = openCaseConnection(path.join(info.place, info.name), { readOnly: true });
    const needles = [[{ text: keyOf('some', 4321).toLowerCase(), isCased: false, isStart: false }]];
    for (const { firstEvent, endEvent } of runsWithout(db, needles)) {
      const ids = db.all('SELECT event_id FROM events WHERE id >= ? AND id < ?', firstEvent, endEvent);
      expect(ids.map(({ event_id }) => event_id)).not.toContain('some-4321');
    }
    db.close();
  });

  it('is left alone where there are few events, and where nobody looks on', async () => {
    const engine = await start(true);
    const few = await engine.call('cases.create', { name: 'few' });
    await importInto(engine, few, writeLogs('few', 600));
    const alone = await start(false);
    const many = await alone.call('cases.create', { name: 'many' });
    await importInto(alone, many, writeLogs('many', 5000));
    for (const [desk, info] of [
      [engine, few],
      [alone, many],
    ] as const) {
      expect((await desk.call('jobs.list', {})).map(({ kind }) => kind)).toEqual(['import']);
      expect(await sizeOf(desk, info)).toEqual({ events: 0, bytes: 0 });
    }
  });

  it('is built when a case that lacks it is opened to be written, and not when it is opened to be read', async () => {
    const alone = await start(false);
    const info = await alone.call('cases.create', { name: 'test' });
    await importInto(alone, info, writeLogs('some', 5000));
    await alone.call('cases.close', { case: info.case });
    const engine = await start(true);
    const read = await reopen(engine, info, 'read');
    expect(await engine.call('jobs.list', {})).toEqual([]);
    await expect(engine.call('skipIndex.start', { case: read.case })).rejects.toMatchObject({
      code: 'read-only',
    });
    await engine.call('cases.close', { case: read.case });
    const dismissed = untilDismissed(engine);
    const opened = await reopen(engine, info, 'write');
    await dismissed;
    expect(await sizeOf(engine, opened)).toMatchObject({ events: 5000 });
    await engine.call('cases.close', { case: opened.case });
    const again = await reopen(engine, info, 'write');
    expect(await engine.call('jobs.list', {})).toEqual([]);
    expect(await sizeOf(engine, again)).toMatchObject({ events: 5000 });
  });

  it('makes way for an import, and has its events as well in the end', async () => {
    const engine = await start(false);
    const info = await engine.call('cases.create', { name: 'test' });
    await importInto(engine, info, writeLogs('some', 5000));
    const { job } = await engine.call('skipIndex.start', { case: info.case });
    await engine.call('jobs.pause', { job }).catch(() => undefined);
    await importInto(engine, info, writeLogs('more', 5000));
    expect((await engine.call('jobs.list', {})).find(({ id }) => id === job)?.endedAtMs).not.toBeNull();
    const second = await engine.call('skipIndex.start', { case: info.case });
    await endOf(engine, second.job);
    expect(await sizeOf(engine, info)).toMatchObject({ events: 10_000 });
  });

  it('is dropped by a rebuild of the index, and built anew after it', async () => {
    const engine = await start(false);
    const info = await engine.call('cases.create', { name: 'test' });
    await importInto(engine, info, writeLogs('some', 5000));
    const build = async (): Promise<void> => {
      const { job } = await engine.call('skipIndex.start', { case: info.case });
      await endOf(engine, job);
    };
    await build();
    const before = await sizeOf(engine, info);
    const { job } = await engine.call('reindex.start', { case: info.case });
    await endOf(engine, job);
    expect(await sizeOf(engine, info)).toEqual({ events: 0, bytes: 0 });
    await build();
    expect(await sizeOf(engine, info)).toEqual(before);
  });
});
