import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import type { SkipProgress } from './build.ts';
import type { SkipCommand, SkipMessage, SkipTask } from './skip-task.ts';

export interface SkipOptions {
  /** Where the bundled `skip-thread.js` lies. */
  readonly workersDir: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: SkipProgress) => void;
  /** Is given the switch that pauses and resumes it. */
  readonly onPausable: (setPaused: (isPaused: boolean) => void) => void;
}

/**
 * Brings the skip index of a case up to date in a thread of its own. Aborting the signal ends it soon; the blocks that
 * were done are kept, and that is an outcome and no error.
 *
 * @returns whether it came to its end
 * @throws AppError what the thread failed with; a fault of the thread itself is a plain Error
 */
export function startSkipBuild(
  task: SkipTask,
  { workersDir, signal, onProgress, onPausable }: SkipOptions,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(path.join(workersDir, 'skip-thread.js'), { workerData: task });
    const tell = (command: SkipCommand): void => worker.postMessage(command);
    const onAbort = (): void => tell('cancel');
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    onPausable((isPaused) => tell(isPaused ? 'pause' : 'resume'));
    let settle = (): void => reject(new Error('The skip thread ended without an answer'));
    worker.on('message', (message: SkipMessage) => {
      switch (message.kind) {
        case 'progress':
          return onProgress(message.progress);
        case 'failed':
          settle = () => reject(errorOf(message));
          return;
        default:
          settle = () => resolve(message.kind === 'done');
      }
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

function errorOf({ error, detail }: Extract<SkipMessage, { kind: 'failed' }>): Error {
  return error.code === 'internal' ? new Error(detail) : AppError.fromShape(error);
}
