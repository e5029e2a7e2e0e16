import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type {
  CancelMessage,
  IngestMessage,
  IngestOutcome,
  IngestProgress,
  IngestTask,
} from './ingest-task.ts';

export type { IngestOutcome, IngestProgress, IngestTask } from './ingest-task.ts';

export interface IngestOptions {
  /** Where the bundled `ingest-thread.js` and `parse-thread.js` lie. */
  readonly workersDir: string;
  /** At most ten times a second. */
  readonly onProgress: (progress: IngestProgress) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs an import or a reindex in a thread of its own. Aborting the signal ends it soon, with what is committed;
 * that is an outcome and no error.
 *
 * @throws AppError what the thread failed with: `not-found`, `unreadable`, `disk-full`, `damaged-case`, …; a fault
 * of the thread itself is a plain Error.
 */
export function startIngest(task: IngestTask, options: IngestOptions): Promise<IngestOutcome> {
  const { workersDir, onProgress, signal } = options;
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(workersDir, 'ingest-thread.js'), { workerData: task });
    const cancel: CancelMessage = { kind: 'cancel' };
    const onAbort = (): void => worker.postMessage(cancel);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    let settle = (): void => reject(new Error('The ingest thread ended without an answer'));
    worker.on('message', (message: IngestMessage) => {
      if (message.kind === 'progress') onProgress(message.progress);
      else if (message.kind === 'done') settle = () => resolve(message.outcome);
      else settle = () => reject(errorOf(message));
    });
    worker.on('error', (error) => {
      settle = () => reject(error);
    });
    // Not before: the thread closes its connection to the case at its end.
    worker.on('exit', () => {
      signal.removeEventListener('abort', onAbort);
      settle();
    });
  });
}

function errorOf(message: Extract<IngestMessage, { kind: 'failed' }>): Error {
  if (message.error.code !== 'internal') return AppError.fromShape(message.error);
  return new Error(message.detail);
}
