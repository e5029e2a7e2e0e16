import { Worker } from 'node:worker_threads';
import { type LogHash, unpackProblems } from './evidence.ts';
import { type HashReply, type HashRequest, noHash } from './hash-protocol.ts';

/** A range of so many ledger rows is some ten milliseconds of work. */
const rowsPerRange = 128;

export interface HashOptions {
  /** The bundle of `workers/hash-thread.ts`. */
  readonly threadFile: string;
  readonly threads: number;
  readonly casePath: string;
  /** The last ledger number to hash. */
  readonly lastId: number;
  readonly signal: AbortSignal;
  readonly onProgress: (done: { readonly files: number; readonly bytes: number }) => void;
}

/** The hashes of a case's log files, by ledger number. */
export class LogHashes {
  readonly #places = new Map<number, { readonly reply: HashReply; readonly at: number }>();
  files = 0;
  bytes = 0;

  add(reply: HashReply): void {
    reply.ids.forEach((id, at) => {
      this.#places.set(id, { reply, at });
    });
    this.files += reply.ids.length;
    this.bytes += reply.bytes;
  }

  /** Null for a file that was not hashed: it came into the case meanwhile. */
  get(id: number): LogHash | null {
    const place = this.#places.get(id);
    if (place === undefined) return null;
    const { reply, at } = place;
    const code = reply.problems[at] ?? 0;
    const isHashed = code < noHash;
    const start = reply.hashes.byteOffset + at * 32;
    return {
      sha256: isHashed ? Buffer.from(reply.hashes.buffer, start, 32).toString('hex') : null,
      problem: unpackProblems[(isHashed ? code : code - noHash) - 1] ?? null,
    };
  }
}

/**
 * Hashes every log file of a case on several threads, each with a connection of its own; ranges of the ledger are in
 * the order of the packs, so a pack is mostly read once.
 *
 * @throws the signal's reason; what a thread died of
 */
export async function hashLogs(options: HashOptions): Promise<LogHashes> {
  const { threadFile, threads, casePath, lastId, signal, onProgress } = options;
  const hashes = new LogHashes();
  let next = 1;
  const takeRange = (): HashRequest | 'end' => {
    if (next > lastId || signal.aborted) return 'end';
    const first = next;
    next += rowsPerRange;
    return { first, last: Math.min(lastId, next - 1) };
  };
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(threadFile, { workerData: casePath });
      worker.on('message', (reply: HashReply) => {
        hashes.add(reply);
        onProgress({ files: hashes.files, bytes: hashes.bytes });
        worker.postMessage(takeRange());
      });
      worker.on('error', (error) => {
        // The others need not go on for nothing.
        next = lastId + 1;
        reject(error);
      });
      worker.on('exit', () => resolve());
      worker.postMessage(takeRange());
    });
  const ranges = Math.ceil(lastId / rowsPerRange);
  const ended = await Promise.allSettled(
    Array.from({ length: Math.max(1, Math.min(threads, ranges)) }, work),
  );
  signal.throwIfAborted();
  for (const end of ended) if (end.status === 'rejected') throw end.reason;
  return hashes;
}
