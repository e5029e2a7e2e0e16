import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { Bits } from '../columns/bits.ts';
import type { CancelFlag } from '../columns/cancellation.ts';
import { sharedInt32 } from '../columns/shared-arrays.ts';

/** A condition that only the record answers, and what becomes known of it; bits are by event number. */
export interface SearchedCondition {
  readonly filter: Filter;
  /** The events to search. */
  readonly wanted: Bits;
  readonly found: Bits;
  readonly known: Bits;
}

/** One pass over records that the reader threads do together. Everything but the filters is shared memory. */
export interface Pass {
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
