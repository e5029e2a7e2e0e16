import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Connections } from '../../../electron/engine/connections.ts';
import { bucketAt, listAll, listed, placeAt, reader, signal } from './place.ts';

/** Against an S3 that others wrote. */
let server: FauxqsServer;
let url: string;
const prefix = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/';

beforeAll(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: 'eu-west-1' });
  url = server.address.replace('0.0.0.0', '127.0.0.1');
  const { accessKeyId, secretAccessKey } = reader;
  const credentials = { accessKeyId, secretAccessKey };
  const client = new S3Client({ endpoint: url, region: 'eu-west-1', forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket: 'trail-bucket' }));
  for (let at = 0; at < 25; at++) {
    const day = String(1 + (at % 5)).padStart(2, '0');
    const Key = `${prefix}${day}/${String(at).padStart(3, '0')}.json.gz`;
    const Metadata = { signature: 'a1b2c3' };
    await client.send(new PutObjectCommand({ Bucket: 'trail-bucket', Key, Body: `body ${at}`, Metadata }));
  }
  client.destroy();
});
afterAll(() => server.stop());

describe('an S3 that others wrote', () => {
  it('is listed by folder and by key, from a key on', async () => {
    const bucket = bucketAt({ url }, { region: 'eu-west-1' });
    const { folders } = await bucket.list({ prefix, byFolder: true }, signal);
    expect(folders).toEqual(['01', '02', '03', '04', '05'].map((day) => `${prefix}${day}/`));
    expect(await listAll(bucket, { prefix, byFolder: false })).toHaveLength(25);
    const startAfter = `${prefix}03/007.json.gz`;
    expect(
      (await listAll(bucket, { prefix: `${prefix}03/`, byFolder: false, startAfter })).map(({ key }) => key),
    ).toEqual(['012', '017', '022'].map((at) => `${prefix}03/${at}.json.gz`));
  });

  it('gives objects with their metadata', async () => {
    const bucket = bucketAt({ url }, { region: 'eu-west-1' });
    const object = await listed(bucket, `${prefix}01/000.json.gz`);
    const { bytes, facts } = await bucket.get(object, signal);
    expect([Buffer.from(bytes).toString(), facts.etag, facts.metadata]).toEqual([
      'body 0',
      object.etag,
      { signature: 'a1b2c3' },
    ]);
  });

  it('is connected to', async () => {
    const connections = new Connections({ firstWaitMs: 0 });
    const { accessKeyId, secretAccessKey } = reader;
    const signIn = { kind: 'keys', accessKeyId, secretAccessKey, sessionToken: null } as const;
    const request = { place: placeAt(url), signIn, mfaCode: null, caPem: null };
    const result = await connections.connect(request, signal);
    connections.dispose();
    expect(result).toMatchObject({
      kind: 'connected',
      identity: 'arn:aws:iam::000000000000:root',
      checks: ['signIn', 'region', 'list', 'layout'].map((check) => ({ check, state: 'ok' })),
    });
  });
});
