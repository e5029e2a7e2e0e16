import { type PackedId, packId } from '../case/id-codec.ts';

/** Event or request ids of a batch, in a form that crosses threads without being copied value by value. */
export interface PackedIds {
  /** One per event: {@link noId}, {@link guidId} or {@link textId}. */
  readonly kinds: Uint8Array;
  /** Sixteen bytes per event; filled for GUIDs. */
  readonly guids: Uint8Array;
  /** The ids that are no GUIDs, in the order of their events. */
  readonly texts: readonly string[];
}

export const noId = 0;
export const guidId = 1;
export const textId = 2;

/** Collects ids; grows by doubling. */
export class PackedIdsBuilder {
  #kinds = new Uint8Array(256);
  #guids = new Uint8Array(256 * 16);
  readonly #texts: string[] = [];
  #count = 0;

  add(id: string | null): void {
    if (this.#count === this.#kinds.length) this.#grow();
    const at = this.#count;
    this.#count += 1;
    if (id === null) return;
    const packed = packId(id);
    if (typeof packed === 'string') {
      this.#kinds[at] = textId;
      this.#texts.push(packed);
    } else {
      this.#kinds[at] = guidId;
      this.#guids.set(packed, at * 16);
    }
  }

  finish(): PackedIds {
    return {
      kinds: this.#kinds.slice(0, this.#count),
      guids: this.#guids.slice(0, this.#count * 16),
      texts: this.#texts,
    };
  }

  #grow(): void {
    const kinds = new Uint8Array(this.#kinds.length * 2);
    kinds.set(this.#kinds);
    this.#kinds = kinds;
    const guids = new Uint8Array(this.#guids.length * 2);
    guids.set(this.#guids);
    this.#guids = guids;
  }
}

/** Goes through {@link PackedIds} in order. */
export class PackedIdsReader {
  readonly #ids: PackedIds;
  #at = 0;
  #text = 0;

  constructor(ids: PackedIds) {
    this.#ids = ids;
  }

  next(): PackedId | null {
    const at = this.#at;
    this.#at += 1;
    const kind = this.#ids.kinds[at];
    if (kind === guidId) return this.#ids.guids.subarray(at * 16, at * 16 + 16);
    if (kind !== textId) return null;
    const text = this.#ids.texts[this.#text] ?? null;
    this.#text += 1;
    return text;
  }
}
