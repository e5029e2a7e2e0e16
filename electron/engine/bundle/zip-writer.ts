import { crc32 } from 'node:zlib';
import { Deflate } from 'fflate';

/** Takes the bytes of an archive, one after the other. */
export interface ByteSink {
  readonly bytes: number;
  write(bytes: Uint8Array): Promise<void>;
}

/** Content that is compressed as it comes, because its whole text would be too large to hold. */
export class DeflatedText {
  sizeBytes = 0;
  crc = 0;
  readonly parts: Uint8Array[] = [];
  readonly #deflate = new Deflate({ level: 6 }, (part) => this.parts.push(part));
  #waiting = '';

  add(text: string): void {
    this.#waiting += text;
    if (this.#waiting.length >= 64 * 1024) this.#push(false);
  }

  end(): void {
    this.#push(true);
  }

  #push(isLast: boolean): void {
    const bytes = Buffer.from(this.#waiting, 'utf8');
    this.#waiting = '';
    this.sizeBytes += bytes.length;
    this.crc = crc32(bytes, this.crc);
    // fflate's types want memory that is not shared, which a small Buffer's is not by its type.
    this.#deflate.push(Uint8Array.from(bytes), isLast);
  }
}

interface Member {
  readonly name: Buffer;
  readonly method: 0 | 8;
  readonly crc: number;
  readonly sizeBytes: number;
  readonly packedBytes: number;
  readonly timeMs: number | null;
}

const max16 = 0xffff;
const max32 = 0xffff_ffff;
/** Small members are written together. */
const bytesPerWrite = 1024 * 1024;
const utf8Names = 0x800;
/** A plain file that its owner may write: `-rw-r--r--` in the upper half, as Unix has it. */
const fileMode = 0o100644 * 0x10000;
const madeOnUnix = 3 << 8;

/**
 * Writes a zip (PKWARE APPNOTE 6.3.10) with as many members and bytes as there are: Zip64 where the plain fields are
 * too small, which fflate's own writer does not know. Members are at most 4 GiB each.
 */
export class ZipWriter {
  readonly #sink: ByteSink;
  readonly #directory: Uint8Array[] = [];
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #offset: number;
  #count = 0;

  constructor(sink: ByteSink) {
    this.#sink = sink;
    this.#offset = sink.bytes;
  }

  /** A member as it is: logs are compressed already. `bytes` must stay as they are until {@link end}. */
  async add(name: string, bytes: Uint8Array, timeMs: number | null): Promise<void> {
    const sizes = { sizeBytes: bytes.length, packedBytes: bytes.length };
    await this.#put({ name: Buffer.from(name), method: 0, crc: crc32(bytes), ...sizes, timeMs }, [bytes]);
  }

  async addDeflated(name: string, text: DeflatedText, timeMs: number | null): Promise<void> {
    const { parts, crc, sizeBytes } = text;
    const packedBytes = parts.reduce((sum, part) => sum + part.length, 0);
    await this.#put({ name: Buffer.from(name), method: 8, crc, sizeBytes, packedBytes, timeMs }, parts);
  }

  /** Writes the directory; nothing comes after it. @param comment short and plain */
  async end(comment: string): Promise<void> {
    const start = this.#offset;
    for (const entry of this.#directory) await this.#write(entry);
    const bytes = this.#offset - start;
    if (this.#count >= max16 || bytes >= max32 || start >= max32)
      await this.#write(end64(this.#count, bytes, start));
    const text = Buffer.from(comment).subarray(0, max16);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(Math.min(this.#count, max16), 8);
    end.writeUInt16LE(Math.min(this.#count, max16), 10);
    end.writeUInt32LE(Math.min(bytes, max32), 12);
    end.writeUInt32LE(Math.min(start, max32), 16);
    end.writeUInt16LE(text.length, 20);
    await this.#write(end);
    await this.#write(text);
    await this.#flush();
  }

  async #put(member: Member, parts: readonly Uint8Array[]): Promise<void> {
    const offset = this.#offset;
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    writeCommon(header, 4, member, 20);
    await this.#write(header);
    await this.#write(member.name);
    for (const part of parts) await this.#write(part);
    this.#directory.push(directoryEntry(member, offset));
    this.#count += 1;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
    this.#offset += bytes.length;
    if (this.#waitingBytes >= bytesPerWrite) await this.#flush();
  }

  async #flush(): Promise<void> {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const [only] = waiting;
    if (only !== undefined) await this.#sink.write(waiting.length === 1 ? only : Buffer.concat(waiting));
  }
}

/** What the local header and the directory have in common, from the version needed to the length of the name. */
function writeCommon(into: Buffer, at: number, member: Member, version: number): void {
  const { date, time } = dosTime(member.timeMs);
  into.writeUInt16LE(version, at);
  into.writeUInt16LE(utf8Names, at + 2);
  into.writeUInt16LE(member.method, at + 4);
  into.writeUInt16LE(time, at + 6);
  into.writeUInt16LE(date, at + 8);
  into.writeUInt32LE(member.crc, at + 10);
  into.writeUInt32LE(member.packedBytes, at + 14);
  into.writeUInt32LE(member.sizeBytes, at + 18);
  into.writeUInt16LE(member.name.length, at + 22);
}

function directoryEntry(member: Member, offset: number): Uint8Array {
  const isFar = offset >= max32;
  const entry = Buffer.alloc(46 + member.name.length + (isFar ? 12 : 0));
  const version = isFar ? 45 : 20;
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(madeOnUnix | version, 4);
  writeCommon(entry, 6, member, version);
  entry.writeUInt16LE(isFar ? 12 : 0, 30);
  entry.writeUInt32LE(fileMode, 38);
  entry.writeUInt32LE(isFar ? max32 : offset, 42);
  entry.set(member.name, 46);
  if (isFar) {
    const extra = 46 + member.name.length;
    entry.writeUInt16LE(1, extra);
    entry.writeUInt16LE(8, extra + 2);
    entry.writeBigUInt64LE(BigInt(offset), extra + 4);
  }
  return entry;
}

/** The Zip64 end of the directory, and its locator. */
function end64(count: number, bytes: number, start: number): Uint8Array {
  const end = Buffer.alloc(56 + 20);
  end.writeUInt32LE(0x06064b50, 0);
  end.writeBigUInt64LE(44n, 4);
  end.writeUInt16LE(madeOnUnix | 45, 12);
  end.writeUInt16LE(45, 14);
  end.writeBigUInt64LE(BigInt(count), 24);
  end.writeBigUInt64LE(BigInt(count), 32);
  end.writeBigUInt64LE(BigInt(bytes), 40);
  end.writeBigUInt64LE(BigInt(start), 48);
  end.writeUInt32LE(0x07064b50, 56);
  end.writeBigUInt64LE(BigInt(start + bytes), 64);
  end.writeUInt32LE(1, 72);
  return end;
}

/** In UTC, as Spoor reads it; the first moment of the format where there is none that it can say. */
function dosTime(timeMs: number | null): { readonly date: number; readonly time: number } {
  const at = new Date(timeMs ?? Number.NaN);
  const year = at.getUTCFullYear();
  if (!(year >= 1980 && year <= 2107)) return { date: (1 << 5) | 1, time: 0 };
  return {
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  };
}
