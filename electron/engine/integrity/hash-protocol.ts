import type { MessagePort } from 'node:worker_threads';
import type { CheckedSignature } from './check-signatures.ts';
import type { DigestFile } from './digest-file.ts';
import type { LogObject } from './evidence.ts';
import type { GivenKey } from './key-ring.ts';

/** A thread's part of a check: first all digests are read, then the log files they name. */
export interface HashTask {
  readonly keys: readonly GivenKey[];
  readonly digests: LedgerShare;
  readonly logs: LedgerShare;
  /** Where it sends each {@link HashReply}. */
  readonly port: MessagePort;
}

/** The ledger rows that are still to be read, shared by the threads that read them. */
export interface LedgerShare {
  /** The last number of the check. */
  readonly lastId: number;
  /** The next number that nobody has taken. Beyond `lastId` there is no more to do. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** Ranges that were read, what the thread has come through with, and at last that there is no more to do. */
export type HashReply =
  | {
      readonly kind: 'digests';
      readonly digests: readonly CheckedDigest[];
      /** As stored, together. */
      readonly bytes: number;
    }
  | { readonly kind: 'logs'; readonly logs: LogColumns; readonly bytes: number }
  | { readonly kind: 'digestsDone' }
  | { readonly kind: 'done' };

/** A digest file, and what of its signatures was checked already. */
export interface CheckedDigest {
  readonly file: DigestFile;
  readonly checks: readonly CheckedSignature[];
}

/** Log files in the order of the ledger, as columns: a hundred thousand objects cost more to send than to hash. */
export interface LogColumns {
  readonly ids: number[];
  readonly keys: string[];
  readonly hashes: LogObject['sha256'][];
  readonly problems: LogObject['problem'][];
  readonly times: LogObject['timeMs'][];
  /** Which of {@link LogColumns.places} each is from. */
  readonly placeOf: number[];
  readonly places: Pick<LogObject, 'bucket' | 'account' | 'region'>[];
}

export function emptyLogColumns(): LogColumns {
  return { ids: [], keys: [], hashes: [], problems: [], times: [], placeOf: [], places: [] };
}

export function* logsIn(columns: LogColumns): Generator<LogObject, void, undefined> {
  const { ids, keys, hashes, problems, times, placeOf, places } = columns;
  for (const [at, id] of ids.entries()) {
    const place = places[placeOf[at] ?? 0];
    if (place === undefined) continue;
    const { bucket, account, region } = place;
    const key = keys[at] ?? '';
    const timeMs = times[at] ?? null;
    yield {
      id,
      bucket,
      key,
      account,
      region,
      timeMs,
      sha256: hashes[at] ?? null,
      problem: problems[at] ?? null,
    };
  }
}

/** Everything up to `lastId`, not begun. */
export function shareLedger(lastId: number): LedgerShare {
  const next = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  next[0] = 1;
  return { lastId, next };
}

/** Takes what nobody has taken yet: the threads come to their end. */
export function takeRest({ lastId, next }: LedgerShare): void {
  Atomics.store(next, 0, lastId + 1);
}
