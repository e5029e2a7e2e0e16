import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Job } from '../../../electron/contract/api.ts';
import { createEngine, type Engine, silentLog } from '../../../electron/engine/index.ts';
import { examine, undamaged } from '../../kill/case-state.ts';
import { logBody, logKey, recordNumber } from '../../support/bucket-trail.ts';
import { workersDir } from '../../support/engine.ts';
import { startFaultS3 } from '../../support/fault-s3.ts';
import { canMakeSmallDisk, makeSmallDisk, type SmallDisk } from '../../support/small-disk.ts';
import { reader } from '../s3/place.ts';
import { connect, everything, when } from '../sync/sync-desk.ts';

const probe = mkdtempSync(path.join(tmpdir(), 'spoor-probe-'));
const isPossible = canMakeSmallDisk(path.join(probe, 'disk'));
rmSync(probe, { recursive: true, force: true });

let folder: string;
let disk: SmallDisk;
let engine: Engine;

const start = (hasPage: boolean): Promise<Engine> =>
  createEngine({
    version: 'test',
    dataFolder: path.join(folder, 'data'),
    workersDir,
    threads: 2,
    hasPage,
    log: silentLog,
    picker: async () => ({ kind: 'cancelled' }),
  });

const files = 80;
/** Two folders, one that fits and one of about 11 MB that nothing makes smaller. Every tenth record comes twice. */
function writeTrail(): readonly string[] {
  const trails = ['small', 'large'].map((name) => path.join(folder, name));
  for (const trail of trails) mkdirSync(trail);
  for (let nth = 0; nth < files; nth += 1) {
    const record = {
      eventID: `e-${nth % 10 === 9 ? nth - 1 : nth}`,
      eventName: 'PutObject',
      eventTime: '2026-03-01T00:00:00Z',
      requestParameters: { noise: randomBytes(nth < 20 ? 2_000 : 180_000).toString('base64') },
    };
    writeFileSync(
      path.join(folder, nth < 20 ? 'small' : 'large', `${String(nth).padStart(3, '0')}.json.gz`),
      gzipSync(JSON.stringify({ Records: [record] })),
    );
  }
  return trails;
}

async function importTrail(from: Engine, casePath: string, trail: readonly string[]) {
  const { token } = await from.grantPath(casePath, 'save');
  const info = await from.call('cases.create', { grant: token });
  const sources = await Promise.all(trail.map((source) => from.grantPath(source)));
  const { job } = await from.call('import.start', {
    case: info.case,
    grants: sources.map(({ token: grant }) => grant),
  });
  return { info, job };
}

const ended = ({ endedAtMs }: Job): boolean => endedAtMs !== null;

// Skipped where nobody may mount a small disk: a limit inside SQLite is no full disk (test/unit/sync has that one).
describe.skipIf(!isPossible)('a disk that is really full (skipped where no tmpfs can be mounted)', () => {
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spoor-full-'));
    const made = makeSmallDisk(path.join(folder, 'disk'), 48);
    if (made === null) throw new Error('The small disk is gone.');
    disk = made;
  });
  afterEach(async () => {
    try {
      await engine.close();
    } finally {
      disk.remove();
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('pauses an import with a sentence; after space is made, a click brings the same as an import that was never stopped', async () => {
    const trail = writeTrail();
    engine = await start(true);
    const whole = await importTrail(engine, path.join(folder, 'whole.spoor'), trail);
    const wanted = await when(engine, whole.job, ended);
    expect(wanted.importResult).toMatchObject({ files: { seen: files, read: files }, duplicates: 8 });

    const filler = path.join(disk.folder, 'filler');
    writeFileSync(filler, randomBytes(42 * 1024 * 1024));
    const casePath = path.join(disk.folder, 'full.spoor');
    const { info, job } = await importTrail(engine, casePath, trail);
    const paused = await when(
      engine,
      job,
      ({ state, endedAtMs }) => state === 'paused' || endedAtMs !== null,
    );
    expect(paused).toMatchObject({
      state: 'paused',
      error: null,
      note: expect.stringMatching(/^There is no space left to write .*full\.spoor\. .*kept\.$/),
    });
    // What is there can be read meanwhile, and nothing of it is in doubt.
    const meanwhile = await engine.call('cases.opened', {});
    expect(meanwhile.find((open) => open.case === info.case)).toMatchObject({
      lost: null,
      files: { read: 20 },
    });

    // Too early: it pauses again instead of failing.
    await engine.call('jobs.resume', { job });
    await when(engine, job, ({ state }) => state === 'paused');

    rmSync(filler);
    await engine.call('jobs.resume', { job });
    const done = await when(engine, job, ended);
    expect(done).toMatchObject({ state: 'done', note: null });
    const { elapsedMs: _, ...result } = done.importResult ?? { elapsedMs: 0 };
    expect(wanted.importResult).toMatchObject(result);
    await engine.call('cases.close', { case: info.case });
    await engine.call('cases.close', { case: whole.info.case });
    const after = examine(casePath);
    expect(after).toMatchObject({ ...undamaged, unsealed: 0 });
    expect(after.counts).toEqual(examine(path.join(folder, 'whole.spoor')).counts);
  });

  it('pauses a sync as well, which then brings what is left, and fetches nothing twice that was kept', async () => {
    const noise = (nth: number) => ({ noise: randomBytes(nth < 20 ? 2_000 : 180_000).toString('base64') });
    const objects = Array.from({ length: files }, (_, nth) => ({
      key: logKey('2026-03-01', nth),
      body: logBody(recordNumber(nth, { requestParameters: noise(nth) })),
    }));
    const server = await startFaultS3({ credentials: [reader], objects });
    try {
      engine = await start(true);
      const filler = path.join(disk.folder, 'filler');
      writeFileSync(filler, randomBytes(42 * 1024 * 1024));
      const { token } = await engine.grantPath(path.join(disk.folder, 'full.spoor'), 'save');
      const info = await engine.call('cases.create', { grant: token });
      const connection = await connect(engine, server.url);
      const request = { case: info.case, connection, choice: everything, selectorsJson: null };
      const { job } = await engine.call('sync.start', request);
      expect(await when(engine, job, ({ state }) => state === 'paused')).toMatchObject({
        state: 'paused',
        note: expect.stringMatching(/^There is no space left/),
      });
      rmSync(filler);
      await engine.call('jobs.resume', { job });
      expect(await when(engine, job, ended)).toMatchObject({
        state: 'done',
        importResult: { files: { seen: files, read: files, alreadyPresent: 0 }, events: files },
      });
      await engine.call('cases.close', { case: info.case });
      expect(examine(path.join(disk.folder, 'full.spoor'))).toMatchObject({ ...undamaged, unsealed: 0 });
    } finally {
      await server.stop();
    }
  });

  it('ends a paused import when it is cancelled, with what it had done', async () => {
    const trail = writeTrail();
    engine = await start(true);
    writeFileSync(path.join(disk.folder, 'filler'), randomBytes(42 * 1024 * 1024));
    const { info, job } = await importTrail(engine, path.join(disk.folder, 'full.spoor'), trail);
    await when(engine, job, ({ state }) => state === 'paused');
    await engine.call('jobs.cancel', { job });
    expect(await when(engine, job, ended)).toMatchObject({ state: 'cancelled' });
    expect(await engine.call('jobs.unfinished', { case: info.case })).toEqual([]);
  });

  it('ends an import of the command line, where nobody could let it go on', async () => {
    const trail = writeTrail();
    engine = await start(false);
    writeFileSync(path.join(disk.folder, 'filler'), randomBytes(42 * 1024 * 1024));
    const { job } = await importTrail(engine, path.join(disk.folder, 'full.spoor'), trail);
    expect(await when(engine, job, ended)).toMatchObject({ state: 'failed', error: { code: 'disk-full' } });
  });
});
