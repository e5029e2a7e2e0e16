import { type Bits, hasBit, popCount } from './bits.ts';
import { chunkRows } from './scan.ts';

/** The rows that match a question, in the order of rows; kept for the last few questions, a bit a row. */
export class Matches {
  readonly bits: Bits;
  readonly count: number;
  /** Matches before each chunk. */
  readonly #before: Uint32Array;

  constructor(bits: Bits, chunkMatches: Uint32Array) {
    this.bits = bits;
    this.#before = new Uint32Array(chunkMatches.length + 1);
    let sum = 0;
    chunkMatches.forEach((matches, chunk) => {
      sum += matches;
      this.#before[chunk + 1] = sum;
    });
    this.count = sum;
  }

  has(row: number): boolean {
    return hasBit(this.bits, row);
  }

  /** How many matches stand before `row`. */
  rank(row: number): number {
    const chunk = Math.floor(row / chunkRows);
    let rank = this.#before[chunk] ?? this.count;
    const endWord = row >>> 5;
    for (let word = (chunk * chunkRows) >>> 5; word < endWord; word += 1)
      rank += popCount(this.bits[word] ?? 0);
    const bitsBefore = row & 31;
    if (bitsBefore > 0) rank += popCount((this.bits[endWord] ?? 0) & ((1 << bitsBefore) - 1));
    return rank;
  }

  /** The rows of the matches from the `offset`-th on, at most `limit`. */
  slice(offset: number, limit: number): Uint32Array {
    const rows = new Uint32Array(Math.max(0, Math.min(limit, this.count - offset)));
    if (rows.length === 0) return rows;
    const chunk = this.#chunkOf(offset);
    let skip = offset - (this.#before[chunk] ?? 0);
    let taken = 0;
    for (let at = (chunk * chunkRows) >>> 5; taken < rows.length; at += 1) {
      let word = this.bits[at] ?? 0;
      const inWord = popCount(word);
      if (skip >= inWord) {
        skip -= inWord;
        continue;
      }
      for (; word !== 0 && taken < rows.length; word &= word - 1) {
        if (skip > 0) {
          skip -= 1;
          continue;
        }
        rows[taken] = at * 32 + 31 - Math.clz32(word & -word);
        taken += 1;
      }
    }
    return rows;
  }

  /** The last chunk with fewer than `offset` or exactly so many matches before it. */
  #chunkOf(offset: number): number {
    let low = 0;
    let high = this.#before.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((this.#before[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}
