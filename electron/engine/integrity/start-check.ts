import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type { Database } from '../case/driver.ts';
import { keysToCheckWith } from '../case/public-keys.ts';
import { numberAt } from '../case/row.ts';
import type { CheckCommand, CheckMessage, CheckRequest, CheckTask } from './check-task.ts';
import { type HashTask, type LedgerShare, shareLedger, takeRest } from './hash-protocol.ts';

export interface CheckOptions {
  /** Where the bundled `verify-thread.js` and `hash-thread.js` lie. */
  readonly workersDir: string;
  /** How many threads hash; one more holds what they find against the digests. */
  readonly threads: number;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Extract<CheckMessage, { kind: 'progress' }>) => void;
}

export type CheckEnd = Extract<CheckMessage, { kind: 'done' | 'text' | 'cancelled' }>;

/**
 * Checks a case in threads of its own: some read and hash its files, one judges and keeps the verdicts. Aborting the
 * signal ends them soon, with nothing changed; that is an outcome and no error.
 *
 * @param db only asked what there is to check: each thread has a connection of its own
 * @throws AppError what a thread failed with; a fault of a thread itself is a plain Error
 */
export function startCheck(
  db: Database,
  { keys, ...request }: CheckRequest,
  { workersDir, threads, signal, onProgress }: CheckOptions,
): Promise<CheckEnd> {
  const lastObject = numberOf(db, 'SELECT coalesce(max(id), 0) AS n FROM objects');
  const given = keys.map((key) => ({ ...key, origin: 'given' as const, region: null }));
  const all = [...keysToCheckWith(db), ...given];
  const ledger = { digests: shareLedger(lastObject), logs: shareLedger(lastObject) };
  const channels = Array.from({ length: Math.max(1, threads) }, () => new MessageChannel());
  const hashers = channels.map(({ port2: port }) =>
    startHasher({ casePath: db.path, keys: all, ...ledger, port }, workersDir),
  );
  const ports = channels.map(({ port1 }) => port1);
  const keyCount = numberOf(db, 'SELECT count(*) AS n FROM public_keys');
  const task: CheckTask = {
    ...{ ...request, casePath: db.path, keys: all, lastObject, keyCount, hashers: ports },
  };
  const verifier = new Worker(path.join(workersDir, 'verify-thread.js'), {
    workerData: task,
    transferList: ports,
    // Every digest stays in memory until the end: with little room for the young, each would be copied twice.
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
  });
  return outcome(verifier, hashers, [ledger.digests, ledger.logs], signal, onProgress);
}

function startHasher(task: HashTask, workersDir: string): Worker {
  return new Worker(path.join(workersDir, 'hash-thread.js'), { workerData: task, transferList: [task.port] });
}

/** A thread has closed its connection to the case when it says that it is done; of one that failed, its end is awaited. */
async function outcome(
  verifier: Worker,
  hashers: readonly Worker[],
  shares: readonly LedgerShare[],
  signal: AbortSignal,
  onProgress: CheckOptions['onProgress'],
): Promise<CheckEnd> {
  const faults: unknown[] = [];
  const stop = (): void => {
    for (const share of shares) takeRest(share);
    const command: CheckCommand = 'cancel';
    verifier.postMessage(command);
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const onFault = (error: unknown): void => {
    faults.push(error);
    stop();
  };
  const threads = [verifier, ...hashers];
  for (const thread of threads) thread.on('error', onFault);
  const exits = Promise.all(threads.map((thread) => new Promise((resolve) => thread.once('exit', resolve))));
  let answer: CheckEnd | null = null;
  const answered = new Promise<void>((resolve) => {
    verifier.on('message', (message: CheckMessage) => {
      if (message.kind === 'progress') return onProgress(message);
      if (message.kind === 'failed') return onFault(errorOf(message));
      answer = message;
      // The others may still be reading.
      if (message.kind !== 'cancelled') resolve();
    });
  });
  await Promise.race([answered, exits]);
  signal.removeEventListener('abort', stop);
  if (faults.length > 0) throw faults[0];
  if (answer === null) throw new Error('The verify thread ended without an answer');
  return answer;
}

function errorOf({ error, detail }: Extract<CheckMessage, { kind: 'failed' }>): Error {
  return error.code === 'internal' ? new Error(detail) : AppError.fromShape(error);
}

function numberOf(db: Database, sql: string): number {
  const row = db.get(sql);
  return row === undefined ? 0 : numberAt(row, 'n');
}
