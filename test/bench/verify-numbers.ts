import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Verification } from '../../electron/contract/integrity.ts';
import type { Engine } from '../../electron/engine/index.ts';
import { filesOf, writeDigests } from './digest-trail.ts';
import { endOf, ingest, startEngine } from './engine.ts';
import type { FloorTask } from './floor-thread.ts';
import { onAllCores } from './threads.ts';
import { writeTrail } from './trail-on-disk.ts';

export interface VerifyNumbers {
  readonly files: number;
  readonly digests: number;
  readonly floorMs: number;
  /** From the question to the verdicts in the case and on the events. */
  readonly verifyMs: number;
  /** Of it, hashing and walking. */
  readonly checkMs: number;
  /** What the process grew by, at most. */
  readonly grownBytes: number;
}

const repeats = 4;

export interface VerifyTrail {
  readonly events: number;
  readonly days: number;
}

/** The best of some runs of the floor and of the check, in turn: both on the same files, in the page cache. */
export async function measureVerify(
  folder: string,
  { events, days }: VerifyTrail,
  threads: number,
): Promise<VerifyNumbers> {
  const logs = path.join(folder, 'logs');
  await writeTrail(logs, { events, days, seed: 20_260_101, kind: 'mixed' }, threads);
  const digests = writeDigests(logs);
  const files = filesOf(logs)
    .filter((name) => name.endsWith('.gz'))
    .map((name) => path.join(logs, name));
  const engine = await startEngine(path.join(folder, 'data'), threads);
  try {
    const casePath = path.join(folder, 'verify.spoor');
    await ingest(engine, casePath, logs);
    const { token } = await engine.grantPath(casePath, 'file');
    const { case: id } = await engine.call('cases.open', { grant: token, access: 'write' });
    await hashAll(files, threads);
    const floors: number[] = [];
    const checks: { ms: number; verification: Verification }[] = [];
    const before = process.memoryUsage().rss;
    let most = before;
    const watching = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    for (let n = 0; n < repeats; n += 1) {
      checks.push(await check(engine, id));
      if (n === 0) clearInterval(watching);
      floors.push(await hashAll(files, threads));
      await pause(50);
    }
    const [best] = checks.sort((a, b) => a.ms - b.ms);
    const { verification } = best ?? {};
    const proven = verification?.logs.by.proven ?? 0;
    const unsigned = verification?.logs.by.unsigned ?? 0;
    if (proven + unsigned !== files.length - digests)
      throw new Error(`The check has ${proven} proven and ${unsigned} unsigned of ${files.length - digests}`);
    return {
      files: files.length - digests,
      digests,
      floorMs: Math.min(...floors),
      verifyMs: best?.ms ?? Number.NaN,
      checkMs: verification?.elapsedMs ?? Number.NaN,
      grownBytes: most - before,
    };
  } finally {
    await engine.close();
  }
}

async function hashAll(files: readonly string[], threads: number): Promise<number> {
  const startedMs = performance.now();
  await onAllCores<number>(
    'hash-floor-thread.js',
    threads,
    (index): FloorTask => ({ files: files.filter((_, n) => n % threads === index) }),
  );
  return performance.now() - startedMs;
}

async function check(engine: Engine, id: string): Promise<{ ms: number; verification: Verification }> {
  const startedMs = performance.now();
  const choice = { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] };
  const { job } = await engine.call('verify.start', { case: id, choice, keys: null });
  await endOf(engine, job);
  const ms = performance.now() - startedMs;
  const { verification } = await engine.call('verify.latest', { case: id });
  if (verification === null) throw new Error('The check left no result.');
  return { ms, verification };
}
