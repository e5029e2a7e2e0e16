import type { Needle } from '../filter/needle.ts';

/**
 * A filter has a bit for each of so many slots. One hash a gram: a needle of any use has many grams, all of which
 * must be there.
 */
export const filterBits = 1 << 16;
export const filterWords = filterBits / 32;

/**
 * Every so many bytes that follow each other are a gram. Shorter ones fill a filter more slowly, and are found more
 * often where they were not looked for; 5 was the best of 4, 5 and 6 for keys, addresses and ids alike.
 */
export const gramBytes = 5;

/** Of a longer needle only the beginning is looked for: a file is cut into parts that share as many bytes. */
export const maxNeedleBytes = 64;

const dot = 0x2e;
/** A byte in the low bits, ASCII letters in lower case. */
const fold = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/**
 * Notes the grams of the bytes from `start` up to `end` in a filter. A gram with a dot has two slots: an address is
 * short, and its digits stand everywhere.
 *
 * @returns how many slots were empty before
 */
export function addGrams(filter: Int32Array, bytes: Uint8Array, start: number, end: number): number {
  let filled = 0;
  let lastFour = 0;
  let lastDot = start - gramBytes;
  for (let at = start; at < end; at += 1) {
    const byte = fold[bytes[at] ?? 0] ?? 0;
    const before = lastFour >>> 24;
    lastFour = (lastFour << 8) | byte;
    if (byte === dot) lastDot = at;
    if (at - start < gramBytes - 1) continue;
    const hash = hashOf(lastFour, before);
    filled += fill(filter, hash >>> 16);
    if (at - lastDot < gramBytes) filled += fill(filter, hash & 0xffff);
  }
  return filled;
}

/** The slots that are filled wherever the needle stands; null when it is too short to say anything. */
export function gramsOfNeedle({ text, isStart }: Needle): Uint32Array | null {
  const bytes = Buffer.from(isStart ? `"${text}` : text).subarray(0, maxNeedleBytes);
  if (bytes.length < gramBytes) return null;
  const filter = new Int32Array(filterWords);
  const slots = new Uint32Array(addGrams(filter, bytes, 0, bytes.length));
  let count = 0;
  filter.forEach((word, at) => {
    for (let bit = 0; bit < 32; bit += 1) {
      if (((word >>> bit) & 1) === 0) continue;
      slots[count] = at * 32 + bit;
      count += 1;
    }
  });
  return slots;
}

function fill(filter: Int32Array, slot: number): number {
  const word = filter[slot >>> 5] ?? 0;
  const filled = word | (1 << (slot & 31));
  if (filled === word) return 0;
  filter[slot >>> 5] = filled;
  return 1;
}

/** Every bit of the gram in every bit of the hash, both halves of which are slots. */
function hashOf(lastFour: number, before: number): number {
  let hash = Math.imul(lastFour, 0x9e37_79b1) ^ Math.imul(before, 0x85eb_ca6b);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b_3c6d);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0x297a_2d39);
  return hash ^ (hash >>> 16);
}
