import { parentPort, workerData } from 'node:worker_threads';
import { BlobReader } from '../case/blobs.ts';
import { openCaseConnection } from '../case/case-file.ts';
import { logBytes } from '../case/checked-files.ts';
import { unpackProblems } from '../integrity/evidence.ts';
import { type HashReply, type HashRequest, noHash } from '../integrity/hash-protocol.ts';
import { hashLog } from '../integrity/log-hash.ts';

/** A thread that hashes ranges of log files of a case (whose path it is started with), until it is ended. */
const port = parentPort;
if (port === null || typeof workerData !== 'string')
  throw new Error('hash-thread runs as a worker thread only');

const db = openCaseConnection(workerData, { readOnly: true });
const reader = new BlobReader(db);

port.on('message', (request: HashRequest | 'end') => {
  if (request === 'end') {
    // One that is terminated would leave the case open.
    db.close();
    port.close();
    return;
  }
  port.postMessage(hashRange(request));
});

function hashRange({ first, last }: HashRequest): HashReply {
  const most = last - first + 1;
  const ids = new Uint32Array(most);
  const hashes = new Uint8Array(most * 32);
  const problems = new Uint8Array(most);
  let count = 0;
  let bytes = 0;
  for (const file of logBytes(db, reader, first, last)) {
    const { sha256, problem } =
      file.bytes === null
        ? ({ sha256: null, problem: 'not-as-imported' } as const)
        : hashLog(file.key, file.bytes);
    bytes += file.bytes?.length ?? 0;
    ids[count] = file.id;
    if (sha256 !== null) hashes.set(Buffer.from(sha256, 'hex'), count * 32);
    const code = problem === null ? 0 : unpackProblems.indexOf(problem) + 1;
    problems[count] = code + (sha256 === null ? noHash : 0);
    count += 1;
  }
  return {
    ids: ids.slice(0, count),
    hashes: hashes.slice(0, count * 32),
    problems: problems.slice(0, count),
    bytes,
  };
}
