import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseInfo, LedgerRow } from '../../../electron/contract/api.ts';
import { logBody, logKey, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import {
  type FaultObject,
  type FaultS3,
  type FaultS3Options,
  faults,
  startFaultS3,
} from '../../support/fault-s3.ts';
import { placeAt, reader, session } from '../s3/place.ts';
import { connect, everything, keys, sync, when } from './sync-desk.ts';

let desk: TestEngine;
let server: FaultS3;
let info: CaseInfo;

beforeEach(async () => {
  desk = await startTestEngine();
  info = await desk.newCase();
});
afterEach(async () => {
  await desk.stop();
  await server.stop();
});

const start = async (options: FaultS3Options): Promise<void> => {
  server = await startFaultS3({ credentials: [reader], ...options });
};
const begin = async (connection: string): Promise<string> => {
  const request = { case: info.case, connection, choice: everything, selectorsJson: null, concurrency: 4 };
  return (await desk.engine.call('sync.start', request)).job;
};
const ledger = async (): Promise<LedgerRow[]> => {
  const request = { case: info.case, status: null, text: '', offset: 0, limit: 1000 };
  return (await desk.engine.call('ledger.page', request)).rows;
};
const notFetched = async (): Promise<LedgerRow[]> =>
  (await ledger()).filter(({ status }) => status === 'notFetched');
const history = () => desk.engine.call('sync.history', { case: info.case });
/** What the case file holds, read beside the engine. */
function rows(sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(`${info.place}/${info.name}`, { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}
const wrongKeys = { ...keys, kind: 'keys', secretAccessKey: 'not/the/secret/EXAMPLEKEY' } as const;

describe('the signature', () => {
  it('is checked by the server, so that a wrong secret is told before a sync can begin', async () => {
    await start({ objects: trailObjects(2) });
    const request = { place: placeAt(server.url), signIn: wrongKeys, mfaCode: null, caFile: null };
    const result = await desk.engine.call('s3.connect', request);
    if (result.kind !== 'failed') throw new Error(`It is ${result.kind}.`);
    const failed = result.checks.filter(({ state }) => state === 'failed');
    expect(failed).toMatchObject([{ check: 'list', message: expect.stringMatching(/secret/i) }]);
  });

  it('asks for a sign-in when the secret is changed under a running sync, and goes on with the new one', async () => {
    await start({ objects: trailObjects(40) });
    server.addRules({
      operation: 'get',
      after: 10,
      times: 1,
      fault: { kind: 'first', run: (s3) => s3.setCredentials([session]) },
    });
    const id = await begin(await connect(desk.engine, server.url));
    const waiting = await when(desk.engine, id, ({ state }) => state === 'waiting');
    expect(waiting.question).toMatchObject({ kind: 'signIn', place: { bucket: 'trail-bucket' } });
    const { accessKeyId, secretAccessKey, sessionToken = null } = session;
    const newKeys = { kind: 'keys', accessKeyId, secretAccessKey, sessionToken } as const;
    const connection = await connect(desk.engine, server.url, newKeys);
    await desk.engine.call('jobs.answer', { job: id, answer: { kind: 'signIn', connection } });
    expect(await endOf(desk.engine, id)).toMatchObject({ state: 'done', importResult: { events: 80 } });
    expect(await history()).toMatchObject([{ outcome: 'done', listed: 40, fetched: 40, known: 0 }]);
  });

  it.each([20, -20])(
    'is made by the clock of S3 when this machine’s is wrong by %s minutes',
    async (minutes) => {
      await start({ objects: trailObjects(20), clockSkewMs: minutes * 60_000 });
      const job = await sync(desk.engine, info, await connect(desk.engine, server.url));
      expect(job).toMatchObject({ state: 'done', importResult: { files: { read: 20 }, events: 40 } });
    },
  );
});

describe('an organization of which one account is denied', () => {
  const root = 'AWSLogs/o-exampleorg1/';
  const objectsOf = (account: string, from: number): FaultObject[] =>
    Array.from({ length: 10 }, (_, n) => ({
      key: logKey('2026-03-01', from + n, account).replace('AWSLogs/', root),
      body: logBody(recordNumber(from + n)),
    }));
  const accounts = ['111122223333', '444455556666', '777788889999'];
  const objects = accounts.flatMap((account, at) => objectsOf(account, 100 * at));

  it.each([
    ['its folder', `${root}444455556666/`],
    ['its days', `${root}444455556666/CloudTrail/eu-west-1/`],
  ])('brings the others where %s may not be listed, and names it in the ledger', async (_, keyPrefix) => {
    await start({ objects, rules: [{ operation: 'list', keyPrefix, fault: faults.accessDenied }] });
    const job = await sync(desk.engine, info, await connect(desk.engine, server.url));
    expect(job).toMatchObject({ state: 'done', importResult: { files: { read: 20 }, events: 20 } });
    for (const place of job.places ?? []) expect(place.done).toBe(place.total);
    expect(job.places?.map(({ account }) => account)).not.toContain('');
    const denied = await notFetched();
    expect(denied).toHaveLength(1);
    expect(denied[0]?.reason).toMatch(/444455556666.*s3:ListBucket/);
    server.clearRules();
    await sync(desk.engine, info, await connect(desk.engine, server.url));
    expect(rows("SELECT count(*) AS n FROM objects WHERE status = 'read'")).toMatchObject([{ n: 30 }]);
  });

  it('brings the others where its objects may not be read, and names each with the permission', async () => {
    const keyPrefix = `${root}444455556666/`;
    await start({ objects, rules: [{ operation: 'get', keyPrefix, fault: faults.accessDenied }] });
    const job = await sync(desk.engine, info, await connect(desk.engine, server.url));
    expect(job).toMatchObject({ state: 'done', importResult: { files: { read: 20, notFetched: 10 } } });
    expect(job.places).toMatchObject([
      { account: '111122223333', done: 10, notFetched: 0 },
      { account: '444455556666', done: 10, notFetched: 10 },
      { account: '777788889999', done: 10, notFetched: 0 },
    ]);
    const denied = await notFetched();
    expect(denied.map(({ key }) => key)).toEqual(objects.slice(10, 20).map(({ key }) => key));
    for (const { key, reason } of denied)
      expect(reason).toContain(`s3:GetObject on arn:aws:s3:::trail-bucket/${key}`);
  });
});

describe('a listing of ten pages', () => {
  const pages = (): number =>
    new Set(
      server.requests
        .filter(({ operation }) => operation === 'list')
        .flatMap(({ query }) => query.get('continuation-token') ?? []),
    ).size;

  it('is followed to its end', async () => {
    const objects = Array.from({ length: 95 }, (_, n) => ({
      key: logKey('2026-03-01', n).replace('T10', `T${10 + Math.floor(n / 60)}`),
      body: logBody(recordNumber(n)),
    }));
    await start({ objects, pageSize: 10 });
    const job = await sync(desk.engine, info, await connect(desk.engine, server.url));
    expect(job).toMatchObject({ state: 'done', importResult: { files: { read: 95 }, events: 95 } });
    expect(pages()).toBe(9);
    expect((await ledger()).map(({ key }) => key)).toEqual(objects.map(({ key }) => key));
  });
});

describe('bytes that never fit', () => {
  it.each([
    ['the checksum', 'wrongChecksum'],
    ['the ETag', 'flipped'],
    ['the length', 'truncated'],
  ] as const)('are not taken where %s is another each time: the ledger says so', async (_, fault) => {
    const objects = trailObjects(6).map((object) => ({ ...object, checksum: 'CRC32' as const }));
    const key = objects[0]?.key ?? '';
    await start({ objects, rules: [{ operation: 'get', key, fault: faults[fault] }] });
    const connection = await connect(desk.engine, server.url);
    const job = await sync(desk.engine, info, connection);
    expect(job).toMatchObject({ state: 'done', importResult: { files: { read: 5, notFetched: 1 } } });
    expect(await notFetched()).toMatchObject([{ key, reason: expect.stringMatching(/damaged|broke off/) }]);
    server.clearRules();
    expect((await sync(desk.engine, info, connection)).importResult).toMatchObject({ files: { read: 1 } });
    expect(await notFetched()).toEqual([]);
  });
});

describe('a network that goes in the middle', () => {
  it('is waited for and said in the job’s note; the sync goes on, and counts nothing twice', async () => {
    const objects = trailObjects(200);
    let isGone: Promise<void> = Promise.resolve();
    await start({
      objects,
      rules: [
        {
          operation: 'get',
          after: 60,
          times: 1,
          fault: {
            kind: 'first',
            run: (s3) => {
              isGone = s3.stop();
            },
          },
        },
      ],
    });
    const id = await begin(await connect(desk.engine, server.url));
    const waiting = await when(desk.engine, id, ({ note }) => note !== null);
    expect(waiting).toMatchObject({
      state: 'running',
      note: expect.stringMatching(/Trying again in \d+ s\.$/),
    });
    await isGone;
    await start({ objects, port: Number(new URL(server.url).port) });
    const job = await endOf(desk.engine, id);
    expect(job).toMatchObject({
      state: 'done',
      note: null,
      importResult: { files: { seen: 200, read: 200 }, events: 400 },
    });
    expect(job.places).toMatchObject([
      { done: 100, total: 100 },
      { done: 100, total: 100 },
    ]);
    expect(await history()).toMatchObject([{ outcome: 'done', listed: 200, fetched: 200, known: 0 }]);
  }, 120_000);
});

describe('a bucket with versions', () => {
  const key = logKey('2026-03-01', 1);
  const versions = () =>
    rows('SELECT s.object_id, s.version_id, s.replaces FROM s3_objects AS s ORDER BY s.object_id');

  it('brings the current version, keeps the ones before it, and keeps what was deleted', async () => {
    await start({ objects: [{ key, body: logBody(recordNumber(1)), versionId: 'one' }] });
    const connection = await connect(desk.engine, server.url);
    await sync(desk.engine, info, connection);
    server.put({ key, body: logBody(recordNumber(2)), versionId: 'two' });
    await sync(desk.engine, info, connection);
    // A delete marker takes it out of the listing.
    server.remove(key);
    await sync(desk.engine, info, connection);
    expect(versions()).toEqual([
      { object_id: 1, version_id: 'one', replaces: null },
      { object_id: 2, version_id: 'two', replaces: 1 },
    ]);
    expect(rows('SELECT count(*) AS n FROM blobs')).toMatchObject([{ n: 2 }]);
  });

  it('does not take another version than the one it listed; the next sync brings that', async () => {
    const newer = { key, body: logBody(recordNumber(2)), versionId: 'two' };
    await start({
      objects: [{ key, body: logBody(recordNumber(1)), versionId: 'one' }],
      rules: [{ operation: 'get', times: 1, fault: { kind: 'first', run: (s3) => s3.put(newer) } }],
    });
    const connection = await connect(desk.engine, server.url);
    await sync(desk.engine, info, connection);
    expect(await notFetched()).toMatchObject([{ key, reason: expect.stringMatching(/replaced after/) }]);
    await sync(desk.engine, info, connection);
    expect(await notFetched()).toEqual([]);
    expect(versions()).toMatchObject([{ version_id: 'two', replaces: null }]);
  });
});
