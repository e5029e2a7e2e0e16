import { constants, crc32, inflateRawSync } from 'node:zlib';
import { inflatedLimit } from '../ingest/limits.ts';
import type { UnpackProblem } from './evidence.ts';

export interface Unpacked {
  /** Null when nothing can be told about the content. */
  readonly bytes: Uint8Array | null;
  readonly problem: UnpackProblem | null;
}

const headerBytes = 10;
const trailerBytes = 8;
const mostAtOnce = 1024 * 1024;
const flag = { headerChecksum: 2, extra: 4, name: 8, comment: 16 } as const;

/**
 * Takes exactly one gzip member, as validate-logs does. `ingest/inflate.ts` is lenient and salvages; a proof must
 * not be: bytes behind the member are a problem of their own, a wrong checksum is damage. Of a file that ends too
 * early the unpacked part is given (an empty file unpacks to nothing), so that a missing trailer alone does not
 * hide content that is all there.
 */
export function unpack(stored: Uint8Array): Unpacked {
  // Of less than two bytes nobody can say what they are the beginning of.
  if (stored.length < 2) return { bytes: new Uint8Array(0), problem: 'cut-short' };
  if (stored[0] !== 0x1f || stored[1] !== 0x8b) return { bytes: stored, problem: 'not-gzip' };
  if (stored.length > 2 && stored[2] !== 8) return { bytes: null, problem: 'damaged' };
  const start = bodyStart(stored);
  if (start === 'damaged') return { bytes: null, problem: 'damaged' };
  if (start === 'cut-short') return { bytes: new Uint8Array(0), problem: 'cut-short' };
  const body = stored.subarray(start);
  if (body.length === 0) return { bytes: body, problem: 'cut-short' };
  const inflated = inflateBody(body, inflatedLimit(stored.length));
  if (typeof inflated === 'string') return { bytes: null, problem: inflated };
  const problem = trailerProblem(body.subarray(inflated.taken), inflated.buffer);
  // What a wrong checksum belongs to is nobody's content.
  return { bytes: problem === 'damaged' ? null : inflated.buffer, problem };
}

function bodyStart(stored: Uint8Array): number | 'damaged' | 'cut-short' {
  if (stored.length < headerBytes) return 'cut-short';
  const flags = stored[3] ?? 0;
  // The reserved bits must be zero (RFC 1952, 2.3.1.2); zlib refuses them, too.
  if ((flags & 0xe0) !== 0) return 'damaged';
  let at = headerBytes;
  if ((flags & flag.extra) !== 0) at += 2 + (stored[at] ?? 0) + (stored[at + 1] ?? 0) * 256;
  for (const bit of [flag.name, flag.comment]) {
    if ((flags & bit) === 0) continue;
    const end = stored.indexOf(0, at);
    if (end < 0) return 'cut-short';
    at = end + 1;
  }
  if ((flags & flag.headerChecksum) !== 0) {
    if (at + 2 > stored.length) return 'cut-short';
    const said = (stored[at] ?? 0) + (stored[at + 1] ?? 0) * 256;
    if ((crc32(stored.subarray(0, at)) & 0xffff) !== said) return 'damaged';
    at += 2;
  }
  return at > stored.length ? 'cut-short' : at;
}

function inflateBody(
  body: Uint8Array,
  maxOutputLength: number,
): { buffer: Uint8Array; taken: number } | 'damaged' | 'too-large' {
  // The sync flush at the end gives what a cut off stream has, in place of an error.
  const options = {
    info: true,
    maxOutputLength,
    finishFlush: constants.Z_SYNC_FLUSH,
    chunkSize: likelySize(body),
  };
  try {
    const result: unknown = inflateRawSync(body, options);
    if (typeof result === 'object' && result !== null && 'buffer' in result && 'engine' in result) {
      const { buffer, engine } = result;
      if (
        Buffer.isBuffer(buffer) &&
        typeof engine === 'object' &&
        engine !== null &&
        'bytesWritten' in engine
      ) {
        return { buffer, taken: Number(engine.bytesWritten) };
      }
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ERR_BUFFER_TOO_LARGE') return 'too-large';
    if (typeof code === 'string' && code.startsWith('Z_')) return 'damaged';
    throw error;
  }
  throw new Error('zlib answered in a form this version does not know');
}

/** What the trailer says, so that most files unpack into one buffer of their size; a lie costs time and nothing else. */
function likelySize(body: Uint8Array): number {
  if (body.length < trailerBytes) return constants.Z_DEFAULT_CHUNK;
  const said = new DataView(body.buffer, body.byteOffset + body.length - 4, 4).getUint32(0, true);
  // One more: zlib asks for another buffer when one is full.
  return Math.min(Math.max(said + 1, constants.Z_MIN_CHUNK), mostAtOnce);
}

/** The checksum and length behind the compressed bytes, and nothing behind them. */
function trailerProblem(tail: Uint8Array, content: Uint8Array): UnpackProblem | null {
  if (tail.length < trailerBytes) return 'cut-short';
  const view = new DataView(tail.buffer, tail.byteOffset, trailerBytes);
  if (view.getUint32(0, true) !== crc32(content)) return 'damaged';
  if (view.getUint32(4, true) !== content.length % 2 ** 32) return 'damaged';
  return tail.length > trailerBytes ? 'rest' : null;
}
