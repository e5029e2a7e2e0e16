import { filterBits, filterWords } from './grams.ts';

/** What fits into one page of the case beside what SQLite needs: a row that is longer would take another page. */
const rowBytes = 4000;

/** The bytes of a slice: a bit for every part of the block. */
export function sliceBytes(partCount: number): number {
  return (partCount + 7) >>> 3;
}

/** How many slices lie in a row. */
export function slicesPerRow(partCount: number): number {
  return Math.max(1, Math.floor(rowBytes / sliceBytes(partCount)));
}

/** Turns filters round: for each slot in turn the bits of all parts, so that a question reads only its own slots. */
export function toSlices(parts: readonly Int32Array[]): Uint8Array {
  const size = sliceBytes(parts.length);
  const slices = new Uint8Array(filterBits * size);
  for (let word = 0; word < filterWords; word += 1) {
    const first = word * 32 * size;
    parts.forEach((filter, part) => {
      const at = first + (part >>> 3);
      const mask = 1 << (part & 7);
      for (let left = filter[word] ?? 0; left !== 0; left &= left - 1) {
        const slice = at + (31 - Math.clz32(left & -left)) * size;
        slices[slice] = (slices[slice] ?? 0) | mask;
      }
    });
  }
  return slices;
}

/** The rows that {@link toSlices} is kept in, by number. */
export function* rowsOf(slices: Uint8Array, partCount: number): Generator<readonly [number, Uint8Array]> {
  const bytes = slicesPerRow(partCount) * sliceBytes(partCount);
  for (let row = 0; row * bytes < slices.length; row += 1)
    yield [row, slices.subarray(row * bytes, (row + 1) * bytes)];
}
