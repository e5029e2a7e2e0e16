import { encodeSeconds } from './packing.ts';
import type { Memory } from './slabs.ts';

const digitBits = 16;
const digits = 1 << digitBits;

/**
 * The stable ascending order of times: `order[row]` is the index into `times`. Missing times (NaN) come first;
 * equal times keep the order of the input.
 *
 * A radix sort of whole seconds in two passes of 16 bits, or else of the float's bits, made to order as unsigned
 * numbers, in four; a pass in which all digits agree is skipped, and so is everything when the input is in order already.
 */
export function timeOrder(times: Float64Array, memory: Memory): Uint32Array {
  const count = times.length;
  const order = memory.uint32(count);
  for (let i = 0; i < count; i += 1) order[i] = i;
  if (isInOrder(times)) return order;
  // Missing is 0 there, and so comes first.
  const packed = encodeSeconds(times, memory);
  if (packed !== null) return sortByKey(packed.seconds, order, memory);
  const halves = sortableHalves(times, memory);
  return sortByKey(halves.high, sortByKey(halves.low, order, memory), memory);
}

/** `indexes` in the stable ascending order of their keys; its array may be used for the answer or as scratch. */
export function sortByKey(keys: Uint32Array, indexes: Uint32Array, memory: Memory): Uint32Array {
  let from = indexes;
  let to = memory.uint32(indexes.length);
  for (let shift = 0; shift < 32; shift += digitBits) {
    if (!sortByDigit(keys, shift, from, to)) continue;
    [from, to] = [to, from];
  }
  return from;
}

function isInOrder(times: Float64Array): boolean {
  let previous = Number.NEGATIVE_INFINITY;
  let isDated = false;
  for (const time of times) {
    if (Number.isNaN(time)) {
      if (isDated) return false;
      continue;
    }
    isDated = true;
    if (time < previous) return false;
    previous = time;
  }
  return true;
}

/** IEEE 754 orders like signed magnitude: flip the sign of positives and all bits of negatives. NaN becomes 0. */
function sortableHalves(times: Float64Array, memory: Memory): { low: Uint32Array; high: Uint32Array } {
  const low = memory.uint32(times.length);
  const high = memory.uint32(times.length);
  const float = new Float64Array(1);
  const bits = new Uint32Array(float.buffer);
  for (let i = 0; i < times.length; i += 1) {
    // Adding 0 turns -0, which would sort apart from 0, into 0.
    const time = (times[i] ?? Number.NaN) + 0;
    if (Number.isNaN(time)) continue;
    float[0] = time;
    const isNegative = time < 0;
    low[i] = isNegative ? ~(bits[0] ?? 0) : (bits[0] ?? 0);
    high[i] = isNegative ? ~(bits[1] ?? 0) : (bits[1] ?? 0) ^ 0x8000_0000;
  }
  return { low, high };
}

/** @returns false when all have the same digit, and `to` was left alone */
function sortByDigit(keys: Uint32Array, shift: number, from: Uint32Array, to: Uint32Array): boolean {
  const starts = new Uint32Array(digits);
  // In whatever order is quickest: all keys, when all of them are sorted.
  const isAll = from.length === keys.length;
  for (let i = 0; i < from.length; i += 1) {
    const key = keys[isAll ? i : (from[i] ?? 0)] ?? 0;
    const digit = (key >>> shift) & (digits - 1);
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  if (starts.includes(from.length)) return false;
  let start = 0;
  for (let digit = 0; digit < digits; digit += 1) {
    const size = starts[digit] ?? 0;
    starts[digit] = start;
    start += size;
  }
  for (const index of from) {
    const digit = ((keys[index] ?? 0) >>> shift) & (digits - 1);
    const place = starts[digit] ?? 0;
    starts[digit] = place + 1;
    to[place] = index;
  }
  return true;
}
