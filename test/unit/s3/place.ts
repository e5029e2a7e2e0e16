import type { BucketPlace } from '../../../electron/contract/s3.ts';
import type { Bucket, ListedObject, ListRequest } from '../../../electron/engine/sources/s3/bucket.ts';
import { BucketError } from '../../../electron/engine/sources/s3/bucket.ts';
import { type OpenOptions, openBucket } from '../../../electron/engine/sources/s3/s3-client.ts';
import type { FaultCredentials, FaultS3 } from '../../support/fault-s3.ts';

/** Keys of AWS's own documentation, and a session of them. */
export const reader: FaultCredentials = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
};
export const session: FaultCredentials = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY',
  sessionToken: 'EXAMPLE/TOKEN+of//a/session+of/the/tests==',
};

export const signal = new AbortController().signal;

export function placeAt(url: string, change: Partial<BucketPlace> = {}): BucketPlace {
  return {
    bucket: 'trail-bucket',
    prefix: '',
    region: null,
    endpoint: url,
    pathStyle: true,
    requesterPays: false,
    expectedOwner: null,
    ...change,
  };
}

/** Without waits between attempts. */
export function bucketAt(
  server: { readonly url: string },
  options: Partial<OpenOptions> = {},
  change: Partial<BucketPlace> = {},
): Bucket {
  return openBucket(placeAt(server.url, change), {
    credentials: () => Promise.resolve(reader),
    region: 'us-east-1',
    caPem: null,
    firstWaitMs: 0,
    ...options,
  });
}

export async function listAll(bucket: Bucket, request: ListRequest): Promise<ListedObject[]> {
  const objects: ListedObject[] = [];
  let token: string | null = null;
  do {
    const page = await bucket.list(token === null ? request : { ...request, token }, signal);
    objects.push(...page.objects);
    token = page.next;
  } while (token !== null);
  return objects;
}

export async function listed(bucket: Bucket, key: string): Promise<ListedObject> {
  const found = (await listAll(bucket, { prefix: key, byFolder: false })).find((each) => each.key === key);
  if (found === undefined) throw new Error(`${key} is not listed.`);
  return found;
}

/** The error of something that must fail. */
export async function failureOf(doing: Promise<unknown>): Promise<BucketError> {
  const error = await doing.then(
    () => new Error('It did not fail.'),
    (reason: unknown) => reason,
  );
  if (error instanceof BucketError) return error;
  throw error;
}

export function countOf(server: FaultS3, operation: string): number {
  return server.requests.filter((request) => request.operation === operation).length;
}
