import { createHash, createPublicKey, getFips, type KeyObject } from 'node:crypto';
import type { PublicKey } from '../trails/trail-answer.ts';

export interface RingKey {
  readonly key: KeyObject;
  /** Null where the list does not say. */
  readonly validFromMs: number | null;
  readonly validUntilMs: number | null;
}

/** Why a key of the list is not used. */
export type KeyFault = 'no-rsa-key' | 'fingerprint-differs';

/** The keys that digests are checked with, by fingerprint. */
export interface KeyRing {
  readonly keys: ReadonlyMap<string, RingKey>;
  /** Keys that were given and are not used, by the fingerprint that they claim. */
  readonly refused: ReadonlyMap<string, KeyFault>;
}

/** The fields of a public key that a ring needs: `PublicKey` of an answer, or of a file. */
export type GivenKey = Pick<PublicKey, 'fingerprint' | 'der'> & {
  readonly validFromMs: number | null;
  readonly validUntilMs: number | null;
};

/** CloudTrail's keys have 2,048 bits; the upper bound keeps a forged list from costing hours. */
const modulusBits = { least: 1024, most: 8192 } as const;

/** Loads keys, PKCS#1 or SPKI. A key that does not fit its own fingerprint is refused: its list is forged or damaged. */
export function keyRing(given: Iterable<GivenKey>): KeyRing {
  const keys = new Map<string, RingKey>();
  const refused = new Map<string, KeyFault>();
  for (const { fingerprint, der, validFromMs, validUntilMs } of given) {
    const name = fingerprint.toLowerCase();
    const key = loadKey(der);
    if (key === null) refused.set(name, 'no-rsa-key');
    else if (!isFingerprintOf(name, key, der)) refused.set(name, 'fingerprint-differs');
    else {
      const known = keys.get(name);
      keys.set(name, {
        key,
        validFromMs: earlier(known, validFromMs),
        validUntilMs: later(known, validUntilMs),
      });
    }
  }
  for (const name of keys.keys()) refused.delete(name);
  return { keys, refused };
}

/** The same key in two lists is valid in the times of both. */
function earlier(known: RingKey | undefined, fromMs: number | null): number | null {
  if (known === undefined) return fromMs;
  return known.validFromMs === null || fromMs === null ? null : Math.min(known.validFromMs, fromMs);
}

function later(known: RingKey | undefined, untilMs: number | null): number | null {
  if (known === undefined) return untilMs;
  return known.validUntilMs === null || untilMs === null ? null : Math.max(known.validUntilMs, untilMs);
}

function loadKey(der: Uint8Array): KeyObject | null {
  for (const type of ['pkcs1', 'spki'] as const) {
    try {
      const key = createPublicKey({ key: Buffer.from(der), format: 'der', type });
      const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
      if (key.asymmetricKeyType !== 'rsa' || bits < modulusBits.least || bits > modulusBits.most) return null;
      return key;
    } catch {
      // Not of this type; which types there are, is tried in turn.
    }
  }
  return null;
}

/**
 * MD5 of the DER in the list, as in all samples of AWS's documentation. For a key that was given in another form
 * than CloudTrail's, of CloudTrail's form.
 */
function isFingerprintOf(fingerprint: string, key: KeyObject, der: Uint8Array): boolean {
  // A machine in FIPS mode has no MD5: the fingerprint is then only a name.
  if (getFips() === 1) return true;
  const forms = [der, key.export({ type: 'pkcs1', format: 'der' })];
  return forms.some((form) => fingerprintOf(form) === fingerprint);
}

/** The fingerprint that CloudTrail gives to a key, of its DER. */
export function fingerprintOf(der: Uint8Array): string {
  return createHash('md5').update(der).digest('hex');
}
