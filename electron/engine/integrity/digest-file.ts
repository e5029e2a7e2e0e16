import { trailKindOf } from '../ingest/s3-key.ts';
import { type Digest, readDigest } from './digest.ts';
import { type DigestKey, readDigestKey } from './digest-key.ts';
import type { DigestObject, Place, UnpackProblem } from './evidence.ts';
import { sha256Hex, unpackAs } from './log-hash.ts';
import { type Whereabouts, whereabouts } from './place.ts';
import type { Reason } from './verdicts.ts';

/** A digest file of the case, read but not yet judged. */
export interface DigestFile {
  /** Its number in the ledger. */
  readonly id: number;
  readonly place: Place;
  /** Null when it could not be read. */
  readonly digest: Digest | null;
  /** Hexadecimal, of the unpacked bytes; empty when there are none. */
  readonly sha256: string;
  readonly signature: string | null;
  /** What is wrong with the file itself; null when it is whole. */
  readonly fault: Reason | null;
  readonly whereabouts: Whereabouts;
  /** What the key says: the original one when that is known and the digest can be read. */
  readonly named: DigestKey | null;
  readonly isUnpacked: boolean;
  /** The kinds of the files it names, see `trailKindOf`. */
  readonly logKinds: readonly string[];
}

/** Reads digest files one by one; of each only what the walk needs stays in memory. */
export function readDigestFile(object: DigestObject): DigestFile {
  const place = { bucket: object.bucket, key: object.key };
  const stored = object.bytes;
  const { bytes, problem } =
    stored === null ? ({ bytes: null, problem: 'not-as-imported' } as const) : unpackAs(object.key, stored);
  const digest = bytes === null ? null : readDigest(bytes);
  return {
    id: object.id,
    place,
    digest,
    sha256: bytes === null ? '' : sha256Hex(bytes),
    signature: object.signature,
    fault: faultOf(problem, digest),
    whereabouts: digest === null ? 'unchecked' : whereabouts(place, digest),
    named: (digest === null ? null : readDigestKey(digest.key)) ?? readDigestKey(object.key),
    isUnpacked: problem === null && stored === bytes,
    logKinds: digest === null ? [] : kindsOf(digest),
  };
}

function kindsOf({ logFiles }: Digest): readonly string[] {
  const kinds = new Set<string>();
  for (const { key } of logFiles) {
    const kind = trailKindOf(key);
    if (kind !== null) kinds.add(kind);
  }
  return [...kinds];
}

/** A digest without the end of its gzip is refused, as validate-logs does, even when its content is whole. */
function faultOf(problem: UnpackProblem | null, digest: Digest | null): Reason | null {
  if (problem === 'too-large') return 'digest-too-large';
  if (problem === 'not-as-imported') return 'digest-not-as-imported';
  if (problem === 'rest') return 'gzip-rest';
  if (problem !== null) return 'gzip-damaged';
  return digest === null ? 'not-a-digest' : null;
}

/** When the time that a digest covers ended: as signed, or as its name says. Null when neither is there. */
export function endOf(file: DigestFile): number | null {
  return file.digest?.endMs ?? file.named?.endMs ?? null;
}
