import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
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
  /** The first one: its threads start, and nothing was compiled yet. */
  readonly firstMs: number;
  /** What the process grew by in the first check, at most: with it the threads and what they compile. */
  readonly grownBytes: number;
  /** Of it: the middle of the last quarter of its time above that of the second. */
  readonly grownLateBytes: number;
  /** What the checks after the first came to beyond that. */
  readonly grownAgainBytes: number;
}

const repeats = 4;

export interface VerifyTrail {
  readonly events: number;
  readonly days: number;
  /** How often each file has its records: files as many, and so many times as large. */
  readonly times?: number;
}

/** The best of some runs of the floor and of the check, in turn: both on the same files, in the page cache. */
export async function measureVerify(
  folder: string,
  { events, days, times = 1 }: VerifyTrail,
  threads: number,
): Promise<VerifyNumbers> {
  const logs = path.join(folder, 'logs');
  await writeTrail(logs, { events, days, seed: 20_260_101, kind: 'mixed' }, threads);
  if (times > 1) await enlarge(logs, times);
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
    const memory: number[][] = [];
    for (let n = 0; n < repeats; n += 1) {
      const { samples, ...checked } = await withMemory(() => check(engine, id));
      checks.push(checked);
      memory.push(samples);
      floors.push(await hashAll(files, threads));
      await pause(50);
    }
    const [first] = checks;
    const [inFirst = [before], ...inLater] = memory;
    const firstPeak = Math.max(...inFirst);
    const [best] = checks.toSorted((a, b) => a.ms - b.ms);
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
      firstMs: first?.ms ?? Number.NaN,
      grownBytes: firstPeak - before,
      grownLateBytes: middleOf(inFirst, 0.75, 1) - middleOf(inFirst, 0.25, 0.5),
      grownAgainBytes: Math.max(0, Math.max(...inLater.flat()) - firstPeak),
    };
  } finally {
    await engine.close();
  }
}

async function enlarge(logs: string, times: number): Promise<void> {
  for (const name of filesOf(logs)) {
    const file = path.join(logs, name);
    const { Records: records } = JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
    const json = JSON.stringify({ Records: Array(times).fill(records).flat() });
    writeFileSync(file, gzipSync(json, { level: 1 }));
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

/** What came of it, and what memory this process had meanwhile, every 20 ms. */
async function withMemory<T extends object>(
  work: () => Promise<T>,
): Promise<T & { readonly samples: number[] }> {
  const samples = [process.memoryUsage().rss];
  const watching = setInterval(() => samples.push(process.memoryUsage().rss), 20);
  try {
    return { ...(await work()), samples };
  } finally {
    clearInterval(watching);
  }
}

function middleOf(samples: readonly number[], from: number, to: number): number {
  const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to));
  return part.toSorted((a, b) => a - b)[part.length >> 1] ?? Number.NaN;
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
