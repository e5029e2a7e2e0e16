import type { BucketFault, ListedObject } from './bucket.ts';
import { plainText } from './plain-text.ts';

/** Faults of a single object; the others concern the whole bucket. */
export type ObjectFault = Exclude<BucketFault, 'signIn' | 'bucket' | 'network'>;

/** Classes from which S3 gives nothing before a restore; GLACIER_IR (Instant Retrieval) is none of them. */
const archived: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

export interface NotFetched {
  readonly fault: ObjectFault;
  readonly message: string;
  readonly advice: string;
}

/** Why an object need not even be asked for, by what its listing says; null when it may be had. */
export function notFetched({ key, storageClass }: ListedObject): NotFetched | null {
  if (storageClass === null || !archived.has(storageClass)) return null;
  return {
    fault: 'archived',
    message: `“${plainText(key)}” lies in the storage class ${storageClass}, from which S3 gives nothing at once.`,
    advice:
      'Restore it (s3:RestoreObject), copy the restored object to the class STANDARD, and sync again: the class stays in the listing until it is copied.',
  };
}
