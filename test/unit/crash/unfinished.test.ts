import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { createEngine, type Engine, silentLog } from '../../../electron/engine/index.ts';
import { bundleEngineChild } from '../../kill/kill-import.ts';
import { endOf, workersDir } from '../../support/engine.ts';
import { json, record, writeFiles } from '../ingest/builders.ts';

let folder: string;
let trail: string;
let engine: Engine;

let child: string;

beforeAll(async () => {
  child = await bundleEngineChild('unfinished');
});
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-unfinished-'));
  trail = path.join(folder, 'trail');
  for (let nth = 0; nth < 300; nth += 1)
    writeFiles(trail, { [`${nth}.json`]: json({ Records: [record(nth)] }) });
});
afterEach(async () => {
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

const casePath = (): string => path.join(folder, 'case.spoor');
const notes = (): string => path.join(folder, 'data', 'unfinished-jobs');

/** Kills an engine of its own right after it has started an import. */
async function killInMidImport(): Promise<void> {
  const running = spawn(process.execPath, [child, casePath(), trail, workersDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.stdout.once('data', () => running.kill('SIGKILL'));
  await once(running, 'exit');
}

async function openHere() {
  engine = await createEngine({
    version: 'test',
    dataFolder: path.join(folder, 'data'),
    workersDir,
    threads: 2,
    log: silentLog,
    picker: async () => ({ kind: 'cancelled' }),
  });
  const { token } = await engine.grantPath(casePath());
  return engine.call('cases.open', { grant: token, access: 'write' });
}

it('an import whose engine was killed is offered by the next engine, goes on by one call, and is told no more', async () => {
  await killInMidImport();
  const info = await openHere();
  const offered = await engine.call('jobs.unfinished', { case: info.case });
  expect(offered).toEqual([
    { id: expect.any(String), kind: 'import', title: 'Importing trail', startedAtMs: expect.any(Number) },
  ]);
  const { job } = await engine.call('jobs.goOn', { case: info.case, unfinished: offered[0]?.id ?? '' });
  expect(await engine.call('jobs.unfinished', { case: info.case })).toEqual([]);
  expect(await endOf(engine, job)).toMatchObject({ state: 'done', importResult: { files: { seen: 300 } } });
  expect(await engine.call('jobs.unfinished', { case: info.case })).toEqual([]);
  expect(readdirSync(notes())).toEqual([]);
  await expect(
    engine.call('jobs.goOn', { case: info.case, unfinished: offered[0]?.id ?? '' }),
  ).rejects.toMatchObject({ code: 'not-found' });
});

it('one that is given up is told no more', async () => {
  await killInMidImport();
  const info = await openHere();
  const [offered] = await engine.call('jobs.unfinished', { case: info.case });
  await engine.call('jobs.giveUp', { case: info.case, unfinished: offered?.id ?? '' });
  expect(await engine.call('jobs.unfinished', { case: info.case })).toEqual([]);
});

it('a note that is damaged, or of another case, is no job; and one that cannot be written stops none', async () => {
  await killInMidImport();
  for (const name of readdirSync(notes())) rmSync(path.join(notes(), name));
  writeFileSync(path.join(notes(), 'half.json'), '{"id": "half", "casePath');
  const other = { id: 'other', kind: 'import', title: 'x', startedAtMs: 1, casePath: '/elsewhere.spoor' };
  writeFileSync(
    path.join(notes(), 'other.json'),
    JSON.stringify({ ...other, wayOn: { kind: 'import', paths: ['/etc'] } }),
  );
  const info = await openHere();
  expect(await engine.call('jobs.unfinished', { case: info.case })).toEqual([]);
  rmSync(notes(), { recursive: true });
  writeFileSync(notes(), 'in the way');
  const { token } = await engine.grantPath(trail);
  const { job } = await engine.call('import.start', { case: info.case, grants: [token] });
  expect(await endOf(engine, job)).toMatchObject({ state: 'done' });
  expect(existsSync(notes())).toBe(true);
});
