import { constants, setPriority } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import { openCaseConnection } from '../case/case-file.ts';
import { asDiskError } from '../case/disk-error.ts';
import { buildSkipIndex } from '../skip-index/build.ts';
import type { SkipCommand, SkipMessage, SkipTask } from '../skip-index/skip-task.ts';

/** A thread that brings the skip index of a case up to date. Ends when it is done. */
const port = parentPort;
if (port === null) throw new Error('skip-thread runs as a worker thread only');

const progressEveryMs = 100;
const cancelling = new AbortController();
let resumed: Promise<void> | undefined;
let resume: () => void = () => {};
port.on('message', (command: SkipCommand) => {
  if (command === 'pause')
    resumed ??= new Promise((resolve) => {
      resume = resolve;
    });
  else resume();
  if (command === 'resume') resumed = undefined;
  if (command === 'cancel') cancelling.abort();
});

const say = (message: SkipMessage): void => port.postMessage(message);

async function work({ casePath, minEvents, isInBackground }: SkipTask): Promise<SkipMessage> {
  if (isInBackground) stepBack();
  const db = openCaseConnection(casePath, { readOnly: false });
  // Every page is read once.
  db.exec('PRAGMA cache_size = -8192');
  let lastMs = 0;
  try {
    await buildSkipIndex({
      db,
      minEvents,
      listen: async () => {
        // Commands are heard between two turns.
        await nextTurn();
        await resumed;
        cancelling.signal.throwIfAborted();
      },
      onProgress: (progress) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < progressEveryMs && progress.done < progress.total) return;
        lastMs = nowMs;
        say({ kind: 'progress', progress });
      },
    });
    return { kind: 'done' };
  } finally {
    db.close();
  }
}

/** On Linux a priority is of the thread; elsewhere it would be of the whole program. */
function stepBack(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandbox may forbid it; the work is the same.
  }
}

function failure(error: unknown): SkipMessage {
  if (cancelling.signal.aborted) return { kind: 'cancelled' };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const known =
    error instanceof AppError
      ? error
      : (asDiskError(error) ??
        new AppError('internal', 'Making search faster stopped because of a fault in Spoor.'));
  return { kind: 'failed', error: known.toShape(), detail };
}

say(await work(workerData).catch(failure));
port.close();
