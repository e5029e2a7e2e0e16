/** Of a text that is not all ASCII: its case cannot be folded byte by byte. */
export const notAscii = 0;

/**
 * A number from 1 to 255 for an ASCII text, whatever its case: a quick way to leave out nearly all of a hundred
 * thousand texts that a literal cannot equal. Of its length and last letters, in which keys and names differ.
 */
export function printOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  for (let at = Math.max(start, end - 4); at < end; at += 1)
    hash = Math.imul(hash, 31) + fold(bytes[at] ?? 0);
  return 1 + ((hash >>> 0) % 255);
}

function fold(code: number): number {
  return code >= 65 && code <= 90 ? code + 32 : code;
}
