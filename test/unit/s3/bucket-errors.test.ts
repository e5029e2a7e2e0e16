import { afterEach, describe, expect, it } from 'vitest';
import {
  type Fault,
  type FaultS3,
  type FaultS3Options,
  faults,
  startFaultS3,
} from '../../support/fault-s3.ts';
import { bucketAt, failureOf, listed, reader, session, signal } from './place.ts';

const key = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/a.json.gz';
const object = `the object “${key}” in the bucket trail-bucket`;
const Object_ = `The object “${key}” in the bucket trail-bucket`;

let server: FaultS3;
afterEach(() => server.stop());

async function start(options: FaultS3Options = {}): Promise<FaultS3> {
  server = await startFaultS3({ credentials: [reader, session], objects: [{ key, body: 'x' }], ...options });
  return server;
}

function told(error: { fault: string; message: string; advice: string }) {
  return { fault: error.fault, message: error.message, advice: error.advice };
}

async function getError(fault: Fault) {
  await start({ rules: [{ operation: 'get', fault }] });
  const bucket = bucketAt(server, { maxAttempts: 2 });
  return told(await failureOf(bucket.get(await listed(bucket, key), signal)));
}

async function listError(fault: Fault, prefix = '') {
  await start({ rules: [{ operation: 'list', fault }] });
  const bucket = bucketAt(server, { maxAttempts: 2 });
  return told(await failureOf(bucket.list({ prefix, byFolder: true }, signal)));
}

describe('what is missing', () => {
  it('names the permission for an object', async () => {
    expect(await getError(faults.accessDenied)).toEqual({
      fault: 'denied',
      message: `Access to ${object} is denied: s3:GetObject on arn:aws:s3:::trail-bucket/${key} is missing.`,
      advice: `Ask for the permission s3:GetObject on arn:aws:s3:::trail-bucket/${key}.`,
    });
  });

  it('names the permission for a listing, and what AWS says of it', async () => {
    const message =
      'User: arn:aws:iam::111122223333:user/reader is not authorized to perform: s3:ListBucket on resource: "arn:aws:s3:::trail-bucket" because no identity-based policy allows the s3:ListBucket action';
    expect(await listError({ kind: 'error', status: 403, code: 'AccessDenied', message }, 'a/')).toEqual({
      fault: 'denied',
      message:
        'Access to “a/” in the bucket trail-bucket is denied: s3:ListBucket on arn:aws:s3:::trail-bucket is missing.',
      advice:
        'Ask for the permission s3:ListBucket on arn:aws:s3:::trail-bucket. AWS says why: no identity-based policy allows the s3:ListBucket action. Where the requester pays, say so in the place.',
    });
  });

  it('writes ARNs of the partition', async () => {
    await start({ region: 'us-gov-west-1', rules: [{ fault: faults.accessDenied }] });
    const bucket = bucketAt(server, { region: 'us-gov-west-1' });
    const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
    expect(error.message).toContain('s3:ListBucket on arn:aws-us-gov:s3:::trail-bucket');
  });

  it('names the KMS key', async () => {
    const arn = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    expect(await getError(faults.kmsDenied)).toEqual({
      fault: 'kms',
      message: `${Object_} cannot be decrypted: kms:Decrypt on ${arn} is missing.`,
      advice: `Ask for the permission kms:Decrypt on ${arn}, in your own policy and, from another account, in the key's.`,
    });
  });

  it('tells a key that is disabled from one that is not permitted', async () => {
    const fault = {
      kind: 'error',
      status: 400,
      code: 'KMS.DisabledException',
      message: 'arn:aws:kms:us-east-1:111122223333:key/k1 is disabled.',
    } as const;
    expect(await getError(fault)).toMatchObject({
      fault: 'kms',
      message: `${Object_} cannot be decrypted: arn:aws:kms:us-east-1:111122223333:key/k1 is disabled, pending deletion or gone.`,
    });
  });

  it.each([
    [{ storageClass: 'GLACIER' }, 'the class GLACIER', '1 minute to 12 hours'],
    [{ storageClass: 'DEEP_ARCHIVE' }, 'the class DEEP_ARCHIVE', '12 to 48 hours'],
    [
      { storageClass: 'INTELLIGENT_TIERING', archiveTier: 'DEEP_ARCHIVE_ACCESS' },
      'the tier DEEP_ARCHIVE_ACCESS of Intelligent-Tiering',
      '12 to 48 hours',
    ],
  ])('says of an archived object what to restore: %j', async (change, where, waiting) => {
    await start({ objects: [{ key, body: 'x', ...change }] });
    const bucket = bucketAt(server);
    const error = await failureOf(bucket.get(await listed(bucket, key), signal));
    expect([error.fault, error.message]).toEqual([
      'archived',
      `${Object_} lies in ${where} and is not restored.`,
    ]);
    expect(error.advice).toContain('s3:RestoreObject');
    expect(error.advice).toContain(waiting);
  });
});

describe('who asks', () => {
  it.each([
    [
      'an unknown key id',
      { ...reader, accessKeyId: 'AKIAI44QH8DHBEXAMPLE' },
      'does not know the access key id',
    ],
    [
      'a wrong secret',
      { ...reader, secretAccessKey: 'mistyped/EXAMPLEKEY' },
      'The secret access key does not belong',
    ],
    ['a missing session token', { ...session, sessionToken: '' }, 'The session token is missing'],
  ])('says of %s what is wrong', async (_name, keys, message) => {
    await start();
    const bucket = bucketAt(server, { credentials: () => Promise.resolve(keys) });
    const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
    expect([error.fault, error.message]).toEqual(['signIn', expect.stringContaining(message)]);
    expect(server.requests.length).toBe(1);
  });

  it('says that a sign-in has expired', async () => {
    await start({ credentials: [{ ...session, isExpired: true }] });
    const bucket = bucketAt(server, { credentials: () => Promise.resolve(session) });
    const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
    expect([error.fault, error.message]).toEqual(['signIn', 'The sign-in has expired.']);
  });

  it('says by how much the clock is wrong, where it cannot be learned', async () => {
    const fields = { ServerTime: new Date(Date.now() - 45 * 60_000).toISOString() };
    const fault = { kind: 'error', status: 403, code: 'RequestTimeTooSkewed', fields } as const;
    server = await startFaultS3({ rules: [{ fault }] });
    const bucket = bucketAt(server, { maxAttempts: 3 });
    const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
    expect([error.fault, error.message]).toEqual([
      'signIn',
      `The clock of this computer is too far from that of ${new URL(server.url).host}. It is 45 minutes fast.`,
    ]);
  });

  it('says that anonymous requests are not enough', async () => {
    await start();
    const error = await failureOf(
      bucketAt(server, { credentials: null }).list({ prefix: '', byFolder: true }, signal),
    );
    expect([error.fault, error.advice]).toEqual([
      'denied',
      'Sign in: without it only public buckets can be read. Where the requester pays, say so in the place.',
    ]);
  });
});

describe('where it lies', () => {
  it('names a bucket that does not exist', async () => {
    await start();
    const bucket = bucketAt(server, {}, { bucket: 'no-such-bucket' });
    const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
    expect([error.fault, error.message]).toEqual([
      'bucket',
      `There is no bucket no-such-bucket at 127.0.0.1:${new URL(server.url).port}.`,
    ]);
  });

  it('names the right region', async () => {
    await start({ region: 'eu-central-1' });
    const error = await failureOf(bucketAt(server).list({ prefix: '', byFolder: true }, signal));
    expect([error.fault, error.message]).toEqual([
      'bucket',
      'The bucket trail-bucket lies in the region eu-central-1, not in us-east-1.',
    ]);
  });

  it('names the host that refuses connections, and the one that nobody knows', async () => {
    await start();
    const { url } = server;
    await server.stop();
    const refused = await failureOf(
      bucketAt({ url }, { maxAttempts: 2 }).list({ prefix: '', byFolder: true }, signal),
    );
    expect([refused.fault, refused.message]).toEqual([
      'network',
      `${new URL(url).host} refuses connections.`,
    ]);
    const unknown = bucketAt({ url: 'http://s3.no-such-host.invalid' }, { maxAttempts: 1 });
    const error = await failureOf(unknown.list({ prefix: '', byFolder: true }, signal));
    expect([error.fault, error.message]).toEqual([
      'network',
      expect.stringMatching(
        /^The name of s3\.no-such-host\.invalid cannot be resolved \((?:ENOTFOUND|EAI_AGAIN)\)\.$/,
      ),
    ]);
  });

  it('says that something answers that is no S3', async () => {
    const error = await listError({
      kind: 'error',
      status: 418,
      code: 'Teapot',
      message: 'I am\u001b[31m a\nteapot\u202e',
    });
    expect(error).toEqual({
      fault: 'bucket',
      message: 'S3 does not give the bucket trail-bucket (Teapot, status 418): I am [31m a teapot',
      advice: 'Check that the endpoint speaks S3, and whether it wants path style.',
    });
  });
});
