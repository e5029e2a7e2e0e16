import { createSecretKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import type { BucketPlace } from '../../../contract/s3.ts';
import type { Bucket } from './bucket.ts';
import { type Credentials, type CredentialsProvider, renewed } from './credentials.ts';
import { type OpenOptions, openBucket } from './s3-client.ts';

/**
 * A connection that can be posted to a thread. The keys lie in a `KeyObject`: it can be cloned, and neither JSON
 * nor `inspect` shows what is in it.
 */
export interface ConnectionSpec {
  readonly place: BucketPlace;
  readonly region: string;
  readonly caPem: string | null;
  /** Null: requests are not signed. */
  readonly keys: KeyObject | null;
  /** When the keys expire; null for never, or not known. */
  readonly expiresAtMs: number | null;
}

const sealed = z.object({
  accessKeyId: z.string(),
  secretAccessKey: z.string(),
  sessionToken: z.string().optional(),
});

export type SpecOptions = Partial<Omit<OpenOptions, 'credentials' | 'region' | 'caPem'>> & {
  /** Asked for a newer description when the keys are about to expire; without it they just expire. */
  readonly renew?: () => Promise<ConnectionSpec>;
};

export function sealedKeys({ accessKeyId, secretAccessKey, sessionToken }: Credentials): KeyObject {
  const text = JSON.stringify({ accessKeyId, secretAccessKey, sessionToken });
  return createSecretKey(Buffer.from(text));
}

/** The bucket of a connection, in whatever thread the description has come to. */
export function bucketFromSpec(spec: ConnectionSpec, options: SpecOptions = {}): Bucket {
  const { renew, ...rest } = options;
  const { place, region, caPem } = spec;
  const credentials = spec.keys === null ? null : keysOf(spec, renew);
  return openBucket(place, { ...rest, region, caPem, credentials });
}

function keysOf(spec: ConnectionSpec, renew: SpecOptions['renew']): CredentialsProvider {
  const first = opened(spec);
  return renew === undefined
    ? () => Promise.resolve(first)
    : renewed(async () => opened(await renew()), first);
}

function opened({ keys, expiresAtMs }: ConnectionSpec): Credentials {
  if (keys === null) throw new Error('The connection is anonymous.');
  const { accessKeyId, secretAccessKey, sessionToken } = sealed.parse(JSON.parse(keys.export().toString()));
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiresAtMs === null ? {} : { expiration: new Date(expiresAtMs) }),
  };
}
