import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { Bits } from '../columns/bits.ts';
import type { CancelFlag } from '../columns/cancellation.ts';
import type { Failure } from '../columns/protocol.ts';
import { sharedInt32 } from '../columns/shared-arrays.ts';

/** A condition that only the record answers, and what becomes known of it; bits are by event number. */
export interface SearchedCondition {
  readonly filter: Filter;
  /** The events to search. */
  readonly wanted: Bits;
  readonly found: Bits;
  readonly known: Bits;
}

/** One pass over records that the search threads do together. Everything but the filters is shared memory. */
export interface Pass {
  /** Tells the answers to one pass from those to another. */
  readonly id: number;
  readonly conditions: readonly SearchedCondition[];
  /** Ranges of events with some to search, in the order in which to search them: two numbers each, see `ranges.ts`. */
  readonly ranges: Uint32Array;
  /** The next of the ranges to take, and how many wanted events are done. */
  readonly control: Int32Array;
  readonly cancelFlag: CancelFlag;
}

export const nextSlot = 0;
export const doneSlot = 1;

export function makePassControl(): Int32Array {
  return sharedInt32(2);
}

/** To a search thread; `end` closes what it has open. */
export type ToSearcher = { readonly kind: 'pass'; readonly pass: Pass } | { readonly kind: 'end' };

/** Its part of the pass is done, or it failed. */
export interface FromSearcher {
  /** {@link Pass.id} */
  readonly pass: number;
  readonly failure: Failure | null;
}
