import { parentPort, workerData } from 'node:worker_threads';
import { BlobReader } from '../case/blobs.ts';
import { openCaseConnection } from '../case/case-file.ts';
import { digestObjects, logBytes } from '../case/checked-files.ts';
import { type DigestFile, readDigestFile } from '../integrity/digest-file.ts';
import { unpackProblems } from '../integrity/evidence.ts';
import {
  type HashCommand,
  type HashedRange,
  type HashReply,
  type HashTask,
  noHash,
  type SignatureQuestion,
} from '../integrity/hash-protocol.ts';
import { keyRing } from '../integrity/key-ring.ts';
import { hashLog } from '../integrity/log-hash.ts';
import { checkSignature, type SignatureCheck } from '../integrity/signature.ts';

/** A thread that reads and hashes files of a case, and checks signatures, until it is told to end. */
const port = parentPort;
if (port === null) throw new Error('hash-thread runs as a worker thread only');

/** So many ledger rows are some ten milliseconds of work. */
const rowsPerRange = 128;

const { casePath, keys: given, lastId, next }: HashTask = workerData;
const db = openCaseConnection(casePath, { readOnly: true });
const reader = new BlobReader(db);
const { keys } = keyRing(given);

const say = (reply: HashReply): void => port.postMessage(reply);

port.on('message', (command: HashCommand) => {
  if (command === 'end') {
    // One that is terminated would leave the case open.
    db.close();
    port.close();
    return;
  }
  if (command === 'hash') hashRanges();
  say({ kind: 'answer', checks: command === 'hash' ? [] : command.map(answer) });
});

function hashRanges(): void {
  for (;;) {
    const first = Atomics.add(next, 0, rowsPerRange);
    if (first > lastId) return;
    say({ kind: 'range', ...hashRange(first, Math.min(lastId, first + rowsPerRange - 1)) });
  }
}

function hashRange(first: number, last: number): HashedRange {
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
  const digests: DigestFile[] = [];
  for (const object of digestObjects(db, reader, first, last)) {
    digests.push(readDigestFile(object));
    bytes += object.bytes?.length ?? 0;
  }
  return {
    ids: ids.slice(0, count),
    hashes: hashes.slice(0, count * 32),
    problems: problems.slice(0, count),
    digests,
    bytes,
  };
}

function answer({ fingerprint, text, signature }: SignatureQuestion): SignatureCheck {
  const known = keys.get(fingerprint);
  if (known === undefined) throw new Error('A signature was asked about whose key is not there.');
  return checkSignature(known.key, text, signature);
}
