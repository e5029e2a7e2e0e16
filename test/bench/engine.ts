import type { Job } from '../../electron/contract/api.ts';
import { createEngine, type Engine, silentLog } from '../../electron/engine/index.ts';
import { benchFolder } from './threads.ts';

export async function startEngine(dataFolder: string, threads: number): Promise<Engine> {
  return createEngine({
    version: '0.0.0-bench',
    dataFolder,
    workersDir: benchFolder,
    threads,
    log: silentLog,
    picker: async () => ({ kind: 'cancelled' }),
  });
}

/** The job once it has ended. @throws when it failed */
export async function endOf(engine: Engine, id: string): Promise<Job> {
  const enough = new AbortController();
  for await (const job of engine.stream('jobs.watch', {}, enough.signal)) {
    if (job.id !== id || job.endedAtMs === null) continue;
    enough.abort();
    if (job.error !== null) throw new Error(`${job.title}: ${job.error.message}`);
    return job;
  }
  throw new Error('The list of jobs ended before the job did.');
}

/** Makes a case of a folder; the time of the import alone, in milliseconds. */
export async function ingest(
  engine: Engine,
  casePath: string,
  folder: string,
): Promise<{ ms: number; job: Job }> {
  const { case: id } = await engine.call('cases.create', {
    grant: (await engine.grantPath(casePath, 'save')).token,
  });
  const { token } = await engine.grantPath(folder);
  const startedMs = performance.now();
  const { job } = await engine.call('import.start', { case: id, grants: [token] });
  const ended = await endOf(engine, job);
  const ms = performance.now() - startedMs;
  await engine.call('cases.close', { case: id });
  return { ms, job: ended };
}
