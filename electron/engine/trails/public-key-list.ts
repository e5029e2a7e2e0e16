import { keyBody, publicKeysShape } from './answer-shapes.ts';
import type { PublicKey } from './trail-answer.ts';

/** The keys of an answer to ListPublicKeys; null when it is none. `region` is where it was asked. */
export function publicKeysOf(answer: unknown, region: string | null): readonly PublicKey[] | null {
  const read = publicKeysShape.safeParse(answer);
  if (!read.success) return null;
  return read.data.PublicKeyList.map((key) => ({
    fingerprint: key.Fingerprint.toLowerCase(),
    der: Uint8Array.from(Buffer.from(keyBody(key.Value), 'base64')),
    region,
    validFromMs: key.ValidityStartTime,
    validUntilMs: key.ValidityEndTime,
  }));
}
