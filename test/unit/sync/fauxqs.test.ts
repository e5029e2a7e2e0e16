import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DatabaseSync } from '@photostructure/sqlite';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { logBody, logKey, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { reader } from '../s3/place.ts';
import { connect, everything, keys, sync } from './sync-desk.ts';

/** Whole syncs against an S3 that others wrote. */
let desk: TestEngine;
let server: FauxqsServer;
let url: string;
let client: S3Client;
let info: CaseInfo;

const Bucket = 'trail-bucket';
const change = { region: 'eu-west-1' };
const put = (key: string, body: Uint8Array, metadata: Record<string, string> = {}) =>
  client.send(new PutObjectCommand({ Bucket, Key: key, Body: body, Metadata: metadata }));

beforeEach(async () => {
  server = await startFauxqs({ port: 0, logger: false, defaultRegion: 'eu-west-1' });
  url = server.address.replace('0.0.0.0', '127.0.0.1');
  const { accessKeyId, secretAccessKey } = reader;
  const credentials = { accessKeyId, secretAccessKey };
  client = new S3Client({ endpoint: url, region: 'eu-west-1', forcePathStyle: true, credentials });
  await client.send(new CreateBucketCommand({ Bucket }));
  desk = await startTestEngine();
  info = await desk.newCase();
});
afterEach(async () => {
  await desk.stop();
  client.destroy();
  await server.stop();
});

const keysInCase = async (): Promise<string[]> => {
  const request = { case: info.case, status: null, text: '', offset: 0, limit: 1000 };
  return (await desk.engine.call('ledger.page', request)).rows.map(({ key }) => key);
};
function rows(sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(`${info.place}/${info.name}`, { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

describe('a sync from an S3 that others wrote', () => {
  it('brings the trail with what S3 says of it, then only what is new, and keeps what was deleted', async () => {
    for (const { key, body } of trailObjects(24)) await put(key, Buffer.from(body), { signature: 'a1b2c3' });
    const connection = await connect(desk.engine, url, keys, change);
    const first = await sync(desk.engine, info, connection);
    expect(first).toMatchObject({ state: 'done', importResult: { files: { read: 24 }, events: 48 } });
    expect(first.places).toMatchObject([
      { region: 'eu-west-1', done: 12, total: 12 },
      { region: 'us-east-1', done: 12, total: 12 },
    ]);
    for (const { metadata } of rows('SELECT metadata FROM s3_objects'))
      expect(JSON.parse(String(metadata))).toEqual({ signature: 'a1b2c3' });

    await put(logKey('2026-03-02', 900), logBody(recordNumber(900)));
    await client.send(new DeleteObjectCommand({ Bucket, Key: trailObjects(1)[0]?.key }));
    const again = await sync(desk.engine, info, connection);
    expect(again).toMatchObject({ importResult: { files: { read: 1, alreadyPresent: 23 }, events: 1 } });
    expect(await keysInCase()).toHaveLength(25);
    expect(await desk.engine.call('sync.history', { case: info.case })).toMatchObject([
      { outcome: 'done', listed: 24, fetched: 1, known: 23, changed: 0 },
      { outcome: 'done', listed: 24, fetched: 24, known: 0 },
    ]);
  });

  it('goes over more than one page of a thousand keys', async () => {
    const body = logBody(recordNumber(1));
    const wanted = Array.from({ length: 2100 }, (_, n) => logKey('2026-03-01', n)).sort();
    for (let at = 0; at < wanted.length; at += 100)
      await Promise.all(wanted.slice(at, at + 100).map((key) => put(key, body)));
    const job = await sync(desk.engine, info, await connect(desk.engine, url, keys, change));
    expect(job).toMatchObject({ state: 'done', importResult: { files: { seen: 2100 } } });
    expect(rows('SELECT key FROM objects ORDER BY id').map(({ key }) => key)).toEqual(wanted);
  }, 120_000);

  it('begins at the first day of a choice and ends a day after the last', async () => {
    const days = ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'];
    for (const [n, day] of days.entries()) await put(logKey(day, n), logBody(recordNumber(n)));
    const connection = await connect(desk.engine, url, keys, change);
    const choice = { ...everything, sinceDay: '2026-02-28', untilDay: '2026-03-02' };
    await sync(desk.engine, info, connection, { choice });
    expect(await keysInCase()).toEqual(days.slice(1, 5).map((day, n) => logKey(day, n + 1)));
    await sync(desk.engine, info, connection, { choice: { ...everything, sinceDay: '2026-03-04' } });
    expect((await keysInCase()).slice(4)).toEqual([logKey('2026-03-04', 5)]);
  });

  const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/01/';
  it.each([
    'a+b.json.gz',
    'a b.json.gz',
    'a%2Fb.json.gz',
    'a%20b.json.gz',
    'a&b=c?d#e.json.gz',
    '<b>&amp;"\'.json.gz',
    'Überblick-日本-🔥.json.gz',
    "(a)!*'~.json.gz",
    'a:b;c@d,e$f.json.gz',
    '%.json.gz',
    'a\\b.json.gz',
  ])('brings a file that is called %s', async (name) => {
    await put(`${folder}${name}`, logBody(recordNumber(1)));
    const connection = await connect(desk.engine, url, keys, change);
    expect(await sync(desk.engine, info, connection)).toMatchObject({
      state: 'done',
      importResult: { files: { read: 1 }, events: 1 },
    });
    expect(await keysInCase()).toEqual([`${folder}${name}`]);
    expect((await sync(desk.engine, info, connection)).importResult).toMatchObject({
      files: { alreadyPresent: 1 },
      events: 0,
    });
  });

  it('finds a trail below a prefix of odd characters, and only that one', async () => {
    const prefix = 'ours & theirs/50%25+ü/';
    await put(`${prefix}${logKey('2026-03-01', 1)}`, logBody(recordNumber(1)));
    await put(logKey('2026-03-01', 2), logBody(recordNumber(2)));
    const connection = await connect(desk.engine, url, keys, { ...change, prefix });
    await sync(desk.engine, info, connection);
    expect(await keysInCase()).toEqual([`${prefix}${logKey('2026-03-01', 1)}`]);
  });
});
