import { z } from 'zod';

/** A log file as a digest names it. */
export interface NamedLog {
  readonly bucket: string;
  readonly key: string;
  /** Hexadecimal, of the unpacked bytes. */
  readonly hash: string;
  /** Null where the digest does not say; CloudTrail writes `SHA-256`. */
  readonly hashAlgorithm: string | null;
}

/** What a digest says of the digest before it. */
export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  /** Hexadecimal, of the unpacked bytes. */
  readonly hash: string | null;
  readonly hashAlgorithm: string | null;
}

/** The content of a digest file, standard or backfill (both have the same fields). */
export interface Digest {
  readonly account: string | null;
  readonly startMs: number;
  readonly endMs: number;
  /** As written, because it is signed as written. */
  readonly endTime: string;
  /** Where CloudTrail delivered the digest itself. */
  readonly bucket: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly signatureAlgorithm: string | null;
  /** Null in a starting digest: the first of a trail, or the first after logging or validation was off. */
  readonly previous: PreviousDigest | null;
  /** Opaque where it is signed again; a signature only when it has the form of one. */
  readonly previousSignature: string | null;
  readonly logFiles: readonly NamedLog[];
}

/** S3 allows 1,024 bytes for a key and 63 for a bucket; hashes and signatures are shorter than 4,096 digits. */
const key = z.string().min(1).max(1024);
const bucket = z.string().min(1).max(255);
const word = z.string().max(8192).nullish();
const written = z.string().max(64);

const shape = z.object({
  awsAccountId: word,
  digestStartTime: z.iso.datetime({ offset: true }).max(64),
  digestEndTime: z.iso.datetime({ offset: true }).max(64),
  digestS3Bucket: bucket,
  digestS3Object: key,
  digestPublicKeyFingerprint: z.string().max(512).nullable(),
  digestSignatureAlgorithm: written.nullish(),
  previousDigestS3Bucket: bucket.nullish(),
  previousDigestS3Object: key.nullish(),
  previousDigestHashValue: word,
  previousDigestHashAlgorithm: written.nullish(),
  // Null is allowed, but not its absence (as for validate-logs): it is part of what was signed.
  previousDigestSignature: z.string().max(8192).nullable(),
  logFiles: z
    .array(
      z.object({
        s3Bucket: bucket,
        s3Object: key,
        hashValue: z.string().max(512),
        hashAlgorithm: written.nullish(),
      }),
    )
    .max(1_000_000)
    .nullish(),
});

// Damaged UTF-8 must not become replacement characters, and a byte order mark is not part of JSON.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Reads the unpacked bytes of a digest file; null when they are none. */
export function readDigest(bytes: Uint8Array): Digest | null {
  let json: unknown;
  try {
    json = JSON.parse(utf8.decode(bytes));
  } catch {
    // Whatever the mistake is: a digest is machine-made and whole, or it is none.
    return null;
  }
  const read = shape.safeParse(json);
  if (!read.success) return null;
  const said = read.data;
  const previousKey = said.previousDigestS3Object ?? null;
  const previousBucket = said.previousDigestS3Bucket ?? null;
  return {
    account: said.awsAccountId ?? null,
    startMs: Date.parse(said.digestStartTime),
    endMs: Date.parse(said.digestEndTime),
    endTime: said.digestEndTime,
    bucket: said.digestS3Bucket,
    key: said.digestS3Object,
    fingerprint: said.digestPublicKeyFingerprint?.toLowerCase() ?? '',
    signatureAlgorithm: said.digestSignatureAlgorithm ?? null,
    previous:
      previousKey === null || previousBucket === null
        ? null
        : {
            bucket: previousBucket,
            key: previousKey,
            hash: said.previousDigestHashValue?.toLowerCase() ?? null,
            hashAlgorithm: said.previousDigestHashAlgorithm ?? null,
          },
    previousSignature: said.previousDigestSignature,
    logFiles: (said.logFiles ?? []).map((log) => ({
      bucket: log.s3Bucket,
      key: log.s3Object,
      hash: log.hashValue.toLowerCase(),
      hashAlgorithm: log.hashAlgorithm ?? null,
    })),
  };
}
