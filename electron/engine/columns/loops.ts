import type { Codes } from './packing.ts';

/** The loops in which nearly all of the time goes, kept apart so that each stays small and fast. */

/** Sets bit `group` in the state of each row whose code fails. */
export function failCodes(
  codes: Codes,
  fails: Uint8Array,
  firstRow: number,
  count: number,
  group: number,
  state: Uint32Array,
): void {
  for (let i = 0; i < count; i += 1) {
    state[i] = (state[i] ?? 0) | ((fails[codes[firstRow + i] ?? 0] ?? 0) << group);
  }
}

/** Lists the rows whose code does not fail. @returns how many */
export function listPassing(
  codes: Codes,
  fails: Uint8Array,
  firstRow: number,
  count: number,
  list: Uint32Array,
): number {
  let length = 0;
  const end = firstRow + count;
  for (let row = firstRow; row < end; row += 1) {
    // Written always and kept only when it passes: no branch to guess wrong.
    list[length] = row;
    length += 1 - (fails[codes[row] ?? 0] ?? 0);
  }
  return length;
}

/** {@link listPassing} for one code that passes: a comparison instead of a look-up. */
export function listEqual(
  codes: Codes,
  code: number,
  firstRow: number,
  count: number,
  list: Uint32Array,
): number {
  let length = 0;
  const end = firstRow + count;
  for (let row = firstRow; row < end; row += 1) {
    if (codes[row] === code) list[length++] = row;
  }
  return length;
}

/** Adds the listed rows to the counts of their codes. */
export function countCodes(codes: Codes, rows: Uint32Array, listed: number, counts: Uint32Array): void {
  for (let i = 0; i < listed; i += 1) {
    const code = codes[rows[i] ?? 0] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}
