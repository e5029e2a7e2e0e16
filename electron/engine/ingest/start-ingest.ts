import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type { JobQuestion, SyncPlaceProgress } from '../../contract/s3.ts';
import type { ConnectionSpec } from '../sources/s3/connection-spec.ts';
import type {
  IngestCommand,
  IngestMessage,
  IngestOutcome,
  IngestProgress,
  IngestTask,
} from './ingest-task.ts';

export type { IngestOutcome, IngestProgress, IngestTask } from './ingest-task.ts';

/** What a sync needs of whoever started it. */
export interface SyncSide {
  /** Newer keys for the connection it has. */
  readonly renew: () => Promise<ConnectionSpec>;
  /** Puts a question to a person. Its rejection tells the sync that there will be no answer. */
  readonly ask: (question: JobQuestion) => Promise<ConnectionSpec>;
  readonly onWaiting: (message: string | null) => void;
  readonly onPlaces: (places: readonly SyncPlaceProgress[]) => void;
  /** Is given the switch that pauses and resumes it. */
  readonly onPausable: (setPaused: (isPaused: boolean) => void) => void;
  /** Tells when the machine has slept. Ends when called back. */
  readonly onWake: (tell: () => void) => () => void;
}

export interface IngestOptions {
  /** Where the bundled `ingest-thread.js` and `parse-thread.js` lie. */
  readonly workersDir: string;
  /** At most ten times a second. */
  readonly onProgress: (progress: IngestProgress) => void;
  readonly signal: AbortSignal;
  readonly sync?: SyncSide;
}

/**
 * Runs an import, a sync or a reindex in a thread of its own. Aborting the signal ends it soon, with what is
 * committed; that is an outcome and no error.
 *
 * @throws AppError what the thread failed with: `not-found`, `unreadable`, `disk-full`, `damaged-case`, …; a fault
 * of the thread itself is a plain Error.
 */
export function startIngest(task: IngestTask, options: IngestOptions): Promise<IngestOutcome> {
  const { workersDir, onProgress, signal, sync } = options;
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(workersDir, 'ingest-thread.js'), { workerData: task });
    const tell = (command: IngestCommand): void => worker.postMessage(command);
    const onAbort = (): void => tell({ kind: 'cancel' });
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    sync?.onPausable((isPaused) => tell({ kind: isPaused ? 'pause' : 'resume' }));
    const stopWaking = sync?.onWake(() => tell({ kind: 'wake' }));
    const answer = (id: number, connection: Promise<ConnectionSpec> | undefined): void => {
      connection?.then(
        (spec) => tell({ kind: 'connection', id, connection: spec }),
        (error: unknown) => tell({ kind: 'noConnection', id, ...sentenceOf(error) }),
      );
    };
    let settle = (): void => reject(new Error('The ingest thread ended without an answer'));
    worker.on('message', (message: IngestMessage) => {
      switch (message.kind) {
        case 'progress':
          return onProgress(message.progress);
        case 'places':
          return sync?.onPlaces(message.places);
        case 'waiting':
          return sync?.onWaiting(message.message);
        case 'renew':
          return answer(message.id, sync?.renew());
        case 'ask':
          return answer(message.id, sync?.ask(message.question));
        case 'done':
          settle = () => resolve(message.outcome);
          return;
        case 'failed':
          settle = () => reject(errorOf(message));
      }
    });
    worker.on('error', (error) => {
      settle = () => reject(error);
    });
    // Not before: the thread closes its connection to the case at its end.
    worker.on('exit', () => {
      signal.removeEventListener('abort', onAbort);
      stopWaking?.();
      settle();
    });
  });
}

function sentenceOf(error: unknown): { message: string; advice: string } {
  const isKnown = error instanceof Error && 'advice' in error && typeof error.advice === 'string';
  return {
    message: isKnown ? error.message : 'The sign-in does not work any more.',
    advice: isKnown && typeof error.advice === 'string' ? error.advice : 'Sign in again.',
  };
}

function errorOf(message: Extract<IngestMessage, { kind: 'failed' }>): Error {
  if (message.error.code !== 'internal') return AppError.fromShape(message.error);
  return new Error(message.detail);
}
