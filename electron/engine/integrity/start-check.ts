import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type { CheckCommand, CheckMessage, CheckTask } from './check-task.ts';

export interface CheckOptions {
  /** Where the bundled `verify-thread.js` and `hash-thread.js` lie. */
  readonly workersDir: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Extract<CheckMessage, { kind: 'progress' }>) => void;
}

export type CheckEnd = Extract<CheckMessage, { kind: 'done' | 'text' | 'cancelled' }>;

/**
 * Checks a case in a thread of its own. Aborting the signal ends it soon, with nothing changed; that is an outcome
 * and no error.
 *
 * @throws AppError what the thread failed with; a fault of the thread itself is a plain Error
 */
export function startCheck(
  task: CheckTask,
  { workersDir, signal, onProgress }: CheckOptions,
): Promise<CheckEnd> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(workersDir, 'verify-thread.js'), {
      workerData: task,
      // Every digest stays in memory until the end: with little room for the young, each would be copied twice.
      resourceLimits: { maxYoungGenerationSizeMb: 128 },
    });
    const onAbort = (): void => {
      const command: CheckCommand = 'cancel';
      worker.postMessage(command);
    };
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    let settle = (): void => reject(new Error('The verify thread ended without an answer'));
    worker.on('message', (message: CheckMessage) => {
      if (message.kind === 'progress') onProgress(message);
      else if (message.kind === 'failed') settle = () => reject(errorOf(message));
      else settle = () => resolve(message);
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

function errorOf({ error, detail }: Extract<CheckMessage, { kind: 'failed' }>): Error {
  return error.code === 'internal' ? new Error(detail) : AppError.fromShape(error);
}
