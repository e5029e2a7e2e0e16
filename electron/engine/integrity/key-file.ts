import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import { fingerprintOf, type GivenKey } from './key-ring.ts';

const advice = 'Give the JSON that "aws cloudtrail list-public-keys" prints, or a public key in PEM.';

/** Seconds of the epoch as a number or a text, or an ISO time. */
const time = z
  .union([
    z.number().transform((seconds) => seconds * 1000),
    z
      .string()
      .regex(/^\d{1,11}(?:\.\d{1,9})?$/)
      .transform((seconds) => Number(seconds) * 1000),
    z.iso.datetime({ offset: true }).transform((iso) => Date.parse(iso)),
  ])
  .nullish();

const entry = z.object({
  Value: z.string().min(1).max(16_384),
  Fingerprint: z
    .string()
    .regex(/^[\da-fA-F]{16,128}$/)
    .nullish(),
  ValidityStartTime: time,
  ValidityEndTime: time,
});
const entries = z.array(entry).max(10_000);
const shape = z.union([
  z.object({ PublicKeyList: entries }).transform((list) => list.PublicKeyList),
  z.object({ publicKeyList: entries }).transform((list) => list.publicKeyList),
  entries,
]);

/**
 * Reads a file of public keys: what `list-public-keys` prints (both spellings, epoch or ISO times, values in base64
 * or PEM), or PEM alone, whose fingerprint is then computed.
 *
 * @throws AppError `unreadable` when it is neither
 */
export function readKeyFile(text: string): readonly GivenKey[] {
  const pem = pemKeys(text);
  if (pem.length > 0 && !/^\s*[[{]/.test(text)) return pem.map((der) => given(der, null, null, null));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('unreadable', 'The file of public keys is neither JSON nor PEM.', { cause, advice });
  }
  const read = shape.safeParse(json);
  if (!read.success) throw new AppError('unreadable', 'The JSON has no list of public keys.', { advice });
  return read.data.map((key) => {
    const der = pemKeys(key.Value)[0] ?? Uint8Array.from(Buffer.from(key.Value, 'base64'));
    return given(der, key.Fingerprint ?? null, key.ValidityStartTime ?? null, key.ValidityEndTime ?? null);
  });
}

function given(
  der: Uint8Array,
  fingerprint: string | null,
  validFromMs: number | null,
  validUntilMs: number | null,
): GivenKey {
  return { fingerprint: (fingerprint ?? fingerprintOf(der)).toLowerCase(), der, validFromMs, validUntilMs };
}

function pemKeys(text: string): readonly Uint8Array[] {
  const blocks = text.matchAll(/-----BEGIN (?:RSA )?PUBLIC KEY-----([^-]*)-----END/g);
  return Array.from(blocks, ([, body]) => Uint8Array.from(Buffer.from(body ?? '', 'base64')));
}
