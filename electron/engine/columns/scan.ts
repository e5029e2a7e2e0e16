import type { ColumnField } from '../../contract/fields.ts';
import type { Bits } from './bits.ts';
import { type CancelFlag, Cancelled, isCancelled } from './cancellation.ts';
import { countCodes, failCodes, listEqual, listPassing } from './loops.ts';
import { fillMask } from './masks.ts';
import type { Plan } from './plan.ts';
import { sharedInt32 } from './shared-arrays.ts';
import { type ColumnStore, duplicateFlag } from './store.ts';

/** Rows that a thread takes at a time: their scratch fits a second-level cache. A multiple of 32. */
export const chunkRows = 1 << 15;

/**
 * One pass over the rows that several threads do together. Everything is shared memory: threads take chunks
 * from a counter until none is left, so a thread that wakes late does less and nobody waits for it.
 */
export interface Scan {
  readonly plan: Plan;
  readonly withDuplicates: boolean;
  /** What matches, a bit a row. Chunks share no word. */
  readonly bits: Bits;
  /** Matches by chunk of the whole store. */
  readonly chunkMatches: Uint32Array;
  readonly facets: readonly ScanFacet[];
  /** See {@link controlSlots}. */
  readonly control: Int32Array;
  readonly cancelFlag: CancelFlag;
}

/** A facet to be counted by the scan. */
export interface ScanFacet {
  readonly field: ColumnField;
  /** Whether the conditions on the field itself are left out. */
  readonly followsOthers: boolean;
  /** Events by code, an array for each thread. */
  readonly counts: readonly Uint32Array[];
}

const nextSlot = 0;
const doneSlot = 1;
const failedSlot = 2;

export function makeControl(): Int32Array {
  return sharedInt32(3);
}

function chunksOf({ firstRow, endRow }: Plan): { first: number; count: number } {
  const first = Math.floor(firstRow / chunkRows);
  return { first, count: firstRow >= endRow ? 0 : Math.ceil(endRow / chunkRows) - first };
}

/** What a thread needs while it scans a chunk; made once a thread. */
export class Scratch {
  /** By row of the chunk, a bit for each group that fails. */
  readonly state = new Uint32Array(chunkRows);
  readonly list = new Uint32Array(chunkRows);
  readonly mask = new Uint8Array(chunkRows);
}

/** Takes part in a scan until no chunk is left. `thread` tells the counts of this thread from others'. */
export function runScan(scan: Scan, store: ColumnStore, thread: number, scratch: Scratch): void {
  const { plan, control } = scan;
  const chunks = chunksOf(plan);
  const scanner = new ChunkScanner(scan, store, thread, scratch);
  for (;;) {
    const chunk = Atomics.add(control, nextSlot, 1);
    if (chunk >= chunks.count) return;
    try {
      if (!isCancelled(scan.cancelFlag)) scanner.run(chunks.first + chunk);
    } catch (error) {
      Atomics.store(control, failedSlot, 1);
      throw error;
    } finally {
      Atomics.add(control, doneSlot, 1);
      Atomics.notify(control, doneSlot);
    }
  }
}

/** How long to wait for a chunk of another thread before looking whether there is still a point in it. */
const lookEveryMs = 100;

/**
 * Waits until every chunk is done; at most the time of one chunk when the caller took part itself. A thread that
 * died in a chunk never finishes it: then, and when the revision ends, `endFlag` is set.
 *
 * @throws Cancelled when `endFlag` is set
 */
export function awaitScan({ plan, control }: Scan, endFlag: CancelFlag): void {
  const { count } = chunksOf(plan);
  for (;;) {
    const done = Atomics.load(control, doneSlot);
    if (done >= count) break;
    if (isCancelled(endFlag)) throw new Cancelled('Cancelled');
    Atomics.wait(control, doneSlot, done, lookEveryMs);
  }
  if (Atomics.load(control, failedSlot) === 1) throw new Error('A column thread failed while it scanned');
}

/** Left out whatever else holds: duplicates that are hidden, and rows that fail the rest of the filter. */
const outBit = 31;

class ChunkScanner {
  readonly #scan: Scan;
  readonly #store: ColumnStore;
  readonly #thread: number;
  readonly #state: Uint32Array;
  readonly #list: Uint32Array;
  readonly #mask: Uint8Array;

  constructor(scan: Scan, store: ColumnStore, thread: number, { state, list, mask }: Scratch) {
    this.#scan = scan;
    this.#store = store;
    this.#thread = thread;
    this.#state = state;
    this.#list = list;
    this.#mask = mask;
  }

  run(chunk: number): void {
    const { plan, facets, chunkMatches } = this.#scan;
    const first = Math.max(plan.firstRow, chunk * chunkRows);
    const end = Math.min(plan.endRow, (chunk + 1) * chunkRows);
    const isPlain = this.#isPlain();
    if (!isPlain) this.#fillState(first, end);
    const matches = isPlain ? this.#listPlainly(first, end - first) : this.#takeState(0, first, end - first);
    this.#mark(matches);
    chunkMatches[chunk] = matches;
    for (const facet of facets) this.#count(facet, matches);
    if (isPlain) return;
    // A facet follows every other condition: rows that fail nothing but the conditions on its own field count too.
    for (const facet of facets) {
      if (!facet.followsOthers) continue;
      const group = plan.groups.findIndex(({ field }) => field === facet.field);
      if (group >= 0) this.#count(facet, this.#takeState((1 << group) >>> 0, first, end - first));
    }
  }

  #fillState(first: number, end: number): void {
    const { plan, withDuplicates } = this.#scan;
    const { flags, duplicateCount, columns } = this.#store;
    const state = this.#state;
    const count = end - first;
    if (withDuplicates || duplicateCount === 0) {
      state.fill(0, 0, count);
    } else {
      for (let i = 0; i < count; i += 1) state[i] = ((flags[first + i] ?? 0) & duplicateFlag) << outBit;
    }
    plan.groups.forEach(({ field, fails }, group) => {
      failCodes(columns[field].codes, fails, first, count, group, state);
    });
    if (plan.rest === null) return;
    const mask = this.#mask;
    fillMask(plan.rest, this.#store, first, end, mask);
    for (let i = 0; i < count; i += 1) state[i] = (state[i] ?? 0) | ((1 - (mask[i] ?? 0)) << outBit);
  }

  /** One condition or none, which is most questions, needs no state by row. */
  #isPlain(): boolean {
    const { plan, withDuplicates, facets } = this.#scan;
    const [group] = plan.groups;
    const hidesNothing = withDuplicates || this.#store.duplicateCount === 0;
    const isFollowed = facets.some(({ field, followsOthers }) => followsOthers && field === group?.field);
    return hidesNothing && plan.rest === null && plan.groups.length <= 1 && !isFollowed;
  }

  #listPlainly(first: number, count: number): number {
    const [group] = this.#scan.plan.groups;
    if (group !== undefined) {
      const { codes } = this.#store.columns[group.field];
      if (group.only !== null) return listEqual(codes, group.only, first, count, this.#list);
      return listPassing(codes, group.fails, first, count, this.#list);
    }
    for (let i = 0; i < count; i += 1) this.#list[i] = first + i;
    return count;
  }

  #mark(matches: number): void {
    const bits = this.#scan.bits;
    const list = this.#list;
    for (let i = 0; i < matches; i += 1) {
      const row = list[i] ?? 0;
      const word = row >>> 5;
      bits[word] = (bits[word] ?? 0) | (1 << (row & 31));
    }
  }

  #takeState(wanted: number, first: number, count: number): number {
    const state = this.#state;
    const list = this.#list;
    let length = 0;
    for (let i = 0; i < count; i += 1) {
      if (state[i] === wanted) {
        list[length] = first + i;
        length += 1;
      }
    }
    return length;
  }

  #count(facet: ScanFacet, listed: number): void {
    const counts = facet.counts[this.#thread];
    if (counts !== undefined) countCodes(this.#store.columns[facet.field].codes, this.#list, listed, counts);
  }
}
