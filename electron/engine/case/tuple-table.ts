import { randomBytes } from 'node:crypto';

const noId = 0;

/** Combinations of small numbers, each with an id from 1 in the order of its first sight. Open-addressed. */
export class TupleTable {
  readonly #width: number;
  #tuples: Uint32Array;
  #slots = new Uint32Array(1024);
  #count = 0;
  /** A stranger chooses what is combined: without a secret in the hash he could make all meet in one slot. */
  readonly #seed = randomBytes(4).readUInt32LE() | 1;

  /** @param width how many numbers make a combination */
  constructor(width: number) {
    this.#width = width;
    this.#tuples = new Uint32Array(width * 512);
  }

  get count(): number {
    return this.#count;
  }

  /** All combinations, one after the other in the order of their ids. Valid until the next one is added. */
  get tuples(): Uint32Array {
    return this.#tuples.subarray(0, this.#count * this.#width);
  }

  /** The id of the combination, a new one at its first sight. */
  idOf(tuple: Uint32Array): number {
    const slot = this.#slotOf(tuple);
    const known = this.#slots[slot] ?? noId;
    if (known !== noId) return known;
    if ((this.#count + 1) * this.#width > this.#tuples.length) this.#growTuples();
    this.#tuples.set(tuple, this.#count * this.#width);
    this.#count += 1;
    this.#slots[slot] = this.#count;
    if (this.#count * 2 > this.#slots.length) this.#growSlots();
    return this.#count;
  }

  /** The slot that holds the combination, or the empty one where it belongs. */
  #slotOf(tuple: Uint32Array): number {
    const mask = this.#slots.length - 1;
    let hash = this.#seed;
    for (let at = 0; at < this.#width; at += 1) {
      hash = Math.imul(hash ^ (tuple[at] ?? 0), 0x9e37_79b1);
      hash = Math.imul(hash ^ (hash >>> 15), this.#seed);
    }
    let slot = (hash ^ (hash >>> 16)) & mask;
    for (;;) {
      const id = this.#slots[slot] ?? noId;
      if (id === noId || this.#isAt(id, tuple)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isAt(id: number, tuple: Uint32Array): boolean {
    const from = (id - 1) * this.#width;
    for (let at = 0; at < this.#width; at += 1) if (this.#tuples[from + at] !== tuple[at]) return false;
    return true;
  }

  #growTuples(): void {
    const grown = new Uint32Array(this.#tuples.length * 2);
    grown.set(this.#tuples);
    this.#tuples = grown;
  }

  #growSlots(): void {
    this.#slots = new Uint32Array(this.#slots.length * 2);
    for (let id = 1; id <= this.#count; id += 1) {
      const from = (id - 1) * this.#width;
      this.#slots[this.#slotOf(this.#tuples.subarray(from, from + this.#width))] = id;
    }
  }
}
