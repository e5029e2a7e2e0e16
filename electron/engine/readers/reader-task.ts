import type { Failure } from '../columns/protocol.ts';
import type { HashTask } from '../integrity/hash-protocol.ts';
import type { Pass } from '../search/pass.ts';

/** What a reader thread can be given to do: its part of what all of them do together. */
export type ReaderTask =
  | { readonly kind: 'search'; readonly pass: Pass }
  | { readonly kind: 'hash'; readonly hash: HashTask };

/** To a reader thread; `end` closes what it has open. */
export type ToReader =
  | { readonly kind: 'task'; readonly id: number; readonly task: ReaderTask }
  | { readonly kind: 'end' };

/** Its part is done, or it failed. */
export interface FromReader {
  readonly id: number;
  readonly failure: Failure | null;
}
