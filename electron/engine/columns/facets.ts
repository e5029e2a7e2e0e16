import type { Facet } from '../../contract/api.ts';
import type { ColumnField } from '../../contract/fields.ts';
import { type FieldColumn, valueTextsOf } from './store.ts';
import type { TextReader } from './texts.ts';

/** Events by code. */
export interface CodeCounts {
  readonly counts: Uint32Array;
  /** The codes with a count above zero, when they are known: of a hundred thousand codes, few events have few. */
  readonly found: readonly number[] | null;
}

/** {@link makeFacet} of a few rows. `counts` has a zero for every code, before and after. */
export function makeFewFacet(
  field: ColumnField,
  column: FieldColumn,
  rows: Uint32Array,
  counts: Uint32Array,
  top: number,
  reader: TextReader,
): Facet {
  const { codes } = column;
  const found: number[] = [];
  for (const row of rows) {
    const code = codes[row] ?? 0;
    const before = counts[code] ?? 0;
    if (before === 0) found.push(code);
    counts[code] = before + 1;
  }
  const facet = makeFacet(field, column, { counts, found }, top, reader);
  for (const code of found) counts[code] = 0;
  return facet;
}

/** Turns events by code into a facet: the most frequent values, ties in the order of code points. */
export function makeFacet(
  field: ColumnField,
  column: FieldColumn,
  byCode: CodeCounts,
  top: number,
  reader: TextReader,
): Facet {
  const { counts, found } = valuesOf(column, byCode);
  const valueTexts = valueTextsOf(column);
  let distinct = 0;
  if (found === null)
    for (let value = 1; value < counts.length; value += 1) distinct += +(counts[value] !== 0);
  else for (const value of found) distinct += +(value !== 0);
  const compare = (a: number, b: number) => reader.compare(valueTexts[a] ?? 0, valueTexts[b] ?? 0);
  const values = topValues(counts, top, compare, found);
  return {
    field,
    distinct,
    missing: byCode.counts[0] ?? 0,
    values: values.map((value) => ({
      value: reader.read(valueTexts[value] ?? 0),
      count: counts[value] ?? 0,
    })),
  };
}

/** Events by value: a list counts once for each of its values. */
export function countsByValue(column: FieldColumn, countsByCode: Uint32Array): Uint32Array {
  return valuesOf(column, { counts: countsByCode, found: null }).counts;
}

function valuesOf(column: FieldColumn, byCode: CodeCounts): CodeCounts {
  const { lists } = column;
  if (lists === null) return byCode;
  const counts = new Uint32Array(lists.valueTexts.length);
  const found: number[] = [];
  const add = (code: number) => {
    const events = byCode.counts[code] ?? 0;
    if (events === 0 || code === 0) return;
    const end = lists.offsets[code + 1] ?? 0;
    for (let at = lists.offsets[code] ?? 0; at < end; at += 1) {
      const value = lists.values[at] ?? 0;
      const before = counts[value] ?? 0;
      if (before === 0) found.push(value);
      counts[value] = before + events;
    }
  };
  if (byCode.found !== null) byCode.found.forEach(add);
  else for (let code = 1; code < column.codeCount; code += 1) add(code);
  return { counts, found };
}

/**
 * The `top` values with the highest counts above zero, without sorting the others: a heap holds the best so
 * far, its worst on top. Value 0 is missing and no value.
 *
 * @param among the values to look at; null for all
 */
export function topValues(
  counts: Uint32Array,
  top: number,
  compareTexts: (a: number, b: number) => number,
  among: readonly number[] | null = null,
): number[] {
  const isWorse = (a: number, b: number) => {
    const difference = (counts[a] ?? 0) - (counts[b] ?? 0);
    return difference === 0 ? compareTexts(a, b) > 0 : difference < 0;
  };
  const heap: number[] = [];
  let least = 0;
  const candidates = among?.length ?? counts.length;
  for (let at = 0; at < candidates; at += 1) {
    const value = among === null ? at : (among[at] ?? 0);
    const count = counts[value] ?? 0;
    if (count === 0 || count < least || value === 0) continue;
    if (heap.length < top) {
      heap.push(value);
      siftUp(heap, isWorse);
    } else if (isWorse(heap[0] ?? 0, value)) {
      heap[0] = value;
      siftDown(heap, isWorse);
    }
    if (heap.length === top) least = counts[heap[0] ?? 0] ?? 0;
  }
  return heap.sort((a, b) => (isWorse(b, a) ? -1 : 1));
}

function siftUp(heap: number[], isWorse: (a: number, b: number) => boolean): void {
  let at = heap.length - 1;
  const value = heap[at] ?? 0;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (!isWorse(value, above)) break;
    heap[at] = above;
    at = parent;
  }
  heap[at] = value;
}

function siftDown(heap: number[], isWorse: (a: number, b: number) => boolean): void {
  const value = heap[0] ?? 0;
  let at = 0;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && isWorse(heap[right] ?? 0, heap[left] ?? 0) ? right : left;
    const below = heap[child] ?? 0;
    if (!isWorse(below, value)) break;
    heap[at] = below;
    at = child;
  }
  heap[at] = value;
}
