import { setImmediate } from 'node:timers/promises';
import { BlobReader } from '../case/blobs.ts';
import { type CheckedFile, checkedFiles } from '../case/checked-files.ts';
import type { Database } from '../case/driver.ts';
import { checkSignatures } from './check-signatures.ts';
import { type DigestFile, readDigestFile } from './digest-file.ts';
import {
  emptyLogColumns,
  type HashReply,
  type HashTask,
  type LedgerShare,
  type LogColumns,
} from './hash-protocol.ts';
import { type KeyRing, keyRing } from './key-ring.ts';
import { hashLog } from './log-hash.ts';

/** So many ledger rows are some ten milliseconds of work; few of them are digests. */
const rowsPerRange = { digest: 512, log: 128 };

/**
 * Reads and hashes files of a case and checks signatures, as long as there is something left to do, and sends what it
 * finds. Between two ranges the thread's other messages get their turn.
 *
 * @param signal the thread is to end
 * @throws AppError `damaged-case`; the signal's reason
 */
export async function hashLedger(
  db: Database,
  { keys: given, digests, logs, port }: HashTask,
  signal: AbortSignal,
): Promise<void> {
  const { keys } = keyRing(given);
  const say = (reply: HashReply): void => port.postMessage(reply);
  const nextTurn = async (): Promise<void> => {
    await setImmediate();
    signal.throwIfAborted();
  };
  try {
    for (const files of rangesOf(db, 'digest', digests)) {
      say(readDigests(files, keys));
      await nextTurn();
    }
    say({ kind: 'digestsDone' });
    for (const files of rangesOf(db, 'log', logs)) {
      say(hashLogs(files));
      await nextTurn();
    }
    say({ kind: 'done' });
  } finally {
    port.close();
  }
}

function* rangesOf(db: Database, kind: keyof typeof rowsPerRange, { next, lastId }: LedgerShare) {
  const reader = new BlobReader(db);
  const rows = rowsPerRange[kind];
  for (let first = Atomics.add(next, 0, rows); first <= lastId; first = Atomics.add(next, 0, rows))
    yield checkedFiles(db, reader, kind, first, Math.min(lastId, first + rows - 1));
}

function readDigests(files: Iterable<CheckedFile>, keys: KeyRing['keys']): HashReply {
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
