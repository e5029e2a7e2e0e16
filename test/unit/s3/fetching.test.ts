import { afterEach, describe, expect, it } from 'vitest';
import {
  type FaultObject,
  type FaultRule,
  type FaultS3,
  faults,
  startFaultS3,
} from '../../support/fault-s3.ts';
import { bucketAt, countOf, failureOf, listAll, listed, reader, session, signal } from './place.ts';

const key = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/a.json.gz';
const body = Buffer.from('{"Records":[]}'.repeat(2000));

let server: FaultS3;
afterEach(() => server.stop());

async function serve(objects: readonly FaultObject[], ...rules: readonly FaultRule[]): Promise<FaultS3> {
  server = await startFaultS3({ objects, rules, credentials: [reader, session] });
  return server;
}

describe('fetching', () => {
  it('keeps what S3 says beside the bytes', async () => {
    const kmsKeyId = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const metadata = { signature: 'a1b2', 'signature-algorithm': 'SHA256withRSA' };
    await serve([
      { key, body, metadata, versionId: 'v1', kmsKeyId, checksum: 'SHA256', storageClass: 'STANDARD_IA' },
    ]);
    const bucket = bucketAt(server);
    const object = await listed(bucket, key);
    const { bytes, facts } = await bucket.get(object, signal);
    expect(Buffer.from(bytes).equals(body)).toBe(true);
    expect(bytes.buffer.byteLength).toBe(body.length);
    expect(facts).toEqual({
      etag: object.etag,
      versionId: 'v1',
      lastModifiedMs: Date.UTC(2026, 2, 1, 12),
      storageClass: 'STANDARD_IA',
      encryption: 'aws:kms',
      kmsKeyId,
      checksums: { SHA256: expect.stringMatching(/^[\w+/]{43}=$/) },
      metadata,
    });
  });

  it('asks for the version that was listed, and for checksums', async () => {
    await serve([{ key, body }]);
    const bucket = bucketAt(server);
    const object = await listed(bucket, key);
    await bucket.get(object, signal);
    expect(server.requests.at(-1)?.headers).toMatchObject({
      'if-match': `"${object.etag}"`,
      'x-amz-checksum-mode': 'ENABLED',
    });
  });

  it('takes an empty object', async () => {
    await serve([{ key, body: '' }]);
    const bucket = bucketAt(server);
    expect((await bucket.get(await listed(bucket, key), signal)).bytes.length).toBe(0);
  });

  it.each([
    ['throttling', faults.slowDown],
    ['an internal error', faults.internalError],
    ['a reset before the answer', faults.resetBefore],
    ['a reset in the middle of the body', faults.resetInBody],
    ['a body that ends early', faults.truncated],
    ['a byte that came wrong', faults.flipped],
    ['a checksum that does not fit', faults.wrongChecksum],
  ])('gets over %s', async (_name, fault) => {
    await serve([{ key, body, checksum: 'CRC32' }], { operation: 'get', times: 2, fault });
    const bucket = bucketAt(server);
    const { bytes } = await bucket.get(await listed(bucket, key), signal);
    expect(Buffer.from(bytes).equals(body)).toBe(true);
    expect(countOf(server, 'get')).toBe(3);
  });

  it.each([
    ['reset', faults.resetInBody],
    ['ended', faults.truncated],
  ])(
    'gives up on one object, and not on the network, where its body is %s each time',
    async (_name, fault) => {
      await serve([{ key, body }], { operation: 'get', fault });
      const bucket = bucketAt(server);
      const error = await failureOf(bucket.get(await listed(bucket, key), signal));
      expect([error.fault, error.message]).toEqual(['corrupt', expect.stringContaining(key)]);
    },
  );

  it('finds a wrong byte by the ETag alone', async () => {
    await serve([{ key, body }], { operation: 'get', times: 1, fault: faults.flipped });
    const bucket = bucketAt(server);
    expect(Buffer.from((await bucket.get(await listed(bucket, key), signal)).bytes).equals(body)).toBe(true);
    expect(countOf(server, 'get')).toBe(2);
  });

  it.each([
    { kmsKeyId: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd' },
    { etag: '0123456789abcdef0123456789abcdef-3' },
  ])('does not take for an MD5 what is none: %j', async (change) => {
    await serve([{ key, body, ...change }]);
    const bucket = bucketAt(server);
    await bucket.get(await listed(bucket, key), signal);
    expect(countOf(server, 'get')).toBe(1);
  });

  it('gets over a connection that stands still', async () => {
    await serve(
      [{ key, body }],
      { operation: 'get', times: 1, fault: { kind: 'hang', when: 'inBody' } },
      { operation: 'get', times: 1, fault: { kind: 'hang', when: 'before' } },
    );
    const bucket = bucketAt(server, { timeoutMs: 300 });
    const { bytes } = await bucket.get(await listed(bucket, key), signal);
    expect(Buffer.from(bytes).equals(body)).toBe(true);
  });

  it('gives up on throttling after its attempts, and says so', async () => {
    await serve([{ key, body }], { operation: 'get', fault: faults.slowDown });
    const told: string[] = [];
    const bucket = bucketAt(server, { maxAttempts: 4, onRetry: (why) => told.push(why) });
    const error = await failureOf(bucket.get(await listed(bucket, key), signal));
    expect([error.fault, error.message]).toEqual([
      'network',
      `127.0.0.1:${new URL(server.url).port} kept asking to slow down.`,
    ]);
    expect([countOf(server, 'get'), told]).toEqual([4, ['throttled', 'throttled', 'throttled']]);
  });

  it('gives up on bytes that never fit', async () => {
    await serve([{ key, body }], { operation: 'get', fault: faults.flipped });
    const bucket = bucketAt(server);
    const error = await failureOf(bucket.get(await listed(bucket, key), signal));
    expect([error.fault, countOf(server, 'get')]).toEqual(['corrupt', 3]);
  });

  it('does not read more than was listed', async () => {
    await serve([{ key, body, etag: 'same-1' }], {
      operation: 'get',
      fault: {
        kind: 'first',
        run: (own) => own.put({ key, body: Buffer.concat([body, body]), etag: 'same-1' }),
      },
    });
    const bucket = bucketAt(server);
    const error = await failureOf(bucket.get(await listed(bucket, key), signal));
    expect([error.fault, error.message]).toEqual([
      'corrupt',
      expect.stringContaining('more bytes than were listed'),
    ]);
  });

  it('refuses an object that is larger than any file may be, without asking for it', async () => {
    await serve([{ key, body }]);
    const bucket = bucketAt(server);
    const object = { ...(await listed(bucket, key)), sizeBytes: 2 ** 40 };
    expect((await failureOf(bucket.get(object, signal))).message).toContain('is larger than 512 MiB');
    expect(countOf(server, 'get')).toBe(0);
  });

  it('says that an object was deleted or replaced in between', async () => {
    const other = `${key}.2`;
    await serve(
      [
        { key, body },
        { key: other, body },
      ],
      { operation: 'get', key, times: 1, fault: { kind: 'first', run: (own) => own.remove(key) } },
      {
        operation: 'get',
        key: other,
        times: 1,
        fault: { kind: 'first', run: (own) => own.put({ key: other, body: 'other' }) },
      },
    );
    const bucket = bucketAt(server);
    const [first, second] = await listAll(bucket, { prefix: '', byFolder: false });
    if (first === undefined || second === undefined) throw new Error('Two objects were put.');
    const errors = [await failureOf(bucket.get(first, signal)), await failureOf(bucket.get(second, signal))];
    expect(errors.map(({ fault, message }) => [fault, message])).toEqual([
      ['gone', `It was deleted after it had been listed: the object “${key}” in the bucket trail-bucket.`],
      ['gone', `It was replaced after it had been listed: the object “${other}” in the bucket trail-bucket.`],
    ]);
  });
});
