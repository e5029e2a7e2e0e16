import { gunzipSync } from 'node:zlib';
import { FlateErrorCode, Gunzip } from 'fflate';
import { inflatedLimit, limits, sizeText } from './limits.ts';

export interface Inflated {
  readonly bytes: Uint8Array;
  /** Why this is not all that was delivered, in a sentence; null when it is. */
  readonly problem: string | null;
  /** The content passes a limit: `bytes` is empty. */
  readonly isTooLarge: boolean;
}

const restProblem = 'Bytes that are no gzip follow the compressed content.';

export function isGzip(bytes: Uint8Array): boolean {
  return bytes.length > 2 && bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/**
 * Takes gzip off, layer by layer; bytes that are no gzip come back as they are. Several members are read as one
 * (`cat a.gz b.gz` is valid gzip). From a damaged or cut off file comes what could be unpacked before the damage.
 */
export function inflate(bytes: Uint8Array): Inflated {
  let current = bytes;
  let problem: string | null = null;
  for (let layer = 0; isGzip(current); layer += 1) {
    if (layer === limits.gzipLayers) {
      return tooLarge(`It is compressed more than ${limits.gzipLayers} times over.`);
    }
    const next = inflateOnce(current);
    if (next.isTooLarge) return next;
    problem ??= next.problem;
    current = next.bytes;
  }
  return { bytes: current, problem, isTooLarge: false };
}

function tooLarge(problem: string): Inflated {
  return { bytes: new Uint8Array(0), problem, isTooLarge: true };
}

function inflateOnce(bytes: Uint8Array): Inflated {
  const limit = inflatedLimit(bytes.length);
  try {
    const { buffer, bytesRead } = gunzipWhole(bytes, limit);
    return { bytes: buffer, problem: bytesRead === bytes.length ? null : restProblem, isTooLarge: false };
  } catch (error) {
    if (isCode(error, 'ERR_BUFFER_TOO_LARGE')) return tooLarge(`It unpacks to more than ${sizeText(limit)}.`);
    const why = isCode(error, 'Z_BUF_ERROR')
      ? 'The gzip ends too early.'
      : 'The gzip is damaged (its checksum or its content does not fit).';
    return salvage(bytes, limit, why);
  }
}

/** With `info`, zlib's result tells how many bytes it took; Node's types do not have that overload. */
function gunzipWhole(bytes: Uint8Array, limit: number): { buffer: Buffer; bytesRead: number } {
  // The last four bytes are the unpacked size when there is one member: one allocation instead of many.
  const hint = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).readUInt32LE(bytes.length - 4);
  const chunkSize = Math.min(Math.max(hint + 64, 4096), 1 << 20);
  const options = { info: true, maxOutputLength: limit, chunkSize };
  const result: unknown = gunzipSync(bytes, options);
  if (Buffer.isBuffer(result)) return { buffer: result, bytesRead: bytes.length };
  if (typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result) {
    const { buffer, engine } = result;
    if (
      Buffer.isBuffer(buffer) &&
      typeof engine === 'object' &&
      engine !== null &&
      'bytesWritten' in engine
    ) {
      return { buffer, bytesRead: Number(engine.bytesWritten) };
    }
  }
  throw new Error('zlib answered in a form this version does not know');
}

function isCode(error: unknown, code: string | number): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

/** zlib gives nothing of a damaged stream, fflate gives what lies before the damage. */
function salvage(bytes: Uint8Array, limit: number, why: string): Inflated {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Gunzip((part) => {
    parts.push(part);
    total += part.length;
  });
  // Small steps keep a bomb at the step's multiple before the limit is seen.
  const step = 16 * 1024;
  try {
    for (let at = 0; at < bytes.length; at += step) {
      stream.push(bytes.subarray(at, at + step), at + step >= bytes.length);
      if (total > limit) return tooLarge(`It unpacks to more than ${sizeText(limit)}.`);
    }
  } catch (error) {
    // The damage is what brought us here; what came before it is in `parts`.
    const isRest = total > 0 && isCode(error, FlateErrorCode.InvalidHeader);
    if (isRest) return { bytes: Buffer.concat(parts), problem: restProblem, isTooLarge: false };
  }
  return { bytes: Buffer.concat(parts), problem: why, isTooLarge: false };
}
