import { isAscii, isUtf8 } from 'node:buffer';

export interface Text {
  /** UTF-8 without a byte order mark. */
  readonly bytes: Buffer;
  /** One byte a character: decoding is a copy. */
  readonly isAscii: boolean;
  /** Something in it is not valid UTF-8 and is read as U+FFFD. */
  readonly isRepaired: boolean;
}

/** Brings text to UTF-8: byte order marks and UTF-16 are what Windows tools leave behind. */
export function toText(content: Uint8Array): Text {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  if (isAscii(bytes) && bytes[1] !== 0 && bytes[0] !== 0) return { bytes, isAscii: true, isRepaired: false };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return fromUtf16(bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return fromUtf16(swapped(bytes.subarray(2)));
  if (looksLikeUtf16(bytes, 0)) return fromUtf16(bytes);
  if (looksLikeUtf16(bytes, 1)) return fromUtf16(swapped(bytes));
  const body = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
  return { bytes: body, isAscii: isAscii(body), isRepaired: !isUtf8(body) };
}

/** The characters of a range of the text. */
export function decode(text: Text, start: number, end: number): string {
  return text.isAscii ? text.bytes.toString('latin1', start, end) : text.bytes.toString('utf8', start, end);
}

/** JSON begins with an ASCII character: in UTF-16 a zero stands beside it. */
function looksLikeUtf16(bytes: Buffer, first: 0 | 1): boolean {
  return (
    bytes.length > 3 &&
    bytes[first] !== 0 &&
    bytes[1 - first] === 0 &&
    bytes[2 + first] !== 0 &&
    bytes[3 - first] === 0
  );
}

function fromUtf16(bytes: Buffer): Text {
  const text = Buffer.from(bytes.toString('utf16le'), 'utf8');
  return { bytes: text, isAscii: isAscii(text), isRepaired: bytes.length % 2 !== 0 };
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
}
