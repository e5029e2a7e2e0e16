/** A bucket as the rest of Spoor sees it: only `s3-client.ts` knows that an SDK is behind it. */
export interface Bucket {
  readonly name: string;
  readonly region: string;
  /**
   * One page of a listing in the order of keys (UTF-8 bytes), at most 1,000 objects and folders.
   *
   * @throws BucketError
   */
  list(request: ListRequest, signal: AbortSignal): Promise<ListPage>;
  /**
   * The bytes of an object, whole and checked: length, ETag where it is an MD5, checksums that S3 keeps. Retries
   * what is worth it (throttling, resets, a cut body) before it gives up.
   *
   * @throws BucketError
   */
  get(object: ListedObject, signal: AbortSignal): Promise<FetchedObject>;
  close(): void;
}

export interface ListRequest {
  readonly prefix: string;
  /** True: folders (up to the next `/`) instead of what lies in them. */
  readonly byFolder: boolean;
  /** Keys after this one. */
  readonly startAfter?: string;
  /** `next` of the page before. */
  readonly token?: string;
}

export interface ListPage {
  readonly objects: readonly ListedObject[];
  /** Whole prefixes with their `/`. */
  readonly folders: readonly string[];
  readonly next: string | null;
}

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without its quotes. */
  readonly etag: string;
  readonly lastModifiedMs: number | null;
  /** `STANDARD`, `GLACIER`, …; null where the service does not say. */
  readonly storageClass: string | null;
}

/** What S3 says of an object beside its bytes: evidence, kept as it came. */
export interface ObjectFacts {
  readonly etag: string;
  readonly versionId: string | null;
  readonly lastModifiedMs: number | null;
  readonly storageClass: string | null;
  /** `AES256`, `aws:kms`, …. */
  readonly encryption: string | null;
  readonly kmsKeyId: string | null;
  /** By algorithm (`SHA256`, `CRC64NVME`, …), base64. */
  readonly checksums: Readonly<Record<string, string>>;
  /** User metadata, names in lower case: a digest's `signature` and `signature-algorithm` are here. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface FetchedObject {
  readonly bytes: Uint8Array;
  readonly facts: ObjectFacts;
}

/** Why S3 did not give something. */
export type BucketFault =
  /** Expired, wrong or missing credentials, or a clock that is wrong: a new sign-in may help. */
  | 'signIn'
  /** No permission for this; others may be permitted. */
  | 'denied'
  /** KMS does not let the object be decrypted. */
  | 'kms'
  /** In a Glacier class, not restored. */
  | 'archived'
  /** Deleted between listing and fetching, or changed in between (other ETag). */
  | 'gone'
  /** The bytes do not fit their length, ETag or checksum, more than once. */
  | 'corrupt'
  /** The bucket does not exist, is another region's or another owner's. */
  | 'bucket'
  /** No connection, or the service kept failing: worth another try later. */
  | 'network';

/** A request to S3 that failed for good: what happened, to which thing, and what to try. */
export class BucketError extends Error {
  readonly fault: BucketFault;
  readonly advice: string;

  constructor(fault: BucketFault, message: string, advice: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'BucketError';
    this.fault = fault;
    this.advice = advice;
  }
}
