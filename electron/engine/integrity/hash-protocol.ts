import type { DigestFile } from './digest-file.ts';
import type { LogObject } from './evidence.ts';
import type { GivenKey } from './key-ring.ts';
import type { SignatureCheck } from './signature.ts';

/** What a hashing thread is started with. */
export interface HashTask {
  readonly casePath: string;
  readonly keys: readonly GivenKey[];
  /** The last ledger number of the check. */
  readonly lastId: number;
  /** Shared by all threads: the next ledger number that nobody has taken. Beyond `lastId` there is no more to do. */
  readonly next: Int32Array<SharedArrayBuffer>;
}

/** Whether a key signed a text. */
export interface SignatureQuestion {
  readonly fingerprint: string;
  readonly text: string;
  readonly signature: string;
}

/** `hash`: take ranges of the ledger while there are any. Questions are answered in their order. */
export type HashCommand = 'hash' | 'end' | readonly SignatureQuestion[];

/** A range that was read, or the answer to a command: what the questions came to. */
export type HashReply =
  | ({ readonly kind: 'range' } & HashedRange)
  | { readonly kind: 'answer'; readonly checks: readonly SignatureCheck[] };

/** What was found in a range of the ledger. */
export interface HashedRange {
  readonly logs: LogColumns;
  readonly digests: readonly DigestFile[];
  /** Of log files and digests as stored, together. */
  readonly bytes: number;
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

export function* logsIn({
  ids,
  keys,
  hashes,
  problems,
  times,
  placeOf,
  places,
}: LogColumns): Generator<LogObject, void, undefined> {
  for (const [at, id] of ids.entries()) {
    const place = places[placeOf[at] ?? 0];
    if (place === undefined) continue;
    const { bucket, account, region } = place;
    const key = keys[at] ?? '';
    const sha256 = hashes[at] ?? null;
    yield {
      id,
      bucket,
      key,
      account,
      region,
      timeMs: times[at] ?? null,
      sha256,
      problem: problems[at] ?? null,
    };
  }
}
