import type { Slabs } from './slabs.ts';
import type { TextWriter } from './texts.ts';

/** Texts of a writer, each added once. */
export class TextSet {
  readonly #writer: TextWriter;
  /** Open addressing, at most half full; 0 is an empty place, as text 0 is never in it. */
  readonly #table: Uint32Array;

  /** @param most how many texts can be in it */
  constructor(writer: TextWriter, most: number, memory: Slabs) {
    this.#writer = writer;
    this.#table = memory.uint32(2 ** Math.ceil(Math.log2(2 * most + 2)));
  }

  /** @returns the number of the text, which is added when it is not there yet */
  add(bytes: Uint8Array, start: number, end: number): number {
    const mask = this.#table.length - 1;
    for (let place = hashOf(bytes, start, end) & mask; ; place = (place + 1) & mask) {
      const text = this.#table[place] ?? 0;
      if (text !== 0 && !this.#writer.equals(text, bytes, start, end)) continue;
      if (text !== 0) return text;
      const added = this.#writer.addBytes(bytes, start, end);
      this.#table[place] = added;
      return added;
    }
  }
}

/** FNV-1a. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0x811c_9dc5;
  for (let at = start; at < end; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x0100_0193);
  return hash >>> 0;
}
