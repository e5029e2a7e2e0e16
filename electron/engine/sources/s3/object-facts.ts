import type { ObjectFacts } from './bucket.ts';

/** What the SDK makes of the headers of a GetObject; only what is read here. */
export interface ObjectHeaders {
  readonly ETag?: string | undefined;
  readonly VersionId?: string | undefined;
  readonly LastModified?: Date | undefined;
  readonly StorageClass?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly Metadata?: Record<string, string> | undefined;
}

/** The facts beside the bytes, as they came. */
export function objectFactsOf(headers: ObjectHeaders): ObjectFacts {
  return {
    etag: plainEtag(headers.ETag ?? ''),
    versionId: headers.VersionId ?? null,
    lastModifiedMs: timeOf(headers.LastModified),
    storageClass: headers.StorageClass ?? null,
    encryption: headers.ServerSideEncryption ?? null,
    kmsKeyId: headers.SSEKMSKeyId ?? null,
    checksums: checksumsOf(headers),
    metadata: { ...headers.Metadata },
  };
}

/** Without quotes and the mark of weak ones, which some services of others add. */
export function plainEtag(etag: string): string {
  return etag.replace(/^W\//, '').replace(/^"|"$/g, '');
}

export function timeOf(date: Date | undefined): number | null {
  const timeMs = date?.getTime() ?? Number.NaN;
  return Number.isNaN(timeMs) ? null : timeMs;
}

/**
 * The MD5 that an ETag is, or null where it is something else: of uploads in parts, and under a KMS key
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html).
 */
export function md5OfEtag({ etag, encryption }: ObjectFacts): string | null {
  const isPlain = encryption === null || encryption === 'AES256';
  return isPlain && /^[0-9a-f]{32}$/i.test(etag) ? etag.toLowerCase() : null;
}

/** Every `Checksum…` that came: S3 adds algorithms now and then. */
function checksumsOf(headers: ObjectHeaders): Record<string, string> {
  const checksums: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const algorithm = /^Checksum([A-Z]+[A-Z0-9]*)$/.exec(name)?.[1];
    if (algorithm !== undefined && typeof value === 'string') checksums[algorithm] = value;
  }
  return checksums;
}
