import { hash } from 'node:crypto';
import type { LogHash, UnpackProblem } from './evidence.ts';
import { unpack } from './unpack.ts';

/** Hexadecimal SHA-256: of unpacked bytes everywhere in digests, never of the bytes as stored. */
export function sha256Hex(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/**
 * Hashes a log file as its digest does: over the unpacked bytes.
 *
 * A file without gzip counts as unpacked by somebody when its key does not end in `.gz`; under a `.gz` key it is
 * damage, as for validate-logs.
 */
export function hashLog(key: string, stored: Uint8Array): LogHash {
  const { bytes, problem } = unpackAs(key, stored);
  return { sha256: bytes === null ? null : sha256Hex(bytes), problem };
}

/** `unpack`, which lets content pass that is not compressed and does not claim to be. */
export function unpackAs(
  key: string,
  stored: Uint8Array,
): { readonly bytes: Uint8Array | null; readonly problem: UnpackProblem | null } {
  const unpacked = unpack(stored);
  const isPlain = !key.toLowerCase().endsWith('.gz');
  const isExpected = unpacked.problem === 'not-gzip' || stored.length === 0;
  return isPlain && isExpected ? { bytes: stored, problem: null } : unpacked;
}
