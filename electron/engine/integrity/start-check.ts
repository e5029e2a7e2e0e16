import path from 'node:path';
import { MessageChannel, Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type { Database } from '../case/driver.ts';
import { keysToCheckWith } from '../case/public-keys.ts';
import { numberAt } from '../case/row.ts';
import type { ReaderPool } from '../readers/reader-pool.ts';
import type { CheckCommand, CheckMessage, CheckRequest, CheckTask } from './check-task.ts';
import { shareLedger, takeRest } from './hash-protocol.ts';

export interface CheckOptions {
  /** Where the bundled `verify-thread.js` lies. */
  readonly workersDir: string;
  /** Those of the case: they hash; one more thread holds what they find against the digests. */
  readonly readers: ReaderPool;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Extract<CheckMessage, { kind: 'progress' }>) => void;
}

export type CheckEnd = Extract<CheckMessage, { kind: 'done' | 'text' | 'cancelled' }>;

/**
 * Checks a case in threads: some read and hash its files, one judges and keeps the verdicts. Aborting the signal ends
 * them soon, with nothing changed; that is an outcome and no error.
 *
 * @param db only asked what there is to check: each thread has a connection of its own
 * @throws AppError what a thread failed with; a fault of a thread itself is a plain Error
 */
export async function startCheck(
  db: Database,
  { keys, ...request }: CheckRequest,
  { workersDir, readers, signal, onProgress }: CheckOptions,
): Promise<CheckEnd> {
  const lastObject = numberOf(db, 'SELECT coalesce(max(id), 0) AS n FROM objects');
  const keyCount = numberOf(db, 'SELECT count(*) AS n FROM public_keys');
  const given = keys.map((key) => ({ ...key, origin: 'given' as const, region: null }));
  const all = [...keysToCheckWith(db), ...given];
  const ledger = { digests: shareLedger(lastObject), logs: shareLedger(lastObject) };
  const channels = Array.from({ length: readers.size }, () => new MessageChannel());
  const ports = channels.map(({ port1 }) => port1);

  let verifier: Worker | undefined;
  const stop = (): void => {
    takeRest(ledger.digests);
    takeRest(ledger.logs);
    const command: CheckCommand = 'cancel';
    verifier?.postMessage(command);
  };
  const parts = channels.map(({ port2: port }) => ({
    kind: 'hash' as const,
    hash: { keys: all, ...ledger, port },
  }));
  const hashed = readers.run(parts, stop);
  const task: CheckTask = {
    ...{ ...request, casePath: db.path, keys: all, lastObject, keyCount, hashers: ports },
  };
  verifier = new Worker(path.join(workersDir, 'verify-thread.js'), {
    workerData: task,
    transferList: ports,
    // Every digest stays in memory until the end: with little room for the young, each would be copied twice.
    resourceLimits: { maxYoungGenerationSizeMb: 32 },
  });
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await outcome(verifier, hashed, stop, onProgress);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The verify thread has closed its connection to the case when it answers; of one that failed, its end is awaited. */
async function outcome(
  verifier: Worker,
  hashed: Promise<void>,
  stop: () => void,
  onProgress: CheckOptions['onProgress'],
): Promise<CheckEnd> {
  const faults: unknown[] = [];
  const onFault = (error: unknown): void => {
    faults.push(error);
    stop();
  };
  verifier.on('error', onFault);
  const exit = new Promise((resolve) => verifier.once('exit', resolve));
  const ends = Promise.all([exit, hashed.catch(onFault)]);
  let answer: CheckEnd | null = null;
  const answered = new Promise<void>((resolve) => {
    verifier.on('message', (message: CheckMessage) => {
      if (message.kind === 'progress') return onProgress(message);
      if (message.kind === 'failed') return onFault(errorOf(message));
      answer = message;
      // Others may still be reading.
      if (message.kind !== 'cancelled') resolve();
    });
  });
  await Promise.race([answered, ends]);
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
