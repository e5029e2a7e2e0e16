import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** An object that the fault server holds. Only `key` and `body` are needed. */
export interface FaultObject {
  readonly key: string;
  readonly body: Uint8Array | string;
  /** `STANDARD` when absent. */
  readonly storageClass?: string;
  /** The archive tier of Intelligent-Tiering in which it lies: `ARCHIVE_ACCESS`, `DEEP_ARCHIVE_ACCESS`. */
  readonly archiveTier?: string;
  /** `true`: of a Glacier class, and restored for a while. */
  readonly isRestored?: boolean;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly versionId?: string;
  /** `AES256` when absent and there is no key. */
  readonly encryption?: string;
  readonly kmsKeyId?: string;
  /** The MD5 of the body when absent; of objects under a KMS key something that is no MD5. */
  readonly etag?: string;
  readonly lastModifiedMs?: number;
  /** Which checksum S3 keeps of it. None when absent. */
  readonly checksum?: 'SHA256' | 'SHA1' | 'CRC32';
}

/** The same with everything worked out. */
export interface StoredObject extends FaultObject {
  readonly bytes: Buffer;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly storageClass: string;
}

const glacierClasses: readonly string[] = ['GLACIER', 'DEEP_ARCHIVE'];

export function storedObject(object: FaultObject): StoredObject {
  const bytes = Buffer.from(object.body);
  const salt = object.kmsKeyId ?? '';
  return {
    ...object,
    bytes,
    etag: object.etag ?? createHash('md5').update(salt).update(bytes).digest('hex'),
    lastModifiedMs: object.lastModifiedMs ?? Date.UTC(2026, 2, 1, 12),
    storageClass: object.storageClass ?? 'STANDARD',
  };
}

export function isArchived(object: StoredObject): boolean {
  if (object.isRestored === true) return false;
  return glacierClasses.includes(object.storageClass) || object.archiveTier !== undefined;
}

/** The headers of a GetObject, as S3 sends them. */
export function objectHeaders(object: StoredObject, withChecksum: boolean): Record<string, string> {
  const encryption = object.encryption ?? (object.kmsKeyId === undefined ? 'AES256' : 'aws:kms');
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'content-length': String(object.bytes.length),
    etag: `"${object.etag}"`,
    'last-modified': new Date(object.lastModifiedMs).toUTCString(),
    'accept-ranges': 'bytes',
  };
  if (encryption !== '') headers['x-amz-server-side-encryption'] = encryption;
  if (object.kmsKeyId !== undefined) headers['x-amz-server-side-encryption-aws-kms-key-id'] = object.kmsKeyId;
  if (object.versionId !== undefined) headers['x-amz-version-id'] = object.versionId;
  // S3 says nothing of the standard class.
  if (object.storageClass !== 'STANDARD') headers['x-amz-storage-class'] = object.storageClass;
  for (const [name, value] of Object.entries(object.metadata ?? {})) headers[`x-amz-meta-${name}`] = value;
  if (withChecksum && object.checksum !== undefined) {
    headers[`x-amz-checksum-${object.checksum.toLowerCase()}`] = checksumOf(object.checksum, object.bytes);
    headers['x-amz-checksum-type'] = 'FULL_OBJECT';
  }
  return headers;
}

export function checksumOf(algorithm: 'SHA256' | 'SHA1' | 'CRC32', bytes: Uint8Array): string {
  if (algorithm !== 'CRC32') return createHash(algorithm.toLowerCase()).update(bytes).digest('base64');
  const four = Buffer.alloc(4);
  four.writeUInt32BE(crc32(bytes));
  return four.toString('base64');
}
