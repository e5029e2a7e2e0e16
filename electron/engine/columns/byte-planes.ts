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

/** Reads what {@link PlaneWriter} wrote; `isExhausted` turns true instead of reading past the end. */
export class PlaneReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  isExhausted = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.byteLength - this.#at;
  }

  /** Single bytes need no joining: a view of them. */
  readBytes(count: number): Uint8Array {
    if (count > this.left) {
      this.isExhausted = true;
      return new Uint8Array(count);
    }
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }

  read<T extends Float64Array | Uint32Array | Uint16Array>(values: T): T {
    const width = values.BYTES_PER_ELEMENT;
    const count = values.length;
    if (values.byteLength > this.left) {
      this.isExhausted = true;
      return values;
    }
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
