/**
 * Finds where JSON values begin and end in UTF-8 bytes, without parsing them: to show a record exactly as it was
 * written, to read documents too large to parse in one go, and to save whole records from a file that was cut off.
 *
 * It trusts nothing: whatever it delimits is given to JSON.parse before use.
 */

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/** The bytes end inside the value. */
export const cutOff = -1;
/** Something stands there that JSON does not allow. */
export const broken = -2;

export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) break;
  }
  return at;
}

/** Where the value that starts at `from` ends, or {@link cutOff} or {@link broken}. */
export function skipValue(bytes: Uint8Array, from: number): number {
  const first = bytes[from];
  if (first === undefined) return cutOff;
  if (first === quote) return skipString(bytes, from);
  if (first === openBrace || first === openBracket) return skipNested(bytes, from);
  let at = from;
  while (at < bytes.length && isScalarByte(bytes[at] ?? 0)) at += 1;
  if (at === from) return broken;
  return at === bytes.length && from > 0 ? cutOff : at;
}

function skipString(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === backslash) at += 1;
    else if (byte === quote) return at + 1;
  }
  return cutOff;
}

function skipNested(bytes: Uint8Array, from: number): number {
  let depth = 0;
  const length = bytes.length;
  for (let at = from; at < length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) {
      // Inlined skipString: most bytes of a trail are inside strings.
      for (at += 1; at < length; at += 1) {
        const inner = bytes[at];
        if (inner === backslash) at += 1;
        else if (inner === quote) break;
      }
    } else if (byte === openBrace || byte === openBracket) depth += 1;
    else if (byte === closeBrace || byte === closeBracket) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return cutOff;
}

function isScalarByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    (byte >= 0x61 && byte <= 0x7a) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x45
  );
}

/** How going through an array ended: where it ends, or {@link cutOff} or {@link broken}; `stopped` when asked to. */
export type ElementsEnd = number | 'stopped';

/** Calls `visit` with the range of each whole element of the array that starts at `from`; `false` stops. */
export function eachElement(
  bytes: Uint8Array,
  from: number,
  visit: (start: number, end: number) => boolean,
): ElementsEnd {
  let at = skipSpace(bytes, from + 1);
  if (bytes[at] === closeBracket) return at + 1;
  for (;;) {
    const end = skipValue(bytes, at);
    if (end < 0) return end;
    if (!visit(at, end)) return 'stopped';
    at = skipSpace(bytes, end);
    const byte = bytes[at];
    if (byte === closeBracket) return at + 1;
    if (byte === undefined) return cutOff;
    if (byte !== comma) return broken;
    at = skipSpace(bytes, at + 1);
  }
}

export interface Member {
  readonly start: number;
  /** {@link cutOff} when the bytes end inside the value. */
  readonly end: number;
}

/** The members of the object that starts at `from`; of a repeated key the last, as JSON.parse does. */
export function membersOf(bytes: Uint8Array, from: number): Map<string, Member> {
  const members = new Map<string, Member>();
  let at = skipSpace(bytes, from + 1);
  while (bytes[at] === quote) {
    const keyEnd = skipString(bytes, at);
    if (keyEnd < 0) break;
    const key = parseKey(bytes, at, keyEnd);
    at = skipSpace(bytes, keyEnd);
    if (key === null || bytes[at] !== colon) break;
    const start = skipSpace(bytes, at + 1);
    const end = skipValue(bytes, start);
    if (end === broken) break;
    members.set(key, { start, end });
    if (end === cutOff) break;
    at = skipSpace(bytes, end);
    if (bytes[at] !== comma) break;
    at = skipSpace(bytes, at + 1);
  }
  return members;
}

function parseKey(bytes: Uint8Array, start: number, end: number): string | null {
  try {
    const key: unknown = JSON.parse(
      Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8'),
    );
    return typeof key === 'string' ? key : null;
  } catch {
    // An escape that JSON does not know: the whole object is broken, and whoever parses it will say so.
    return null;
  }
}

export function isArrayAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === openBracket;
}

export function isObjectAt(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === openBrace;
}
