import { createHash, getFips } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import {
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import type { BucketPlace } from '../../../contract/s3.ts';
import { limits, sizeText } from '../../ingest/limits.ts';
import type { Asked } from './asked.ts';
import { awsFailureOf } from './aws-failure.ts';
import {
  type Bucket,
  BucketError,
  type FetchedObject,
  type ListedObject,
  type ListPage,
  type ListRequest,
} from './bucket.ts';
import { bucketErrorOf } from './bucket-errors.ts';
import type { CredentialsProvider } from './credentials.ts';
import { type Connecting, quiet, requestHandlerOptions } from './http-agents.ts';
import { md5OfEtag, objectFactsOf, plainEtag, timeOf } from './object-facts.ts';
import { plainText } from './plain-text.ts';
import { CutBody, readBody, UnfitBody } from './read-body.ts';
import { type RetryOptions, withRetries } from './retry.ts';

export interface OpenOptions extends Connecting, Partial<RetryOptions> {
  /** Null: requests are not signed. */
  readonly credentials: CredentialsProvider | null;
  readonly region: string;
}

/** A request waits up to 25 seconds in all, half of that on average, before it is given up. */
const usualRetries = { maxAttempts: 8, firstWaitMs: 200 } as const;
const usualTimeoutMs = 60_000;

/** The bucket at a place. The region must be the bucket's own: `find-region.ts` finds it. */
export function openBucket(place: BucketPlace, options: OpenOptions): Bucket {
  const client = clientFor(place, options);
  const { region, timeoutMs: idleMs = usualTimeoutMs } = options;
  const shared = {
    Bucket: place.bucket,
    ...(place.requesterPays ? { RequestPayer: 'requester' as const } : {}),
    ...(place.expectedOwner === null ? {} : { ExpectedBucketOwner: place.expectedOwner }),
  };
  const ask = <T>(asked: Asked, signal: AbortSignal, attempt: () => Promise<T>) =>
    asking(asked, () => withRetries(attempt, { ...usualRetries, ...options }, signal), signal);

  return {
    name: place.bucket,
    region,
    list: (request, signal) =>
      ask(askedOf('list', request.prefix, place, options), signal, async () => {
        const command = new ListObjectsV2Command({ ...shared, ...listInput(request) });
        return listPage(await client.send(command, { abortSignal: signal }));
      }),
    get: (object, signal) =>
      ask(askedOf('get', object.key, place, options), signal, async () => {
        refuseHuge(object);
        const output = await client.send(
          new GetObjectCommand({
            ...shared,
            Key: object.key,
            IfMatch: `"${object.etag}"`,
            ChecksumMode: 'ENABLED',
          }),
          { abortSignal: signal },
        );
        const facts = objectFactsOf(output);
        if (facts.etag !== object.etag) {
          // A service that does not know If-Match.
          throw Object.assign(new Error('Another ETag.'), { name: 'PreconditionFailed' });
        }
        const bytes = await readBody(output.Body, { sizeBytes: object.sizeBytes, idleMs }, signal);
        return checked({ bytes, facts });
      }),
    close: () => client.destroy(),
  };
}

/**
 * The region of which S3 says that the bucket lies in it. S3 names it even to those who may not read the bucket
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html), so this is asked without a signature
 * first. Null where a service of others does not say.
 *
 * @throws BucketError where there is no such bucket, or no answer
 */
export async function askRegion(
  place: BucketPlace,
  options: OpenOptions,
  signal: AbortSignal,
): Promise<string | null> {
  const asked = askedOf('region', '', place, options);
  return asking(
    asked,
    async () => {
      const unsigned = clientFor(place, { ...options, credentials: null });
      const signed = clientFor(place, options);
      const retries = { ...usualRetries, ...options };
      try {
        const found = await withRetries(() => headRegion(unsigned, place.bucket, signal), retries, signal);
        if (found !== null || options.credentials === null) return found;
        return await withRetries(() => locationOf(signed, place.bucket, signal), retries, signal);
      } finally {
        unsigned.destroy();
        signed.destroy();
      }
    },
    signal,
  );
}

async function headRegion(client: S3Client, bucket: string, signal: AbortSignal): Promise<string | null> {
  try {
    const { BucketRegion } = await client.send(new HeadBucketCommand({ Bucket: bucket }), {
      abortSignal: signal,
    });
    return BucketRegion ?? null;
  } catch (error) {
    const { region, status } = awsFailureOf(error);
    if (region !== null) return region;
    if (status === 400 || status === 401 || status === 403) return null;
    throw error;
  }
}

async function locationOf(client: S3Client, bucket: string, signal: AbortSignal): Promise<string | null> {
  try {
    const command = new GetBucketLocationCommand({ Bucket: bucket });
    const { LocationConstraint } = await client.send(command, { abortSignal: signal });
    // Buckets of the first region have none; `EU` is what Ireland was called before there were regions.
    if (LocationConstraint === 'EU') return 'eu-west-1';
    return LocationConstraint === undefined ? null : LocationConstraint;
  } catch (error) {
    const { region, status } = awsFailureOf(error);
    if (region !== null) return region;
    if (status === 403 || status === 501 || status === 405) return null;
    throw error;
  }
}

function clientFor(place: BucketPlace, options: OpenOptions): S3Client {
  const { credentials, region } = options;
  return new S3Client({
    region,
    forcePathStyle: place.pathStyle,
    ...(place.endpoint === null ? {} : { endpoint: place.endpoint }),
    ...(credentials === null ? unsigned : { credentials }),
    requestHandler: requestHandlerOptions(options),
    maxAttempts: 1,
    followRegionRedirects: false,
    logger: quiet,
  });
}

/** The SDK resolves credentials even where nothing is signed; these are never sent. */
const unsigned = {
  credentials: { accessKeyId: 'anonymous', secretAccessKey: 'anonymous' },
  signer: { sign: <T>(request: T) => Promise.resolve(request) },
};

/** Runs, and says in words what failed. Cancellation passes as it is. */
async function asking<T>(asked: Asked, run: () => Promise<T>, signal: AbortSignal): Promise<T> {
  // Many requests at a time listen to one signal; Node would take them for a leak.
  setMaxListeners(0, signal);
  try {
    return await run();
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UnfitBody) {
      const key = plainText(asked.key);
      throw new BucketError(
        'corrupt',
        `The bytes of “${key}” came damaged more than once: ${error.message}`,
        'Sync again. If it stays, something between here and S3 changes what passes, or the object is damaged.',
      );
    }
    // A network that is gone refuses the later attempts; this one answers each, and never to the end.
    if (error instanceof CutBody) {
      throw new BucketError(
        'corrupt',
        `“${plainText(asked.key)}” broke off in the middle each time it was asked for.`,
        'Sync again. If it stays, something between here and S3 cuts what passes: a proxy that looks into connections, for one.',
      );
    }
    throw bucketErrorOf(error, asked);
  }
}

function askedOf(action: Asked['action'], key: string, place: BucketPlace, options: OpenOptions): Asked {
  const { bucket, endpoint, expectedOwner } = place;
  const isAnonymous = options.credentials === null;
  return { action, key, bucket, endpoint, expectedOwner, region: options.region, isAnonymous };
}

function listInput({ prefix, byFolder, startAfter, token }: ListRequest) {
  return {
    Prefix: prefix,
    // Keys may hold characters that XML cannot.
    EncodingType: 'url' as const,
    ...(byFolder ? { Delimiter: '/' } : {}),
    ...(startAfter === undefined ? {} : { StartAfter: startAfter }),
    ...(token === undefined ? {} : { ContinuationToken: token }),
  };
}

function listPage(output: ListObjectsV2CommandOutput): ListPage {
  // A web page is XML enough for the SDK, and would be an empty bucket.
  if (output.IsTruncated === undefined)
    throw Object.assign(new Error('It is no listing.'), { name: 'NoListing' });
  const text = output.EncodingType === 'url' ? decodedKey : (key: string) => key;
  return {
    objects: (output.Contents ?? []).map(({ Key = '', Size = 0, ETag = '', LastModified, StorageClass }) => ({
      key: text(Key),
      sizeBytes: Size,
      etag: plainEtag(ETag),
      lastModifiedMs: timeOf(LastModified),
      storageClass: StorageClass ?? null,
    })),
    folders: (output.CommonPrefixes ?? []).map(({ Prefix = '' }) => text(Prefix)),
    next: output.IsTruncated === true ? (output.NextContinuationToken ?? null) : null,
  };
}

function decodedKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '));
}

function refuseHuge({ key, sizeBytes }: ListedObject): void {
  if (sizeBytes <= limits.fileBytes) return;
  throw new BucketError(
    'corrupt',
    `“${plainText(key)}” is larger than ${sizeText(limits.fileBytes)}.`,
    'CloudTrail writes files of at most 50 MB: this is none of them.',
  );
}

function checked(object: FetchedObject): FetchedObject {
  const md5 = md5OfEtag(object.facts);
  // Machines in FIPS mode have no MD5.
  if (md5 === null || getFips() === 1) return object;
  if (createHash('md5').update(object.bytes).digest('hex') !== md5)
    throw new UnfitBody('The ETag is another.');
  return object;
}
