import { randomBytes } from 'node:crypto';
import type { Database } from '../case/driver.ts';
import type { PackedId } from '../case/id-codec.ts';
import { numberAt } from '../case/row.ts';

const empty = 0;

/**
 * Which event delivered an eventID first.
 *
 * Ids of this import are in memory, 40 bytes each in an open-addressed table; those that the case had before are
 * looked up in its index. A first import therefore asks SQLite nothing, and adding ten files to a large case
 * loads nothing.
 */
export class FirstDeliveries {
  readonly #db: Database;
  /** Events up to here were in the case before. */
  readonly #known: number;
  readonly #texts = new Map<string, number>();
  /** Four words of id and one of event in each slot. */
  #slots = new Uint32Array(5 * 1024);
  #count = 0;
  /** A stranger chooses the ids: without a secret in the hash he could make them all meet in one slot. */
  readonly #seed = randomBytes(4).readUInt32LE() | 1;

  constructor(db: Database, knownEvents: number) {
    this.#db = db;
    this.#known = knownEvents;
  }

  /** The event that has this id already; null, and remembers `event` as the first, when there is none. */
  firstOrAdd(id: PackedId, event: number): number | null {
    const known = this.#known === 0 ? null : this.#inCase(id);
    if (known !== null) return known;
    return typeof id === 'string' ? this.#textOrAdd(id, event) : this.#guidOrAdd(id, event);
  }

  #inCase(id: PackedId): number | null {
    const row = this.#db.get(
      'SELECT min(id) AS id FROM events WHERE event_id = ? AND id <= ?',
      id,
      this.#known,
    );
    return row === undefined || row.id === null ? null : numberAt(row, 'id');
  }

  #textOrAdd(id: string, event: number): number | null {
    const first = this.#texts.get(id);
    if (first === undefined) this.#texts.set(id, event);
    return first ?? null;
  }

  #guidOrAdd(id: Uint8Array, event: number): number | null {
    if (this.#count * 2 >= this.#slots.length / 5) this.#grow();
    const words = wordsOf(id);
    const at = this.#find(this.#slots, words);
    const first = this.#slots[at + 4] ?? empty;
    if (first !== empty) return first;
    this.#slots.set(words, at);
    this.#slots[at + 4] = event;
    this.#count += 1;
    return null;
  }

  /** The slot that holds these words, or the empty one where they belong. */
  #find(slots: Uint32Array, words: Words): number {
    const size = slots.length / 5;
    let slot = this.#hash(words) % size;
    for (;;) {
      const at = slot * 5;
      if (slots[at + 4] === empty) return at;
      if (
        slots[at] === words[0] &&
        slots[at + 1] === words[1] &&
        slots[at + 2] === words[2] &&
        slots[at + 3] === words[3]
      )
        return at;
      slot = slot + 1 === size ? 0 : slot + 1;
    }
  }

  #hash(words: Words): number {
    let hash = this.#seed;
    for (const word of words) {
      hash = Math.imul(hash ^ word, 0x9e37_79b1);
      hash = Math.imul(hash ^ (hash >>> 15), this.#seed);
    }
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  #grow(): void {
    const old = this.#slots;
    const grown = new Uint32Array(old.length * 2);
    for (let at = 0; at < old.length; at += 5) {
      if (old[at + 4] === empty) continue;
      const to = this.#find(grown, [old[at] ?? 0, old[at + 1] ?? 0, old[at + 2] ?? 0, old[at + 3] ?? 0]);
      grown.set(old.subarray(at, at + 5), to);
    }
    this.#slots = grown;
  }
}

type Words = readonly [number, number, number, number];

function wordsOf(id: Uint8Array): Words {
  return [wordAt(id, 0), wordAt(id, 4), wordAt(id, 8), wordAt(id, 12)];
}

function wordAt(id: Uint8Array, at: number): number {
  return (
    (((id[at] ?? 0) << 24) | ((id[at + 1] ?? 0) << 16) | ((id[at + 2] ?? 0) << 8) | (id[at + 3] ?? 0)) >>> 0
  );
}
