import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import { openCaseConnection } from '../case/case-file.ts';
import type { IngestMessage, IngestOutcome, IngestProgress, IngestTask } from '../ingest/ingest-task.ts';
import { ParsePool } from '../ingest/parse-pool.ts';
import { runImport } from '../ingest/run-import.ts';
import { runReindex } from '../ingest/run-reindex.ts';

/** The one thread that writes an import or a reindex into the case. Ends when it is done. */
const port = parentPort;
if (port === null) throw new Error('ingest-thread runs as a worker thread only');

const progressEveryMs = 100;
let isCancelled = false;
let lastProgressMs = 0;

// Cancelling is the only thing the engine ever says.
port.on('message', () => {
  isCancelled = true;
});

const say = (message: IngestMessage): void => port.postMessage(message);

function onProgress(progress: IngestProgress): void {
  const nowMs = performance.now();
  const isLast = progress.filesDone === progress.filesTotal;
  if (!isLast && nowMs - lastProgressMs < progressEveryMs) return;
  lastProgressMs = nowMs;
  say({ kind: 'progress', progress });
}

async function work(task: IngestTask): Promise<IngestOutcome> {
  const db = openCaseConnection(task.casePath, { readOnly: false });
  const pool = new ParsePool(path.join(import.meta.dirname, 'parse-thread.js'), task.threads);
  try {
    const run = { task, db, pool, clock: Date.now, isCancelled: () => isCancelled, onProgress };
    return task.mode === 'import' ? await runImport(run) : await runReindex(run);
  } finally {
    await pool.close();
    db.close();
  }
}

function failure(error: unknown): IngestMessage {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const known =
    error instanceof AppError
      ? error
      : new AppError('internal', 'The import stopped because of a fault in Spoor.');
  return { kind: 'failed', error: known.toShape(), detail };
}

say(await work(workerData).then((outcome): IngestMessage => ({ kind: 'done', outcome }), failure));
port.close();
