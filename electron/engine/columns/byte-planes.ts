import type { Memory } from './slabs.ts';

/** A typed array whose numbers are written byte plane by byte plane. */
export type Plain = Float64Array | Uint32Array | Uint16Array | Uint8Array;

/**
 * Writes arrays one after the other, each split into byte planes (all lowest bytes, then all second bytes, …):
 * the mostly-zero high bytes become long runs, which deflate better and faster than whole numbers.
 * Little-endian, as every machine that Node runs on.
 */
export class PlaneWriter {
  readonly #parts: Uint8Array[] = [];

  write(values: Plain): void {
    const width = values.BYTES_PER_ELEMENT;
    const count = values.length;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    if (width === 1) {
      this.#parts.push(bytes);
      return;
    }
    const planes = new Uint8Array(bytes.byteLength);
    for (let plane = 0; plane < width; plane += 1) {
      const start = plane * count;
      for (let i = 0, from = plane; i < count; i += 1, from += width) planes[start + i] = bytes[from] ?? 0;
    }
    this.#parts.push(planes);
  }

  bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}

/** Reads what {@link PlaneWriter} wrote; `isExhausted` turns true, and arrays are empty, instead of reading past the end. */
export class PlaneReader {
  readonly #bytes: Uint8Array;
  readonly #memory: Memory;
  #at = 0;
  isExhausted = false;

  /** @param memory where the arrays come from that are read */
  constructor(bytes: Uint8Array, memory: Memory) {
    this.#memory = memory;
    // Views of a Buffer would be Buffers as well.
    this.#bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get left(): number {
    return this.#bytes.byteLength - this.#at;
  }

  bytes(count: number): Uint8Array {
    const values = this.#memory.bytes(this.#fitting(count) ? count : 0);
    values.set(this.#bytes.subarray(this.#at, this.#at + values.length));
    this.#at += values.length;
    return values;
  }

  uint16(count: number): Uint16Array {
    return this.#join(this.#memory.uint16(this.#fitting(count * 2) ? count : 0));
  }

  uint32(count: number): Uint32Array {
    return this.#join(this.#memory.uint32(this.#fitting(count * 4) ? count : 0));
  }

  float64(count: number): Float64Array {
    return this.#join(this.#memory.float64(this.#fitting(count * 8) ? count : 0));
  }

  #fitting(byteCount: number): boolean {
    const fits = byteCount <= this.left;
    this.isExhausted ||= !fits;
    return fits;
  }

  #join<T extends Float64Array | Uint32Array | Uint16Array>(values: T): T {
    const width = values.BYTES_PER_ELEMENT;
    const count = values.length;
    const planes = this.#bytes;
    const at = this.#at;
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    for (let plane = 0; plane < width; plane += 1) {
      const start = at + plane * count;
      for (let i = 0, to = plane; i < count; i += 1, to += width) bytes[to] = planes[start + i] ?? 0;
    }
    this.#at += values.byteLength;
    return values;
  }
}
