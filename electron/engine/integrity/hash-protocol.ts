import type { DigestFile } from './digest-file.ts';
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
  /** Of the log files, in the order of the ledger, as are those below. */
  readonly ids: Uint32Array;
  /** 32 bytes each; zeros where there is none. */
  readonly hashes: Uint8Array;
  /** 0 is none, else one more than the place in `unpackProblems`; {@link noHash} is added where there is no hash. */
  readonly problems: Uint8Array;
  readonly digests: readonly DigestFile[];
  /** Of log files and digests as stored, together. */
  readonly bytes: number;
}

export const noHash = 128;
