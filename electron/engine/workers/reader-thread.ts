import { parentPort, workerData } from 'node:worker_threads';
import { openCaseConnection } from '../case/case-file.ts';
import { toFailure } from '../columns/failure.ts';
import { hashLedger } from '../integrity/hash-ledger.ts';
import type { FromReader, ReaderTask, ToReader } from '../readers/reader-task.ts';
import { RecordScanner } from '../search/scan-records.ts';

/** A thread that reads the files of a case (whose path it is started with) for whoever asks, until it is ended. */
const port = parentPort;
if (port === null || typeof workerData !== 'string')
  throw new Error('reader-thread runs as a worker thread only');

const db = openCaseConnection(workerData, { readOnly: true });
const scanner = new RecordScanner(db);
const ending = new AbortController();
/** Settles when nothing is being hashed. */
let hashing: Promise<void> = Promise.resolve();

port.on('message', async (message: ToReader) => {
  if (message.kind === 'end') {
    ending.abort();
    await hashing;
    // One that is terminated would leave the case open.
    db.close();
    port.close();
  } else if (message.task.kind === 'search') await answer(message.id, message.task);
  else hashing = Promise.all([hashing, answer(message.id, message.task)]).then(() => undefined);
});

async function answer(id: number, task: ReaderTask): Promise<void> {
  let reply: FromReader = { id, failure: null };
  try {
    if (task.kind === 'search') scanner.run(task.pass);
    else await hashLedger(db, task.hash, ending.signal);
  } catch (error) {
    reply = { id, failure: toFailure(error) };
  }
  port?.postMessage(reply);
}
