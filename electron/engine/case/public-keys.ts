import type { PublicKeyInfo } from '../../contract/s3.ts';
import type { PublicKey } from '../trails/trail-answer.ts';
import type { Database, Row } from './driver.ts';
import { bytesAt, numberAt, textAt, textOrNullAt } from './row.ts';

/** A key of a region is used for about a month; this is more than all of AWS has had. A case may hold anything. */
const maxKeys = 100_000;

/** Where keys come from, and when. */
export interface KeyOrigin {
  readonly origin: 'aws' | 'file';
  readonly addedAtMs: number;
}

/**
 * Adds keys that the case does not have. One that is known stays as it came first, but learns its region where
 * that was not known (a file does not say it).
 *
 * @returns how many are new
 */
export function addPublicKeys(
  db: Database,
  keys: readonly PublicKey[],
  { origin, addedAtMs }: KeyOrigin,
): number {
  return db.transaction(() => {
    let added = 0;
    for (const key of keys) {
      added += db.run(
        `INSERT INTO public_keys (fingerprint, der, region, valid_from_ms, valid_until_ms, origin, added_at_ms)
        VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint, der) DO NOTHING`,
        key.fingerprint,
        key.der,
        key.region,
        key.validFromMs,
        key.validUntilMs,
        origin,
        addedAtMs,
      ).changes;
      if (key.region !== null) {
        db.run(
          'UPDATE public_keys SET region = ? WHERE fingerprint = ? AND der = ? AND region IS NULL',
          key.region,
          key.fingerprint,
          key.der,
        );
      }
    }
    return added;
  });
}

/** Every key, by region and then by time. */
export function publicKeys(db: Database): readonly PublicKey[] {
  return db.all(`${keySelection} LIMIT ${maxKeys}`).map(keyIn);
}

const keySelection = `SELECT fingerprint, der, region, valid_from_ms, valid_until_ms, origin FROM public_keys
  ORDER BY region, valid_from_ms, fingerprint`;

function keyIn(row: Row): PublicKey {
  return {
    fingerprint: textAt(row, 'fingerprint'),
    der: bytesAt(row, 'der'),
    region: textOrNullAt(row, 'region'),
    validFromMs: numberAt(row, 'valid_from_ms'),
    validUntilMs: numberAt(row, 'valid_until_ms'),
  };
}

/** Every key with where it is from, to check digests with. */
export function keysToCheckWith(
  db: Database,
): readonly (PublicKey & { readonly origin: KeyOrigin['origin'] })[] {
  return db.all(`${keySelection} LIMIT ${maxKeys}`).map((row) => ({
    ...keyIn(row),
    origin: textAt(row, 'origin') === 'aws' ? ('aws' as const) : ('file' as const),
  }));
}

/** {@link publicKeys} for a page, without their bytes. */
export function publicKeyInfos(db: Database): PublicKeyInfo[] {
  return publicKeys(db).map(({ der: _, ...info }) => info);
}
