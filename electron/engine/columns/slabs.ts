/** Larger than any block that malloc keeps for itself after it was freed (32 MiB in glibc). */
const slabBytes = 64 * 1024 * 1024;

/** Where typed arrays come from. All are zero. */
export interface Memory {
  bytes(length: number): Uint8Array;
  uint16(length: number): Uint16Array;
  uint32(length: number): Uint32Array;
  float64(length: number): Float64Array;
}

/** An array at a time, as usual. */
export const singleArrays: Memory = {
  bytes: (length) => new Uint8Array(length),
  uint16: (length) => new Uint16Array(length),
  uint32: (length) => new Uint32Array(length),
  float64: (length) => new Float64Array(length),
};

/**
 * Hands out arrays from a few large pieces of shared memory: those of a store, and those that are needed while
 * it is built. Large pieces go back to the system as soon as they are let go of; thousands of smaller ones would
 * stay with malloc, in an arena of the thread that is gone, and every refresh would leave a hole as large as the
 * case. What a piece does not use costs nothing: it is never touched.
 */
export class Slabs implements Memory {
  #slab = new SharedArrayBuffer(0);
  #used = 0;

  bytes(length: number): Uint8Array {
    return new Uint8Array(this.#slabFor(length), this.#take(length), length);
  }

  uint16(length: number): Uint16Array {
    return new Uint16Array(this.#slabFor(length * 2), this.#take(length * 2), length);
  }

  uint32(length: number): Uint32Array {
    return new Uint32Array(this.#slabFor(length * 4), this.#take(length * 4), length);
  }

  float64(length: number): Float64Array {
    return new Float64Array(this.#slabFor(length * 8), this.#take(length * 8), length);
  }

  /** A copy. */
  copy(values: readonly number[] | Uint32Array): Uint32Array {
    const copied = this.uint32(values.length);
    copied.set(values);
    return copied;
  }

  #slabFor(size: number): SharedArrayBuffer {
    if (this.#used + size > this.#slab.byteLength) {
      this.#slab = new SharedArrayBuffer(Math.max(slabBytes, size));
      this.#used = 0;
    }
    return this.#slab;
  }

  /** @returns where in the slab; the next begins at a multiple of 8, as float64 needs it */
  #take(size: number): number {
    const at = this.#used;
    this.#used = (at + size + 7) & ~7;
    return at;
  }
}
