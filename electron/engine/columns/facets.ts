import type { Facet } from '../../contract/api.ts';
import type { ColumnField } from '../../contract/fields.ts';
import { type FieldColumn, valueTextsOf } from './store.ts';
import type { TextReader } from './texts.ts';

/** Turns events by code into a facet: the most frequent values, ties in the order of code points. */
export function makeFacet(
  field: ColumnField,
  column: FieldColumn,
  countsByCode: Uint32Array,
  top: number,
  reader: TextReader,
): Facet {
  const counts = countsByValue(column, countsByCode);
  const valueTexts = valueTextsOf(column);
  let distinct = 0;
  for (let value = 1; value < counts.length; value += 1) if ((counts[value] ?? 0) > 0) distinct += 1;
  const values = topValues(counts, top, (a, b) => reader.compare(valueTexts[a] ?? 0, valueTexts[b] ?? 0));
  return {
    field,
    distinct,
    missing: countsByCode[0] ?? 0,
    values: values.map((value) => ({
      value: reader.read(valueTexts[value] ?? 0),
      count: counts[value] ?? 0,
    })),
  };
}

/** Events by value: a list counts once for each of its values. */
export function countsByValue(column: FieldColumn, countsByCode: Uint32Array): Uint32Array {
  const { lists } = column;
  if (lists === null) return countsByCode;
  const counts = new Uint32Array(lists.valueTexts.length);
  for (let code = 1; code < column.codeCount; code += 1) {
    const events = countsByCode[code] ?? 0;
    if (events === 0) continue;
    const end = lists.offsets[code + 1] ?? 0;
    for (let at = lists.offsets[code] ?? 0; at < end; at += 1) {
      const value = lists.values[at] ?? 0;
      counts[value] = (counts[value] ?? 0) + events;
    }
  }
  return counts;
}

/**
 * The `top` values with the highest counts above zero, without sorting the others: a heap holds the best so
 * far, its worst on top. Value 0 is missing and no value.
 */
export function topValues(
  counts: Uint32Array,
  top: number,
  compareTexts: (a: number, b: number) => number,
): number[] {
  const isWorse = (a: number, b: number) => {
    const difference = (counts[a] ?? 0) - (counts[b] ?? 0);
    return difference === 0 ? compareTexts(a, b) > 0 : difference < 0;
  };
  const heap: number[] = [];
  let least = 0;
  for (let value = 1; value < counts.length; value += 1) {
    const count = counts[value] ?? 0;
    if (count === 0 || count < least) continue;
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
