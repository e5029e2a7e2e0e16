import type { BucketFault } from './bucket.ts';
import { plainText } from './plain-text.ts';

/** What was asked when it failed. */
export interface Asked {
  readonly action: 'list' | 'get' | 'region' | 'identity' | 'credentials';
  readonly bucket: string;
  /** The key of a `get`, the prefix of a `list`; else empty. */
  readonly key: string;
  readonly region: string;
  readonly endpoint: string | null;
  readonly expectedOwner: string | null;
  readonly isAnonymous: boolean;
}

/** What an error is made of; `bucketErrorOf` adds what is the same for all. */
export interface Diagnosis {
  readonly fault: BucketFault;
  readonly message: string;
  readonly advice: string;
}

/** The thing that was asked for, for the middle of a sentence. */
export function thingOf(asked: Asked): string {
  const key = plainText(asked.key);
  switch (asked.action) {
    case 'get':
      return `the object “${key}” in the bucket ${asked.bucket}`;
    case 'list':
      return key === '' ? `the bucket ${asked.bucket}` : `“${key}” in the bucket ${asked.bucket}`;
    case 'region':
      return `the bucket ${asked.bucket}`;
    case 'identity':
      return 'who is signed in';
    case 'credentials':
      return 'the credentials';
  }
}
