import { workerData } from 'node:worker_threads';
import { AppError } from '../../contract/errors.ts';
import { BlobReader } from '../case/blobs.ts';
import { openCaseConnection } from '../case/case-file.ts';
import { type CheckedFile, checkedFiles } from '../case/checked-files.ts';
import type { Database } from '../case/driver.ts';
import { checkSignatures } from '../integrity/check-signatures.ts';
import { type DigestFile, readDigestFile } from '../integrity/digest-file.ts';
import {
  emptyLogColumns,
  type HashReply,
  type HashTask,
  type LedgerShare,
  type LogColumns,
} from '../integrity/hash-protocol.ts';
import { keyRing } from '../integrity/key-ring.ts';
import { hashLog } from '../integrity/log-hash.ts';

/** A thread that reads and hashes files of a case, and checks signatures, as long as there is something left to do. */

/** So many ledger rows are some ten milliseconds of work; few of them are digests. */
const rowsPerRange = { digest: 512, log: 128 };

const { casePath, keys: given, digests: digestShare, logs: logShare, port }: HashTask = workerData;
const { keys } = keyRing(given);

const say = (reply: HashReply): void => port.postMessage(reply);

say(hashLedger());
port.close();

function hashLedger(): HashReply {
  try {
    const db = openCaseConnection(casePath, { readOnly: true });
    try {
      for (const files of rangesOf(db, 'digest', digestShare)) say(readDigests(files));
      say({ kind: 'digestsDone' });
      for (const files of rangesOf(db, 'log', logShare)) say(hashLogs(files));
    } finally {
      db.close();
    }
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'failed', error: error.toShape() };
    throw error;
  }
}

function* rangesOf(db: Database, kind: keyof typeof rowsPerRange, { next, lastId }: LedgerShare) {
  const reader = new BlobReader(db);
  const rows = rowsPerRange[kind];
  for (let first = Atomics.add(next, 0, rows); first <= lastId; first = Atomics.add(next, 0, rows))
    yield checkedFiles(db, reader, kind, first, Math.min(lastId, first + rows - 1));
}

function readDigests(files: Iterable<CheckedFile>): HashReply {
  const digests: DigestFile[] = [];
  let bytes = 0;
  for (const file of files) {
    digests.push(readDigestFile(file));
    bytes += file.bytes?.length ?? 0;
  }
  const checks = checkSignatures(digests, keys);
  return { kind: 'digests', digests: digests.map((file, at) => ({ file, checks: checks[at] ?? [] })), bytes };
}

function hashLogs(files: Iterable<CheckedFile>): HashReply {
  const logs = emptyLogColumns();
  let bytes = 0;
  for (const file of files) {
    addLog(logs, file);
    bytes += file.bytes?.length ?? 0;
  }
  return { kind: 'logs', logs, bytes };
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
