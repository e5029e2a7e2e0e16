/**
 * Random numbers that are the same on every machine for the same seed (sfc32). The invented trails depend on it:
 * never Math.random, so that a test or a bench sees the same bytes each time.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number) {
    this.#a = seed | 0;
    this.#b = (seed ^ 0x9e3779b9) | 0;
    this.#c = Math.imul(seed, 0x85ebca6b) | 0;
    for (let n = 0; n < 12; n++) this.#bits();
  }

  /** At least 0, below 1. */
  fraction(): number {
    return this.#bits() / 0x1_0000_0000;
  }

  /** A whole number, at least 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.fraction() * end);
  }

  /** A whole number between both, inclusive. */
  between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  /** Lower-case hexadecimal digits. */
  hex(length: number): string {
    let text = '';
    while (text.length < length) text += this.#bits().toString(16).padStart(8, '0');
    return text.slice(0, length);
  }

  /** Looks like a version 4 GUID, as eventID and requestID are. */
  guid(): string {
    const digits = this.hex(32);
    const variant = '89ab'[this.below(4)] ?? '8';
    return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20)}`;
  }

  /** Upper-case letters and digits, as in key ids. */
  capitals(length: number): string {
    return this.#from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', length);
  }

  /** Letters and digits of both cases, as in the unique part of a log file's name. */
  letters(length: number): string {
    return this.#from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', length);
  }

  #from(alphabet: string, length: number): string {
    let text = '';
    for (let n = 0; n < length; n++) text += alphabet[this.below(alphabet.length)] ?? '';
    return text;
  }

  #bits(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return sum >>> 0;
  }
}
