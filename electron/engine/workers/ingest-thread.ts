import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import { openCaseConnection } from '../case/case-file.ts';
import { asDiskError } from '../case/disk-error.ts';
import type { IngestRun } from '../ingest/ingest-run.ts';
import type {
  IngestCommand,
  IngestMessage,
  IngestOutcome,
  IngestProgress,
  IngestTask,
} from '../ingest/ingest-task.ts';
import { ParsePool } from '../ingest/parse-pool.ts';
import { runImport } from '../ingest/run-import.ts';
import { runReindex } from '../ingest/run-reindex.ts';
import { BucketError } from '../sources/s3/bucket.ts';
import type { ConnectionSpec } from '../sources/s3/connection-spec.ts';
import { Gate } from '../sources/s3/gate.ts';
import { Wake } from '../wake.ts';

/** The one thread that writes an import, a sync or a reindex into the case. Ends when it is done. */
const port = parentPort;
if (port === null) throw new Error('ingest-thread runs as a worker thread only');

const progressEveryMs = 100;
const cancelling = new AbortController();
const gate = new Gate();
const wake = new Wake();
let lastProgressMs = 0;

interface Waiting {
  readonly resolve: (connection: ConnectionSpec) => void;
  readonly reject: (error: unknown) => void;
}
const waiting = new Map<number, Waiting>();
let lastId = 0;

port.on('message', (command: IngestCommand) => {
  switch (command.kind) {
    case 'cancel':
      cancelling.abort();
      for (const { reject } of waiting.values()) reject(cancelling.signal.reason);
      break;
    case 'pause':
      gate.pause();
      break;
    case 'resume':
      gate.resume();
      break;
    case 'wake':
      wake.wake();
      break;
    case 'connection':
      waiting.get(command.id)?.resolve(command.connection);
      waiting.delete(command.id);
      break;
    case 'noConnection':
      waiting.get(command.id)?.reject(new BucketError('signIn', command.message, command.advice));
      waiting.delete(command.id);
      break;
  }
});

const say = (message: IngestMessage): void => port.postMessage(message);

function onProgress(progress: IngestProgress): void {
  const nowMs = performance.now();
  const isLast = progress.filesDone === progress.filesTotal;
  if (!isLast && nowMs - lastProgressMs < progressEveryMs) return;
  lastProgressMs = nowMs;
  say({ kind: 'progress', progress });
}

/** Asks the engine for a connection, and waits for it. */
function connectionFor(message: (id: number) => IngestMessage): Promise<ConnectionSpec> {
  lastId += 1;
  const id = lastId;
  say(message(id));
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    if (cancelling.signal.aborted) reject(cancelling.signal.reason);
  });
}

async function work(task: IngestTask): Promise<IngestOutcome> {
  const db = openCaseConnection(task.casePath, { readOnly: false });
  const pool = new ParsePool(path.join(import.meta.dirname, 'parse-thread.js'), task.threads);
  try {
    const { signal } = cancelling;
    const run = { task, db, pool, clock: Date.now, isCancelled: () => signal.aborted, onProgress };
    if (task.mode === 'reindex') return await runReindex(run);
    return task.sync === undefined ? await runImport(run) : await sync(run, task.sync);
  } finally {
    await pool.close();
    db.close();
  }
}

async function sync(run: IngestRun, task: NonNullable<IngestTask['sync']>): Promise<IngestOutcome> {
  // Only here: the AWS SDK takes longer to load than an import of some files.
  const { runSync } = await import('../ingest/run-sync.ts');
  return runSync({ ...run, signal: cancelling.signal, gate, wake }, task, {
    renew: () => connectionFor((id) => ({ kind: 'renew', id })),
    ask: (question) => connectionFor((id) => ({ kind: 'ask', id, question })),
    onWaiting: (message) => say({ kind: 'waiting', message }),
    onPlaces: (places) => say({ kind: 'places', places }),
  });
}

function failure(error: unknown): IngestMessage {
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const known =
    error instanceof AppError
      ? error
      : (asDiskError(error) ?? new AppError('internal', 'The import stopped because of a fault in Spoor.'));
  return { kind: 'failed', error: known.toShape(), detail };
}

say(await work(workerData).then((outcome): IngestMessage => ({ kind: 'done', outcome }), failure));
port.close();
