import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CaseInfo, Job } from '../../electron/contract/api.ts';
import { createEngine, type Engine, type Log, lineLog, silentLog } from '../../electron/engine/index.ts';

/** Where vitest's set-up put the bundled worker threads. */
export const workersDir = path.resolve(import.meta.dirname, '../../dist/electron');

/** The real trails beside the checkout; absent on a machine that has only the checkout. */
export const sharedData = path.resolve(import.meta.dirname, '../../../shared/data');

export interface TestEngine {
  readonly engine: Engine;
  readonly folder: string;
  /** Imports paths into a case and waits for the end of the job. */
  importInto(info: CaseInfo, ...paths: readonly string[]): Promise<Job>;
  newCase(name?: string): Promise<CaseInfo>;
  stop(): Promise<void>;
}

const usualLog = process.env.SPOOR_TEST_LOG ? lineLog((line) => process.stderr.write(line)) : silentLog;

/**
 * A real engine on a temporary folder, two threads.
 *
 * @param loadsLate most tests ask nothing about the events, and loading them starts three threads each time
 */
export async function startTestEngine(log: Log = usualLog, loadsLate = true): Promise<TestEngine> {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-engine-'));
  const engine = await createEngine({
    version: '0.0.0-test',
    dataFolder: path.join(folder, 'data'),
    workersDir,
    threads: 2,
    loadsLate,
    log,
    picker: async () => ({ kind: 'cancelled' }),
  });
  return {
    engine,
    folder,
    newCase: (name = 'test') => engine.call('cases.create', { name }),
    async importInto(info, ...paths) {
      const grants = await Promise.all(paths.map(async (file) => (await engine.grantPath(file)).token));
      const { job } = await engine.call('import.start', { case: info.case, grants });
      return endOf(engine, job);
    },
    async stop() {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The job once it has ended. */
export async function endOf(engine: Engine, id: string): Promise<Job> {
  const enough = new AbortController();
  for await (const job of engine.stream('jobs.watch', {}, enough.signal)) {
    if (job.id !== id || job.endedAtMs === null) continue;
    enough.abort();
    return job;
  }
  throw new Error('The list of jobs ended before the job did.');
}
