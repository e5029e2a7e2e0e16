import { isUtf8 } from 'node:buffer';

/**
 * A file name as text. File systems hold any bytes: those that are no UTF-8 become `\xE4`, so that two different
 * names stay different and each can be found again.
 */
export function nameText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (isUtf8(buffer)) return buffer.toString('utf8');
  let text = '';
  for (const part of validRuns(buffer)) {
    text += typeof part === 'number' ? `\\x${part.toString(16).toUpperCase().padStart(2, '0')}` : part;
  }
  return text;
}

/** Stretches of valid UTF-8 as text, and single bytes that are none. */
function* validRuns(buffer: Buffer): Generator<string | number> {
  for (let at = 0; at < buffer.length; ) {
    const length = [1, 2, 3, 4].find(
      (size) => at + size <= buffer.length && isUtf8(buffer.subarray(at, at + size)),
    );
    if (length === undefined) {
      yield buffer[at] ?? 0;
      at += 1;
    } else {
      yield buffer.toString('utf8', at, at + length);
      at += length;
    }
  }
}
