import { parentPort, workerData } from 'node:worker_threads';
import { BlobReader } from '../case/blobs.ts';
import { openCaseConnection } from '../case/case-file.ts';
import { type CheckedFile, checkedFiles } from '../case/checked-files.ts';
import { type DigestFile, readDigestFile } from '../integrity/digest-file.ts';
import {
  emptyLogColumns,
  type HashCommand,
  type HashedRange,
  type HashReply,
  type HashTask,
  type LogColumns,
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
  const logs = emptyLogColumns();
  const digests: DigestFile[] = [];
  let bytes = 0;
  for (const file of checkedFiles(db, reader, first, last)) {
    if (file.kind === 'digest') digests.push(readDigestFile(file));
    else addLog(logs, file);
    bytes += file.bytes?.length ?? 0;
  }
  return { logs, digests, bytes };
}

function addLog(
  { ids, keys, hashes, problems, times, placeOf, places }: LogColumns,
  file: CheckedFile,
): void {
  const { id, key, bucket, account, region, timeMs, storedKey, bytes } = file;
  const { sha256, problem } =
    bytes === null ? ({ sha256: null, problem: 'not-as-imported' } as const) : hashLog(storedKey, bytes);
  const last = places.at(-1);
  if (last?.bucket !== bucket || last?.account !== account || last?.region !== region)
    places.push({ bucket, account, region });
  ids.push(id);
  keys.push(key);
  hashes.push(sha256);
  problems.push(problem);
  times.push(timeMs);
  placeOf.push(places.length - 1);
}

function answer({ fingerprint, text, signature }: SignatureQuestion): SignatureCheck {
  const known = keys.get(fingerprint);
  if (known === undefined) throw new Error('A signature was asked about whose key is not there.');
  return checkSignature(known.key, text, signature);
}
