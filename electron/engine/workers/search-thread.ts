import { parentPort, workerData } from 'node:worker_threads';
import { openCaseConnection } from '../case/case-file.ts';
import { toFailure } from '../columns/failure.ts';
import type { FromSearcher, ToSearcher } from '../search/pass.ts';
import { RecordScanner } from '../search/scan-records.ts';

/** A thread that searches the records of a case (whose path it is started with), until it is ended. */
const port = parentPort;
if (port === null || typeof workerData !== 'string')
  throw new Error('search-thread runs as a worker thread only');

const db = openCaseConnection(workerData, { readOnly: true });
const scanner = new RecordScanner(db);

port.on('message', (message: ToSearcher) => {
  if (message.kind === 'end') {
    // One that is terminated would leave the case open.
    db.close();
    port.close();
    return;
  }
  const pass = message.pass.id;
  let reply: FromSearcher = { pass, failure: null };
  try {
    scanner.run(message.pass);
  } catch (error) {
    reply = { pass, failure: toFailure(error) };
  }
  port.postMessage(reply);
});
