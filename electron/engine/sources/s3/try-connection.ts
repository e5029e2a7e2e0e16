import { X509Certificate } from 'node:crypto';
import type { BucketPlace, ConnectionCheck, SignIn } from '../../../contract/s3.ts';
import { BucketError, type ListPage } from './bucket.ts';
import { bucketErrorOf } from './bucket-errors.ts';
import { callerIdentity } from './caller-identity.ts';
import { type CredentialsProvider, credentialsFor, MfaNeeded } from './credentials.ts';
import { checkLayout } from './find-layout.ts';
import { findRegion } from './find-region.ts';
import type { Connecting } from './http-agents.ts';
import { homeOfArn, publicHomes } from './partition.ts';
import { profileRegion } from './profiles.ts';
import type { RetryOptions } from './retry.ts';
import { type OpenOptions, openBucket } from './s3-client.ts';

export interface TryRequest {
  readonly place: BucketPlace;
  readonly signIn: SignIn;
  readonly mfaCode: string | null;
  readonly caPem: string | null;
}

export type TryOptions = Partial<RetryOptions> & Pick<Connecting, 'timeoutMs'>;

export type Tried =
  | {
      readonly kind: 'connected';
      readonly checks: ConnectionCheck[];
      readonly region: string;
      readonly identity: string | null;
      readonly credentials: CredentialsProvider | null;
    }
  | { readonly kind: 'failed'; readonly checks: ConnectionCheck[] }
  | { readonly kind: 'mfa'; readonly serial: string };

const order = ['signIn', 'region', 'list', 'layout'] as const;
/** Somebody waits: give up sooner than a sync does. */
const maxAttempts = 3;

/** Tries a sign-in and a place, one step after the other, and says of each what came of it. */
export async function tryConnection(
  request: TryRequest,
  options: TryOptions,
  signal: AbortSignal,
): Promise<Tried> {
  const { place, caPem } = request;
  const checks: ConnectionCheck[] = [];
  try {
    refuseUnfitCa(caPem);
    const signedIn = await signedInAs(request, options, signal);
    if (signedIn.kind === 'mfa') return signedIn;
    const { credentials, identity } = signedIn;
    checks.push(signedIn.check);

    const shared = { maxAttempts, ...options, caPem, credentials };
    const isPartitionKnown = identity !== null;
    const region = await findRegion(place, { ...shared, region: signedIn.home, isPartitionKnown }, signal);
    checks.push(passed('region', regionMessage(place, region)));

    const bucket = openBucket(place, { ...shared, region });
    try {
      const page = await listOnce(place, { ...shared, region }, signal);
      checks.push(passed('list', listMessage(place, page)));
      checks.push(await checkLayout(bucket, place.prefix, page, signal));
    } finally {
      bucket.close();
    }
    return { kind: 'connected', checks, region, identity, credentials };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof BucketError)) throw error;
    return { kind: 'failed', checks: failedAt(checks, error) };
  }
}

type SignedIn = {
  readonly kind: 'signedIn';
  readonly check: ConnectionCheck;
  readonly credentials: CredentialsProvider | null;
  readonly identity: string | null;
  /** The region to ask first. */
  readonly home: string;
};

async function signedInAs(
  request: TryRequest,
  options: TryOptions,
  signal: AbortSignal,
): Promise<SignedIn | { readonly kind: 'mfa'; readonly serial: string }> {
  const { place, signIn, caPem } = request;
  const hint = place.region ?? (await hintedRegion(signIn));
  const code = codeOnce(request.mfaCode);
  const connecting = { ...options, caPem };
  const credentials = credentialsFor(signIn, {
    ...connecting,
    mfaCode: code.ask,
    region: hint ?? 'us-east-1',
  });
  const home = hint ?? 'us-east-1';
  if (credentials === null) {
    const check = skipped('Requests are not signed.');
    return { kind: 'signedIn', check, credentials, identity: null, home };
  }
  try {
    await credentials();
  } catch (error) {
    const serial = code.wanted();
    if (serial !== null) return { kind: 'mfa', serial };
    throw bucketErrorOf(error, askedKeys(place, home));
  }
  const homes = hint !== null || place.endpoint !== null ? [home] : publicHomes;
  try {
    const identity = await identityIn(homes, request, { ...connecting, credentials }, signal);
    const check = passed('signIn', `Signed in as ${identity}.`);
    return { kind: 'signedIn', check, credentials, identity, home: hint ?? homeOfArn(identity) };
  } catch (error) {
    signal.throwIfAborted();
    // STS is not needed. An endpoint of others need not know it, and a network may let only S3 through.
    const isFatal = error instanceof BucketError && error.fault === 'signIn' && place.endpoint === null;
    if (isFatal || !(error instanceof BucketError)) throw error;
    const check = skipped(`Who is signed in is not known: ${error.message}`);
    return { kind: 'signedIn', check, credentials, identity: null, home };
  }
}

/** Keys are known in their own partition only; without a region each is asked until one knows them. */
async function identityIn(
  homes: readonly string[],
  { place }: TryRequest,
  connecting: Connecting & TryOptions & { readonly credentials: CredentialsProvider },
  signal: AbortSignal,
): Promise<string> {
  let first: unknown;
  for (const region of homes) {
    try {
      return await callerIdentity(place, { ...connecting, region }, signal);
    } catch (error) {
      first ??= error;
      const isUnknownKey =
        error instanceof BucketError && /does not know the access key id/.test(error.message);
      if (!isUnknownKey) break;
    }
  }
  throw first;
}

/** A code of MFA is good for one sign-in. */
function codeOnce(mfaCode: string | null) {
  let left = mfaCode;
  let wanted: string | null = null;
  return {
    ask: (serial: string): Promise<string> => {
      const code = left;
      left = null;
      if (code !== null) return Promise.resolve(code);
      wanted = serial;
      return Promise.reject(new MfaNeeded(serial));
    },
    wanted: () => wanted,
  };
}

async function hintedRegion(signIn: SignIn): Promise<string | null> {
  switch (signIn.kind) {
    case 'profile':
      return profileRegion(signIn.profile);
    case 'default':
      return profileRegion(null);
    default:
      return null;
  }
}

async function listOnce(place: BucketPlace, options: OpenOptions, signal: AbortSignal): Promise<ListPage> {
  try {
    return await listIn(place, options, signal);
  } catch (error) {
    const { expectedOwner } = place;
    if (!(error instanceof BucketError) || error.fault !== 'denied' || expectedOwner === null) throw error;
    // Another owner and a missing permission get the same answer; without the condition they differ.
    const isOpen = await listIn({ ...place, expectedOwner: null }, options, signal).then(
      () => true,
      () => false,
    );
    if (!isOpen) throw error;
    throw new BucketError(
      'bucket',
      `The bucket ${place.bucket} does not belong to the account ${expectedOwner}.`,
      'Check the account and the name of the bucket: somebody else may have taken the name.',
    );
  }
}

async function listIn(place: BucketPlace, options: OpenOptions, signal: AbortSignal): Promise<ListPage> {
  const bucket = openBucket(place, options);
  try {
    return await bucket.list({ prefix: place.prefix, byFolder: true }, signal);
  } finally {
    bucket.close();
  }
}

function refuseUnfitCa(caPem: string | null): void {
  if (caPem === null) return;
  try {
    new X509Certificate(caPem);
  } catch {
    // What OpenSSL says of it helps nobody.
    throw new BucketError(
      'signIn',
      'The file of the private authority holds no certificate.',
      'Choose a PEM file: it begins with “-----BEGIN CERTIFICATE-----”.',
    );
  }
}

function regionMessage({ region: given }: BucketPlace, region: string): string {
  return given === null ? `The bucket lies in ${region}.` : `${region}, as it was given.`;
}

function listMessage({ prefix }: BucketPlace, { objects, folders, next }: ListPage): string {
  const where = prefix === '' ? 'the bucket' : 'the prefix';
  const count = `${folders.length} folders and ${objects.length} objects`;
  return `${next === null ? count : `More than ${count}`} lie at the top of ${where}.`;
}

function passed(check: ConnectionCheck['check'], message: string): ConnectionCheck {
  return { check, state: 'ok', message, advice: null };
}

function skipped(message: string): ConnectionCheck {
  return { check: 'signIn', state: 'skipped', message, advice: null };
}

/** The step that failed, and those after it, which were not tried. */
function failedAt(done: readonly ConnectionCheck[], { message, advice }: BucketError): ConnectionCheck[] {
  return order.map((check, at): ConnectionCheck => {
    const own = done[at];
    if (own !== undefined) return own;
    if (at === done.length) return { check, state: 'failed', message, advice };
    return { check, state: 'skipped', message: 'Not tried.', advice: null };
  });
}

function askedKeys({ bucket, endpoint, expectedOwner }: BucketPlace, region: string) {
  return {
    action: 'credentials' as const,
    bucket,
    key: '',
    region,
    endpoint,
    expectedOwner,
    isAnonymous: false,
  };
}
