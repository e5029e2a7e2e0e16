/** A set of rows, a bit each. */
export type Bits = Uint32Array;

export function makeBits(rowCount: number): Bits {
  return new Uint32Array(wordsFor(rowCount));
}

/** 32-bit words that hold a bit a row. */
export function wordsFor(rowCount: number): number {
  return (rowCount + 31) >>> 5;
}

export function setBit(bits: Bits, row: number): void {
  const word = row >>> 5;
  bits[word] = (bits[word] ?? 0) | (1 << (row & 31));
}

export function hasBit(bits: Bits, row: number): boolean {
  return (((bits[row >>> 5] ?? 0) >>> (row & 31)) & 1) === 1;
}

/** The number of set bits of a word. */
export function popCount(word: number): number {
  let count = word - ((word >>> 1) & 0x5555_5555);
  count = (count & 0x3333_3333) + ((count >>> 2) & 0x3333_3333);
  return (((count + (count >>> 4)) & 0x0f0f_0f0f) * 0x0101_0101) >>> 24;
}
