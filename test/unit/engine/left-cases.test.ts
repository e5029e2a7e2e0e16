import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CaseSession } from '../../../electron/engine/case-session.ts';
import { Cases } from '../../../electron/engine/cases.ts';
import { silentLog } from '../../../electron/engine/index.ts';
import { Jobs } from '../../../electron/engine/jobs.ts';
import { LeftCases } from '../../../electron/engine/left-cases.ts';
import { workersDir } from '../../support/engine.ts';

let folder: string;
let cases: Cases;
let jobs: Jobs;
let left: LeftCases;
let session: CaseSession;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-left-'));
  const shared = { clock: () => 1, log: silentLog };
  cases = new Cases({
    version: '0',
    dataFolder: folder,
    workersDir,
    threads: 1,
    loadsLate: false,
    recent: null,
    ...shared,
  });
  jobs = new Jobs(shared.clock, silentLog);
  left = new LeftCases({ cases, jobs, log: silentLog });
  session = await cases.create(path.join(folder, 'a.spoor'));
});
afterEach(async () => {
  await jobs.stop();
  await cases.closeAll();
  rmSync(folder, { recursive: true, force: true });
});

const isOpen = (): boolean => existsSync(path.join(folder, 'a.spoor-lock'));

/** A job of the case that runs until it is told to end. */
function startJob(options: { readonly isQuiet?: boolean } = {}): () => void {
  let finish = () => {};
  const until = new Promise<void>((resolve) => {
    finish = resolve;
  });
  jobs.start({
    ...{ kind: 'verify', case: session.id, title: 'Checking', unit: 'files', ...options },
    run: async (_, signal) => {
      const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      await Promise.race([until, stopped]);
      return { isCancelled: signal.aborted };
    },
  });
  return finish;
}

test('a case that no window shows any more is closed', async () => {
  await left.leave(session.file.path);
  expect([isOpen(), cases.all()]).toEqual([false, []]);
});

test('a case that is worked on is closed after its job, which is not stopped', async () => {
  const finish = startJob();
  const leaving = left.leave(session.file.path);
  await Promise.race([leaving, new Promise((resolve) => setImmediate(resolve))]);
  expect(isOpen()).toBe(true);
  finish();
  await leaving;
  expect(isOpen()).toBe(false);
  expect(jobs.list().map(({ state }) => state)).toEqual(['done']);
});

test('what nobody asked for keeps no case open', async () => {
  startJob({ isQuiet: true });
  await left.leave(session.file.path);
  expect(isOpen()).toBe(false);
});

test('a case that a window shows again meanwhile stays open', async () => {
  const finish = startJob();
  const leaving = left.leave(session.file.path);
  left.keep(session.id);
  await leaving;
  finish();
  await jobs.untilIdle(session.id, new AbortController().signal);
  expect(isOpen()).toBe(true);
  await left.leave(session.file.path);
  expect(isOpen()).toBe(false);
});

test('a case that is not open, or that was closed meanwhile, is no fault', async () => {
  await left.leave(path.join(folder, 'other.spoor'));
  const finish = startJob();
  const leaving = left.leave(session.file.path);
  await cases.close(session.id);
  finish();
  await leaving;
  expect(isOpen()).toBe(false);
});
