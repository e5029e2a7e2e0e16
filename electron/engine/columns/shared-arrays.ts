/** Typed arrays over memory that threads share instead of copying. */
export function sharedBytes(length: number): Uint8Array {
  return new Uint8Array(new SharedArrayBuffer(length));
}

export function sharedUint32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(length * 4));
}

export function sharedInt32(length: number): Int32Array {
  return new Int32Array(new SharedArrayBuffer(length * 4));
}

export function sharedFloat64(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8));
}

/** A shared copy. */
export function toSharedUint32(values: readonly number[] | Uint32Array): Uint32Array {
  const shared = sharedUint32(values.length);
  shared.set(values);
  return shared;
}
