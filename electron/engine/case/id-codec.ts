/**
 * Event and request ids as they are kept: a GUID in its usual spelling (lower-case hex, 8-4-4-4-12) as its 16
 * bytes, half the size of the text; anything else as the text it is. Packing and unpacking give back exactly
 * what went in.
 */
export type PackedId = Uint8Array | string;

const guidLength = 36;
const hyphenCode = 45;
const hyphens = [8, 13, 18, 23];
const digits = '0123456789abcdef';

/** The value of a lower-case hex digit by its character code; 255 for anything else. */
const digitValues = new Uint8Array(128).fill(255);
for (let value = 0; value < digits.length; value += 1) digitValues[digits.charCodeAt(value)] = value;

const byteTexts = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

export function packId(text: string): PackedId {
  if (text.length !== guidLength) return text;
  for (const at of hyphens) if (text.charCodeAt(at) !== hyphenCode) return text;
  const bytes = new Uint8Array(16);
  let at = 0;
  for (let i = 0; i < 16; i += 1) {
    if (i === 4 || i === 6 || i === 8 || i === 10) at += 1;
    const high = digitValues[text.charCodeAt(at)] ?? 255;
    const low = digitValues[text.charCodeAt(at + 1)] ?? 255;
    if (high === 255 || low === 255) return text;
    bytes[i] = high * 16 + low;
    at += 2;
  }
  return bytes;
}

export function unpackId(packed: PackedId): string {
  if (typeof packed === 'string') return packed;
  const hex = Array.from(packed, (byte) => byteTexts[byte]).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
