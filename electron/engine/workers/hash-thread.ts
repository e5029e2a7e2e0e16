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
  type HashedRange,
  type HashReply,
  type HashTask,
  type LogColumns,
} from '../integrity/hash-protocol.ts';
import { keyRing } from '../integrity/key-ring.ts';
import { hashLog } from '../integrity/log-hash.ts';

/** A thread that reads and hashes files of a case, and checks signatures, as long as there is something left to do. */

/** So many ledger rows are some ten milliseconds of work. */
const rowsPerRange = 128;

const { casePath, keys: given, ledger, port }: HashTask = workerData;
const { keys } = keyRing(given);

const say = (reply: HashReply): void => port.postMessage(reply);

say(hashLedger());
port.close();

function hashLedger(): HashReply {
  try {
    const db = openCaseConnection(casePath, { readOnly: true });
    try {
      hashRanges(db, new BlobReader(db));
    } finally {
      db.close();
    }
    return { kind: 'done' };
  } catch (error) {
    if (error instanceof AppError) return { kind: 'failed', error: error.toShape() };
    throw error;
  }
}

function hashRanges(db: Database, reader: BlobReader): void {
  const { next, lastId } = ledger;
  for (;;) {
    const first = Atomics.add(next, 0, rowsPerRange);
    if (first > lastId) return;
    const files = checkedFiles(db, reader, first, Math.min(lastId, first + rowsPerRange - 1));
    say({ kind: 'range', ...hashFiles(files) });
  }
}

function hashFiles(files: Iterable<CheckedFile>): HashedRange {
  const logs = emptyLogColumns();
  const digests: DigestFile[] = [];
  let bytes = 0;
  for (const file of files) {
    if (file.kind === 'digest') digests.push(readDigestFile(file));
    else addLog(logs, file);
    bytes += file.bytes?.length ?? 0;
  }
  return { logs, digests, checks: checkSignatures(digests, keys), bytes };
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
