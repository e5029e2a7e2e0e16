import { limits } from '../ingest/limits.ts';
import { nameText } from './file-name.ts';

/** A member as the central directory describes it (PKWARE APPNOTE 4.3.12). */
export interface ZipEntry {
  /** With `/` between folders; a folder ends in one. */
  readonly name: string;
  readonly isEncrypted: boolean;
  readonly method: number;
  readonly crc32: number;
  readonly compressedBytes: number;
  readonly sizeBytes: number;
  readonly offset: number;
  readonly modifiedMs: number | null;
}

export type ZipDirectory =
  | { readonly kind: 'listed'; readonly entries: readonly ZipEntry[] }
  | { readonly kind: 'refused'; readonly status: 'damaged' | 'tooLarge'; readonly reason: string };

type ReadAt = (position: number, length: number) => Buffer;

const endSignature = 0x06054b50;
const end64LocatorSignature = 0x07064b50;
const end64Signature = 0x06064b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const entryBytes = 46;
const max16 = 0xffff;
const max32 = 0xffff_ffff;
/** An entry with a long name and extra fields; a directory that is larger than this per entry is no directory. */
const mostBytesPerEntry = entryBytes + 3 * max16;

/**
 * Reads the central directory: the only complete list of a zip's members (local headers may lack sizes, and may
 * belong to deleted members). Zip64 and archives with something before their start are understood.
 */
export function readZipDirectory(readAt: ReadAt, fileBytes: number): ZipDirectory {
  const tailBytes = Math.min(fileBytes, endBytes + max16);
  const tail = readAt(fileBytes - tailBytes, tailBytes);
  const at = findEnd(tail);
  if (at < 0) return damaged('The archive has no end: it is cut off or damaged.');
  const endPosition = fileBytes - tailBytes + at;
  const end = directoryPlace(readAt, tail, at, endPosition);
  if (end === null) return damaged('The directory of the archive is damaged.');
  if (end.count > limits.archiveEntries) {
    return {
      kind: 'refused',
      status: 'tooLarge',
      reason: `It holds more than ${limits.archiveEntries} files.`,
    };
  }
  if (end.bytes > end.position || end.bytes > end.count * mostBytesPerEntry)
    return damaged('The directory of the archive is damaged.');
  // Self-extracting archives have a program in front, which their offsets do not count.
  const shift = end.position - end.bytes - end.offset;
  if (shift < 0) return damaged('The archive ends before its directory.');
  return readEntries(readAt(end.offset + shift, end.bytes), end.count, shift);
}

function damaged(reason: string): ZipDirectory {
  return { kind: 'refused', status: 'damaged', reason };
}

function findEnd(tail: Buffer): number {
  for (let at = tail.length - endBytes; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) === endSignature && at + endBytes + tail.readUInt16LE(at + 20) <= tail.length)
      return at;
  }
  return -1;
}

interface DirectoryPlace {
  readonly count: number;
  readonly bytes: number;
  readonly offset: number;
  /** Where the directory must end. */
  readonly position: number;
}

function directoryPlace(readAt: ReadAt, tail: Buffer, at: number, position: number): DirectoryPlace | null {
  const count = tail.readUInt16LE(at + 10);
  const bytes = tail.readUInt32LE(at + 12);
  const offset = tail.readUInt32LE(at + 16);
  if (count !== max16 && bytes !== max32 && offset !== max32) return { count, bytes, offset, position };
  if (position < 20) return { count, bytes, offset, position };
  const locator = readAt(position - 20, 20);
  if (locator.readUInt32LE(0) !== end64LocatorSignature) return { count, bytes, offset, position };
  // The stated offset does not count a program in front; the record stands right before its locator.
  for (const place of [safeNumber(locator, 8), position - 20 - 56]) {
    if (place < 0 || place > position - 56) continue;
    const record = readAt(place, 56);
    if (record.length < 56 || record.readUInt32LE(0) !== end64Signature) continue;
    return {
      count: safeNumber(record, 32),
      bytes: safeNumber(record, 40),
      offset: safeNumber(record, 48),
      position: place,
    };
  }
  return null;
}

function readEntries(directory: Buffer, count: number, shift: number): ZipDirectory {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i += 1) {
    if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== entrySignature) {
      return damaged(`The directory of the archive is damaged after ${i} of ${count} files.`);
    }
    const nameBytes = directory.readUInt16LE(at + 28);
    const extraBytes = directory.readUInt16LE(at + 30);
    const name = directory.subarray(at + entryBytes, at + entryBytes + nameBytes);
    const extra = directory.subarray(at + entryBytes + nameBytes, at + entryBytes + nameBytes + extraBytes);
    const sizes = sizesOf(directory, at, extra);
    entries.push({
      name: nameText(withSlashes(name)),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
      method: directory.readUInt16LE(at + 10),
      crc32: directory.readUInt32LE(at + 16),
      compressedBytes: sizes.compressed,
      sizeBytes: sizes.size,
      offset: sizes.offset + shift,
      modifiedMs: dosTimeMs(directory.readUInt16LE(at + 14), directory.readUInt16LE(at + 12)),
    });
    at += entryBytes + nameBytes + extraBytes + directory.readUInt16LE(at + 32);
  }
  return { kind: 'listed', entries };
}

/** Some Windows programs write backslashes, which the format does not allow. */
function withSlashes(name: Buffer): Uint8Array {
  return name.includes(0x5c) ? Uint8Array.from(name, (byte) => (byte === 0x5c ? 0x2f : byte)) : name;
}

/** Zip64's extra field holds, in this order, those of the three numbers that did not fit into 32 bits. */
function sizesOf(
  directory: Buffer,
  at: number,
  extra: Buffer,
): { size: number; compressed: number; offset: number } {
  let size = directory.readUInt32LE(at + 24);
  let compressed = directory.readUInt32LE(at + 20);
  let offset = directory.readUInt32LE(at + 42);
  for (let i = 0; i + 4 <= extra.length; ) {
    const length = extra.readUInt16LE(i + 2);
    if (extra.readUInt16LE(i) === 1) {
      const field = extra.subarray(i + 4, i + 4 + length);
      let from = 0;
      const next = (fallback: number): number => {
        if (from + 8 > field.length) return fallback;
        from += 8;
        return safeNumber(field, from - 8);
      };
      if (size === max32) size = next(size);
      if (compressed === max32) compressed = next(compressed);
      if (offset === max32) offset = next(offset);
    }
    i += 4 + length;
  }
  return { size, compressed, offset };
}

/** A 64-bit number; one that no file can reach becomes infinite and fails every bound. */
function safeNumber(buffer: Buffer, at: number): number {
  const value = buffer.readBigUInt64LE(at);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.POSITIVE_INFINITY : Number(value);
}

/** MS-DOS dates have no zone: they are taken for UTC. */
function dosTimeMs(date: number, time: number): number | null {
  if (date === 0) return null;
  const ms = Date.UTC(
    (date >> 9) + 1980,
    ((date >> 5) & 15) - 1,
    date & 31,
    time >> 11,
    (time >> 5) & 63,
    (time & 31) * 2,
  );
  return Number.isNaN(ms) ? null : ms;
}
