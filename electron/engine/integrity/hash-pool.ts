import { Worker } from 'node:worker_threads';
import type { DigestFile } from './digest-file.ts';
import type { LogObject } from './evidence.ts';
import {
  type HashCommand,
  type HashedRange,
  type HashReply,
  type HashTask,
  logsIn,
  type SignatureQuestion,
} from './hash-protocol.ts';
import type { GivenKey } from './key-ring.ts';
import type { SignatureCheck } from './signature.ts';

/** Some ten milliseconds of work: a check that is cancelled ends that soon. */
const questionsAtOnce = 512;

export interface HashOptions {
  /** The bundle of `workers/hash-thread.ts`. */
  readonly threadFile: string;
  readonly threads: number;
  readonly casePath: string;
  readonly keys: readonly GivenKey[];
  /** The last ledger number to read. */
  readonly lastId: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: { readonly files: number; readonly bytes: number }) => void;
}

/** What the threads found, in the order of import. */
export class HashedFiles {
  readonly #digests: DigestFile[] = [];
  readonly #logs: LogObject[] = [];
  bytes = 0;

  add({ logs, digests, bytes }: HashedRange): void {
    for (const log of logsIn(logs)) this.#logs.push(log);
    for (const digest of digests) this.#digests.push(digest);
    this.bytes += bytes;
  }

  get logCount(): number {
    return this.#logs.length;
  }

  digests(): readonly DigestFile[] {
    return this.#digests.sort((a, b) => a.id - b.id);
  }

  logs(): readonly LogObject[] {
    return this.#logs.sort((a, b) => a.id - b.id);
  }
}

/** Threads for what takes time, each with a connection of its own to the case. */
export interface HashPool {
  /** Reads and hashes every digest and log file. */
  hash(): Promise<HashedFiles>;
  /** The answers, in the order of the questions. */
  check(questions: readonly SignatureQuestion[]): Promise<readonly SignatureCheck[]>;
}

/**
 * Does work with a pool, whose threads have ended when this does.
 *
 * @throws the signal's reason; what a thread died of; what the work throws
 */
export async function withHashPool<T>(
  options: HashOptions,
  work: (pool: HashPool) => Promise<T>,
): Promise<T> {
  const { threadFile, threads, casePath, keys, lastId, signal, onProgress } = options;
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  next[0] = 1;
  const found = new HashedFiles();
  const onRange = (range: HashedRange): void => {
    found.add(range);
    onProgress({ files: found.logCount, bytes: found.bytes });
  };
  const task: HashTask = { casePath, keys, lastId, next };
  const all = Array.from({ length: Math.max(1, threads) }, () => startThread(threadFile, task, onRange));
  const stop = (): void => {
    Atomics.store(next, 0, lastId + 1);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await work({
      hash: async () => {
        await Promise.all(all.map((thread) => thread.ask('hash')));
        signal.throwIfAborted();
        return found;
      },
      check: async (questions) => {
        const parts: (readonly SignatureCheck[])[] = [];
        let first = 0;
        const askOn = async (thread: HashThread): Promise<void> => {
          while (first < questions.length && !signal.aborted) {
            const at = first;
            first += questionsAtOnce;
            parts[at / questionsAtOnce] = await thread.ask(questions.slice(at, first));
          }
        };
        await Promise.all(all.map(askOn));
        signal.throwIfAborted();
        return parts.flat();
      },
    });
  } finally {
    stop();
    signal.removeEventListener('abort', stop);
    await Promise.all(all.map((thread) => thread.end()));
  }
}

interface HashThread {
  /** One command at a time. */
  ask(command: HashCommand): Promise<readonly SignatureCheck[]>;
  end(): Promise<void>;
}

function startThread(threadFile: string, task: HashTask, onRange: (range: HashedRange) => void): HashThread {
  const worker = new Worker(threadFile, { workerData: task });
  const exit = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.once('exit', () => reject(new Error('A hashing thread ended without an answer')));
  let resolve = (_: readonly SignatureCheck[]): void => undefined;
  let reject = (_: unknown): void => undefined;
  let fault: { readonly error: unknown } | null = null;
  worker.on('message', (reply: HashReply) => {
    if (reply.kind === 'range') onRange(reply);
    else resolve(reply.checks);
  });
  worker.on('error', (error) => {
    fault = { error };
    reject(error);
  });
  return {
    ask: (command) =>
      new Promise((onAnswer, onFault) => {
        resolve = onAnswer;
        reject = onFault;
        if (fault === null) worker.postMessage(command);
        else onFault(fault.error);
      }),
    end: () => {
      const command: HashCommand = 'end';
      worker.postMessage(command);
      return exit;
    },
  };
}
