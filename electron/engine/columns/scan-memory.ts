import type { ColumnField } from '../../contract/fields.ts';
import { type Bits, wordsFor } from './bits.ts';
import { sharedUint32 } from './shared-arrays.ts';
import type { ColumnStore } from './store.ts';

/**
 * The shared memory that scans write to, used again and again: the garbage collector does not see how large
 * shared memory is, so what each question left behind would pile up.
 */
export class ScanMemory {
  readonly #store: ColumnStore;
  readonly #threads: number;
  readonly #spareBits: Bits[] = [];
  readonly #ownCounts = new Map<ColumnField, Uint32Array>();
  readonly #counts = new Map<ColumnField, readonly Uint32Array[]>();

  constructor(store: ColumnStore, threads: number) {
    this.#store = store;
    this.#threads = threads;
  }

  /** No bit set. Give it back when it is not kept. */
  takeBits(): Bits {
    return this.#spareBits.pop()?.fill(0) ?? sharedUint32(wordsFor(this.#store.rowCount));
  }

  giveBack(bits: Bits): void {
    this.#spareBits.push(bits);
  }

  /** Zeros by code, for the lead alone. Whoever takes them leaves them as zeros. */
  takeOwnCounts(field: ColumnField): Uint32Array {
    const known = this.#ownCounts.get(field);
    if (known !== undefined) return known;
    const made = new Uint32Array(this.#store.columns[field].codeCount);
    this.#ownCounts.set(field, made);
    return made;
  }

  /** Zeros by code, an array for each thread; to be read before the next scan. */
  takeCounts(field: ColumnField): readonly Uint32Array[] {
    const known = this.#counts.get(field);
    if (known !== undefined) {
      for (const counts of known) counts.fill(0);
      return known;
    }
    const made = Array.from({ length: this.#threads }, () =>
      sharedUint32(this.#store.columns[field].codeCount),
    );
    this.#counts.set(field, made);
    return made;
  }
}
