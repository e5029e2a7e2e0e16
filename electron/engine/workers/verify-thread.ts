import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import { openCaseConnection } from '../case/case-file.ts';
import { keepVerification } from '../case/verdicts.ts';
import type { CheckCommand, CheckMessage, CheckTask } from '../integrity/check-task.ts';
import { runCheck, runValidate } from '../integrity/run-check.ts';

/** A thread that checks a case with what hashing threads send, and writes what it found. Ends when it is done. */
const port = parentPort;
if (port === null) throw new Error('verify-thread runs as a worker thread only');

const progressEveryMs = 100;
const cancelling = new AbortController();
port.on('message', (command: CheckCommand) => {
  if (command === 'cancel') cancelling.abort();
});

const say = (message: CheckMessage): void => port.postMessage(message);

async function work(task: CheckTask): Promise<CheckMessage> {
  const db = openCaseConnection(task.casePath, { readOnly: !task.keeps });
  let lastMs = 0;
  try {
    const run = {
      db,
      task,
      signal: cancelling.signal,
      onProgress: (progress: { done: number; total: number; bytes: number }) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < progressEveryMs && progress.done < progress.total) return;
        lastMs = nowMs;
        say({ kind: 'progress', ...progress });
      },
    };
    if (task.question !== null) return { kind: 'text', lines: await runValidate(run, task.question) };
    const result = await runCheck(run);
    cancelling.signal.throwIfAborted();
    if (task.keeps) keepVerification(db, result, Date.now());
    return { kind: 'done', result: task.keeps ? null : result, overall: result.summary.overall };
  } finally {
    db.close();
  }
}

function failure(error: unknown): CheckMessage {
  if (cancelling.signal.aborted) return { kind: 'cancelled' };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', 'The check stopped because of a fault in Spoor.');
  return { kind: 'failed', error: known.toShape(), detail };
}

say(await work(workerData).catch(failure));
port.close();
