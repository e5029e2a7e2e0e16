import { AppError } from '../../contract/errors.ts';
import type { Slabs } from './slabs.ts';
import type { TextBytes } from './store.ts';
import { notAscii, printOf } from './text-print.ts';

const maxBytes = 0xffff_ffff;

/** Zeroed pages come from the system untouched, so room that is not used costs nothing, and growing copies nothing. */
const firstBytes = 64 * 1024 * 1024;
const firstTexts = 16 * 1024 * 1024;

/** Collects texts into one buffer. Text 0 is the empty text. */
export class TextWriter {
  readonly #memory: Slabs;
  #buffer: Buffer;
  #length = 0;
  #offsets: Uint32Array;
  #prints: Uint8Array;
  #count = 0;

  /** @param memory where texts are until they are finished */
  constructor(memory: Slabs) {
    this.#memory = memory;
    this.#buffer = this.#room(firstBytes);
    this.#offsets = memory.uint32(firstTexts);
    this.#prints = memory.bytes(firstTexts);
    this.add('');
  }

  /** The number of texts so far. */
  get count(): number {
    return this.#count;
  }

  /** @returns the number of the new text. @throws AppError `too-large` when the texts pass 4 GiB. */
  add(text: string): number {
    const most = text.length * 3;
    if (this.#length + most > maxBytes) throw tooLarge();
    if (this.#length + most > this.#buffer.length) this.#growBuffer(most);
    const written = this.#buffer.write(text, this.#length, 'utf8');
    return this.#note(written, written === text.length);
  }

  /** {@link add} of a text that is UTF-8 already. @throws AppError `too-large` */
  addBytes(bytes: Uint8Array, start: number, end: number): number {
    const size = end - start;
    if (this.#length + size > maxBytes) throw tooLarge();
    if (this.#length + size > this.#buffer.length) this.#growBuffer(size);
    let all = 0;
    const buffer = this.#buffer;
    for (let from = start, to = this.#length; from < end; from += 1, to += 1) {
      const byte = bytes[from] ?? 0;
      all |= byte;
      buffer[to] = byte;
    }
    return this.#note(size, all < 0x80);
  }

  /** Whether a text is these bytes. */
  equals(text: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#offsets[text] ?? 0;
    if ((this.#offsets[text + 1] ?? 0) - from !== end - start) return false;
    for (let at = start; at < end; at += 1) if (this.#buffer[from + at - start] !== bytes[at]) return false;
    return true;
  }

  #note(size: number, isAscii: boolean): number {
    const number = this.#count;
    if (number + 2 > this.#offsets.length) this.#growOffsets();
    const start = this.#length;
    this.#length += size;
    this.#count += 1;
    this.#offsets[number + 1] = this.#length;
    this.#prints[number] = isAscii ? printOf(this.#buffer, start, this.#length) : notAscii;
    return number;
  }

  /** Everything added, in shared memory of exactly the size. */
  finish(memory: Slabs): TextBytes {
    const bytes = memory.bytes(this.#length);
    bytes.set(this.#buffer.subarray(0, this.#length));
    const prints = memory.bytes(this.#count);
    prints.set(this.#prints.subarray(0, this.#count));
    return { bytes, offsets: memory.copy(this.#offsets.subarray(0, this.#count + 1)), prints };
  }

  #room(size: number): Buffer {
    const { buffer, byteOffset } = this.#memory.bytes(size);
    return Buffer.from(buffer, byteOffset, size);
  }

  #growBuffer(needed: number): void {
    const grown = this.#room(Math.min(maxBytes, Math.max(this.#buffer.length * 2, this.#length + needed)));
    this.#buffer.copy(grown, 0, 0, this.#length);
    this.#buffer = grown;
  }

  #growOffsets(): void {
    const offsets = this.#memory.uint32(this.#offsets.length * 2);
    offsets.set(this.#offsets);
    this.#offsets = offsets;
    const prints = this.#memory.bytes(offsets.length);
    prints.set(this.#prints);
    this.#prints = prints;
  }
}

function tooLarge(): AppError {
  return new AppError('too-large', 'The distinct values of this case take more than 4 GiB.');
}

const cacheSize = 100_000;

/** Texts as strings. One per thread. */
export class TextReader {
  readonly texts: TextBytes;
  readonly #buffer: Buffer;
  readonly #cache = new Map<number, string>();

  constructor(texts: TextBytes) {
    this.texts = texts;
    this.#buffer = Buffer.from(texts.bytes.buffer, texts.bytes.byteOffset, texts.bytes.byteLength);
  }

  /** The text, made anew: for going through many texts once. */
  read(text: number): string {
    const { offsets, prints } = this.texts;
    const encoding = prints[text] === notAscii ? 'utf8' : 'latin1';
    return this.#buffer.toString(encoding, offsets[text] ?? 0, offsets[text + 1] ?? 0);
  }

  /** The text, remembered: for the cells of rows, which repeat. */
  cell(text: number): string {
    const known = this.#cache.get(text);
    if (known !== undefined) return known;
    if (this.#cache.size >= cacheSize) this.#cache.clear();
    const made = this.read(text);
    this.#cache.set(text, made);
    return made;
  }

  /** Orders two texts by their code points, without making strings. */
  compare(a: number, b: number): number {
    const { offsets } = this.texts;
    return this.#buffer.compare(
      this.#buffer,
      offsets[b] ?? 0,
      offsets[b + 1] ?? 0,
      offsets[a] ?? 0,
      offsets[a + 1] ?? 0,
    );
  }
}
