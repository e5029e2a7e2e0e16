import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { SyncNumbers } from './report.ts';
import { benchFolder } from './threads.ts';

export interface SyncTask {
  readonly objects: number;
  readonly concurrency: number;
  /** For the cases; each round makes its own. */
  readonly folder: string;
  readonly threads: number;
}

/** In turns, because a machine is not as fast all the time: of each the faster round counts, and the most memory. */
const rounds = 2;

/** The loop and the sync, each in a process of its own, against the same bucket in a third. */
export async function measureSync(task: SyncTask): Promise<SyncNumbers> {
  const { objects, concurrency } = task;
  const bucket = start('bucket-process.js', objects);
  try {
    const [address] = await once(bucket.stdout.setEncoding('utf8'), 'data');
    const url = String(address).trim();
    const all: SyncNumbers[] = [];
    for (let round = 1; round <= rounds; round++) all.push(await measureRound(url, round, task));
    return {
      objects,
      concurrency,
      sdkMs: Math.min(...all.map(({ sdkMs }) => sdkMs)),
      syncMs: Math.min(...all.map(({ syncMs }) => syncMs)),
      grownBytes: Math.max(...all.map(({ grownBytes }) => grownBytes)),
      mostBytes: Math.max(...all.map(({ mostBytes }) => mostBytes)),
    };
  } finally {
    bucket.stdin.end();
  }
}

async function measureRound(url: string, round: number, task: SyncTask): Promise<SyncNumbers> {
  const { objects, concurrency, folder, threads } = task;
  const casePath = path.join(folder, `sync-${round}.spoor`);
  const dataFolder = path.join(folder, 'data');
  // Casts: the other ends are this bench's own.
  const sdk = (await answerOf('sdk-process.js', url, concurrency)) as { objects: number; ms: number };
  const sync = (await answerOf('sync-process.js', url, casePath, dataFolder, threads, concurrency)) as {
    objects: number;
    ms: number;
    grownBytes: number;
    mostBytes: number;
  };
  if (sdk.objects !== objects || sync.objects !== objects)
    throw new Error(`Of ${objects} objects the loop had ${sdk.objects} and the sync ${sync.objects}`);
  const { grownBytes, mostBytes } = sync;
  return { objects, concurrency, sdkMs: sdk.ms, syncMs: sync.ms, grownBytes, mostBytes };
}

function start(
  file: string,
  ...args: readonly (string | number)[]
): ChildProcessByStdio<Writable, Readable, null> {
  return spawn(process.execPath, [path.join(benchFolder, file), ...args.map(String)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
}

async function answerOf(file: string, ...args: readonly (string | number)[]): Promise<unknown> {
  const child = start(file, ...args);
  const ended = once(child, 'exit');
  let text = '';
  for await (const chunk of child.stdout.setEncoding('utf8')) text += String(chunk);
  const [code] = await ended;
  if (code !== 0) throw new Error(`${file} ended with ${String(code)}; its message is above.`);
  return JSON.parse(text);
}
