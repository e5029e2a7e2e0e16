import { type Bits, hasBit, popCount } from '../columns/bits.ts';
import { sharedUint32 } from '../columns/shared-arrays.ts';

/** Files are searched together until they have so many events: some milliseconds of work. */
const eventsPerRange = 256;

/**
 * The work of a pass: ranges of events, each of whole files, with some event to search in them. The newest come first,
 * as they stand at the top of the table. Two numbers a range: its first event, and the event after its last.
 *
 * @param fileStarts the first event of each file, ascending
 */
export function rangesOf(wanted: Bits, fileStarts: Uint32Array): Uint32Array {
  const ranges: number[] = [];
  let end = wanted.length * 32;
  for (let at = fileStarts.length - 1; at >= 0; at -= 1) {
    const first = fileStarts[at] ?? 0;
    if (at > 0 && end - first < eventsPerRange) continue;
    if (countBits(wanted, first, end) > 0) ranges.push(first, end);
    end = first;
  }
  const shared = sharedUint32(ranges.length);
  shared.set(ranges);
  return shared;
}

/** How many bits are set from `first` up to before `end`. */
export function countBits(bits: Bits, first: number, end: number): number {
  let count = 0;
  let at = first;
  for (; at < end && (at & 31) !== 0; at += 1) count += hasBit(bits, at) ? 1 : 0;
  for (; at + 32 <= end; at += 32) count += popCount(bits[at >>> 5] ?? 0);
  for (; at < end; at += 1) count += hasBit(bits, at) ? 1 : 0;
  return count;
}

/** The words that hold the events, and which of a word's bits are theirs. */
export function eachWord(first: number, last: number, visit: (word: number, mask: number) => void): void {
  for (let word = first >>> 5; word <= last >>> 5; word += 1) {
    const low = Math.max(first - word * 32, 0);
    const high = Math.min(last - word * 32, 31);
    visit(word, (0xffff_ffff >>> (31 - high + low)) << low);
  }
}
