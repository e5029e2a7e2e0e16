import { createServer } from 'node:http';
import fc from 'fast-check';
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

describe('listing', () => {
  it('goes through many pages in the order of keys', async () => {
    const keys = Array.from({ length: 95 }, (_, at) => `logs/${String(at).padStart(3, '0')}`);
    const objects = keys.toReversed().map((each) => ({ key: each, body: each }));
    server = await startFaultS3({ objects, pageSize: 10, credentials: [reader] });
    const found = await listAll(bucketAt(server), { prefix: 'logs/', byFolder: false });
    expect(found.map((each) => each.key)).toEqual(keys);
    expect(countOf(server, 'list')).toBe(10);
  });

  it('begins after a key, and names folders instead of what lies in them', async () => {
    await serve(['a/1', 'a/2', 'b/1', 'c', 'd/1'].map((each) => ({ key: each, body: 'x' })));
    const bucket = bucketAt(server);
    const after = await bucket.list({ prefix: '', byFolder: false, startAfter: 'a/2' }, signal);
    expect(after.objects.map((each) => each.key)).toEqual(['b/1', 'c', 'd/1']);
    const folders = await bucket.list({ prefix: '', byFolder: true }, signal);
    expect([folders.folders, folders.objects.map((each) => each.key), folders.next]).toEqual([
      ['a/', 'b/', 'd/'],
      ['c'],
      null,
    ]);
  });

  it('says of an object what S3 says', async () => {
    const lastModifiedMs = Date.UTC(2026, 2, 1, 13, 14, 15);
    await serve([{ key, body: 'abc', storageClass: 'STANDARD_IA', lastModifiedMs }]);
    expect(await listed(bucketAt(server), key)).toEqual({
      key,
      sizeBytes: 3,
      etag: '900150983cd24fb0d6963f7d28e17f72',
      lastModifiedMs,
      storageClass: 'STANDARD_IA',
    });
  });

  it('takes keys as they are: dots, slashes, spaces, quotes, controls, other scripts', async () => {
    const keys = [
      '../up/../../etc/passwd',
      '//twice//',
      './here',
      'a b+c%20d',
      'a\u0001b\nc',
      '<b>&amp;"\'</b>',
      '日本/\u{1f600}?#[]',
      "(it's)*!",
    ];
    await serve(keys.map((each) => ({ key: each, body: each })));
    const bucket = bucketAt(server);
    const found = await listAll(bucket, { prefix: '', byFolder: false });
    expect(found.map((each) => each.key).sort()).toEqual(keys.toSorted());
    expect(server.requests[0]?.query.get('encoding-type')).toBe('url');
    for (const object of found) {
      const { bytes } = await bucket.get(object, signal);
      expect(Buffer.from(bytes).toString()).toBe(object.key);
    }
  });

  it('takes any key there can be', async () => {
    await serve([]);
    const bucket = bucketAt(server);
    const anyKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(anyKey, fc.integer({ min: 0, max: 1e9 }), async (tail, folder) => {
        const own = `${folder}/${tail}`;
        server.put({ key: own, body: own });
        const { bytes } = await bucket.get(await listed(bucket, own), signal);
        expect(Buffer.from(bytes).toString()).toBe(own);
      }),
      { numRuns: 60 },
    );
  });

  it('does not take a web page for an empty bucket', async () => {
    const page = createServer((_request, response) => response.end('<html><body>Welcome</body></html>'));
    await new Promise<void>((resolve) => page.listen(0, '127.0.0.1', resolve));
    const address = page.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const bucket = bucketAt({ url: `http://127.0.0.1:${port}` });
    const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
    bucket.close();
    page.close();
    expect([error.fault, error.advice]).toEqual([
      'bucket',
      expect.stringContaining('the endpoint speaks S3'),
    ]);
  });

  it('sends who pays and whose bucket it must be', async () => {
    await serve([{ key, body }]);
    const bucket = bucketAt(server, {}, { requesterPays: true, expectedOwner: '111122223333' });
    await bucket.get(await listed(bucket, key), signal);
    expect(
      server.requests.map(({ headers }) => [
        headers['x-amz-request-payer'],
        headers['x-amz-expected-bucket-owner'],
      ]),
    ).toEqual([
      ['requester', '111122223333'],
      ['requester', '111122223333'],
    ]);
  });
});

describe('cancelling', () => {
  it('ends a request that hangs, and a wait between attempts', async () => {
    await serve([{ key, body }], { operation: 'get', fault: { kind: 'hang', when: 'inBody' } });
    const bucket = bucketAt(server);
    const object = await listed(bucket, key);
    const enough = new AbortController();
    const fetching = bucket.get(object, enough.signal);
    enough.abort(new Error('enough'));
    await expect(fetching).rejects.toThrow('enough');

    server.clearRules();
    const waiting = new AbortController();
    server.addRules({ operation: 'get', fault: faults.slowDown });
    const slow = bucketAt(server, {
      firstWaitMs: 1_000_000,
      onRetry: () => queueMicrotask(() => waiting.abort(new Error('no more'))),
    });
    await expect(slow.get(object, waiting.signal)).rejects.toThrow('no more');
  });
});

describe('many requests at a time', () => {
  it('listen to one signal without a warning', async () => {
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(warning.name);
    process.on('warning', note);
    await serve([{ key, body }]);
    const bucket = bucketAt(server);
    const object = await listed(bucket, key);
    const own = new AbortController();
    await Promise.all(Array.from({ length: 40 }, () => bucket.get(object, own.signal)));
    process.off('warning', note);
    expect(warnings).not.toContain('MaxListenersExceededWarning');
  });
});

describe('signing in', () => {
  it('signs with a session token', async () => {
    await serve([{ key, body }]);
    const bucket = bucketAt(server, { credentials: () => Promise.resolve(session) });
    await bucket.get(await listed(bucket, key), signal);
    expect(server.requests.map((each) => each.accessKeyId)).toEqual([
      session.accessKeyId,
      session.accessKeyId,
    ]);
  });

  it('does not sign where nobody signs in', async () => {
    server = await startFaultS3({ objects: [{ key, body }], credentials: [reader], isPublic: true });
    const bucket = bucketAt(server, { credentials: null });
    await bucket.get(await listed(bucket, key), signal);
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
  });

  it('learns the server’s clock where this one is wrong', async () => {
    server = await startFaultS3({
      objects: [{ key, body }],
      credentials: [reader],
      clockSkewMs: 3 * 3_600_000,
    });
    const bucket = bucketAt(server);
    const { bytes } = await bucket.get(await listed(bucket, key), signal);
    expect(bytes.length).toBe(body.length);
    expect([countOf(server, 'list'), countOf(server, 'get')]).toEqual([2, 1]);
  });
});
