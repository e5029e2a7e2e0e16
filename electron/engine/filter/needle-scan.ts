import type { Needle } from './needle.ts';
import type { Needles } from './raw-needles.ts';

/** Whether the bytes from `start` up to `end` may hold what is looked for; false is certain. */
export type NeedleTest = (start: number, end: number) => boolean;

type Search = (bytes: Buffer) => boolean;

/**
 * Looks for needles in JSON that was not parsed, UTF-8: first in the whole of a file, then in its records one by one.
 * Records that are texts in other JSON (lookup-events, exports of log groups) are found as well.
 * The bytes of a file must stay as they are as long as its test is asked. A character may also stand there as an
 * escape, `\u002d` or `\/`, and a letter in lower case may come of one beyond ASCII: where any of these occurs that
 * the needle could be spelled with, the answer is that it may be.
 */
export function compileNeedles(needles: Needles): (file: Uint8Array) => NeedleTest {
  const sets = needles.map((set) =>
    set.map((needle) => ({ find: searchFor(needle), spelling: spellingOf(needle) })),
  );
  return (file) => {
    // Most files have no such spelling at all, and then no record of them need be looked through for one.
    let ofFile: OtherSpellings | undefined;
    return (start, end) => {
      const text = Buffer.from(file.buffer, file.byteOffset + start, end - start);
      let ofText: OtherSpellings | undefined;
      return sets.every((set) => {
        if (set.some(({ find }) => find(text))) return true;
        ofFile ??= otherSpellingsIn(Buffer.from(file.buffer, file.byteOffset, file.length));
        if (!mayAnySpell(set, ofFile)) return false;
        ofText ??= otherSpellingsIn(text);
        return mayAnySpell(set, ofText);
      });
    };
  };
}

function mayAnySpell(set: readonly { readonly spelling: Spelling }[], others: OtherSpellings): boolean {
  return set.some(({ spelling }) => maySpell(spelling, others));
}

/** The JSON may be a text in other JSON: there the signs of an escape can be escapes themselves. */
const escapeSigns = '\\u0123456789abcdefABCDEF';

/** What a needle's characters can also be spelled with. */
export interface Spelling {
  /** UTF-16 units, as an escape names them. */
  readonly units: ReadonlySet<number>;
  readonly hasSlash: boolean;
  readonly foldsTo: readonly number[];
}

/** Letters that become ASCII: the Kelvin sign and İ in lower case, ſ in regular expressions that ignore case. */
const foldingLetters = [
  { unit: 0x212a, letter: 'k', bytes: Buffer.from('\u212a') },
  { unit: 0x130, letter: 'i', bytes: Buffer.from('\u0130') },
  { unit: 0x17f, letter: 's', bytes: Buffer.from('\u017f') },
];

export function spellingOf({ text, isCased, isStart }: Needle): Spelling {
  const foldsTo = isCased
    ? []
    : foldingLetters.filter(({ letter }) => text.includes(letter)).map(({ unit }) => unit);
  const spelled = (isStart ? '"' : '') + (isCased ? text : text + text.toUpperCase()) + escapeSigns;
  const units = new Set(foldsTo);
  for (let at = 0; at < spelled.length; at += 1) units.add(spelled.charCodeAt(at));
  return { units, hasSlash: text.includes('/'), foldsTo };
}

/** What stands for a character in a text, other than the character. */
export interface OtherSpellings {
  readonly units: ReadonlySet<number>;
  readonly hasSlash: boolean;
  readonly letters: ReadonlySet<number>;
}

export function otherSpellingsIn(text: Buffer): OtherSpellings {
  const units = new Set<number>();
  for (let at = text.indexOf('\\u'); at >= 0; at = text.indexOf('\\u', at + 1)) {
    const unit = Number.parseInt(text.toString('latin1', at + 2, at + 6), 16);
    if (!Number.isNaN(unit)) units.add(unit);
  }
  const letters = foldingLetters.filter(({ bytes }) => text.includes(bytes)).map(({ unit }) => unit);
  return { units, hasSlash: text.includes('\\/'), letters: new Set(letters) };
}

/** Whether the needle may be there in another spelling. */
export function maySpell(spelling: Spelling, others: OtherSpellings): boolean {
  if (spelling.hasSlash && others.hasSlash) return true;
  if (spelling.foldsTo.some((unit) => others.letters.has(unit))) return true;
  for (const unit of others.units) if (spelling.units.has(unit)) return true;
  return false;
}

function searchFor({ text, isCased, isStart }: Needle): Search {
  const wanted = Buffer.from(isStart ? `"${text}` : text);
  if (isCased) return (bytes) => bytes.includes(wanted);
  const skips = skipsOf(wanted);
  return (bytes) => includesFolded(bytes, wanted, skips);
}

const fold = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 65 && byte <= 90 ? byte + 32 : byte));

/** Horspool's search; ASCII letters are the same in either case. `wanted` is in lower case. */
function includesFolded(bytes: Uint8Array, wanted: Uint8Array, skips: Int32Array): boolean {
  const last = wanted.length - 1;
  let at = last;
  while (at < bytes.length) {
    let back = 0;
    while (back <= last && fold[bytes[at - back] ?? 0] === wanted[last - back]) back += 1;
    if (back > last) return true;
    at += skips[bytes[at] ?? 0] ?? 1;
  }
  return false;
}

/** By byte, how far the end of the needle can move on when that byte stands there. */
function skipsOf(wanted: Uint8Array): Int32Array {
  const last = wanted.length - 1;
  const skips = new Int32Array(256).fill(wanted.length);
  for (let at = 0; at < last; at += 1) {
    const byte = wanted[at] ?? 0;
    skips[byte] = last - at;
    if (byte >= 97 && byte <= 122) skips[byte - 32] = last - at;
  }
  return skips;
}
