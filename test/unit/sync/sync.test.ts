import { DatabaseSync } from '@photostructure/sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { logBody, logKey, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { type FaultS3, type FaultS3Options, faults, startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';
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
const gets = (): number => server.requests.filter(({ operation }) => operation === 'get').length;
const ledger = () =>
  desk.engine.call('ledger.page', { case: info.case, status: null, text: '', offset: 0, limit: 1000 });
const current = async (): Promise<CaseInfo> => {
  const found = (await desk.engine.call('cases.opened', {})).find(({ case: id }) => id === info.case);
  if (found === undefined) throw new Error('The case is not open.');
  return found;
};
/** What the case file holds, read beside the engine. */
function rows(sql: string): Record<string, unknown>[] {
  const db = new DatabaseSync(`${info.place}/${info.name}`, { readOnly: true });
  try {
    return db.prepare(sql).all();
  } finally {
    db.close();
  }
}

describe('a sync', () => {
  it('brings every file that was chosen, page after page, and the next one nothing', async () => {
    await start({ objects: trailObjects(60), pageSize: 7 });
    const connection = await connect(desk.engine, server.url);
    const job = await sync(desk.engine, info, connection);
    expect(job).toMatchObject({
      state: 'done',
      importResult: { files: { seen: 60, read: 60 }, events: 120 },
    });
    expect(job.places).toEqual([
      { account: '111122223333', region: 'eu-west-1', done: 30, total: 30, notFetched: 0 },
      { account: '111122223333', region: 'us-east-1', done: 30, total: 30, notFetched: 0 },
    ]);
    expect(gets()).toBe(60);
    const again = await sync(desk.engine, info, connection);
    expect(again).toMatchObject({
      state: 'done',
      importResult: { files: { alreadyPresent: 60 }, events: 0 },
    });
    expect(gets()).toBe(60);
    server.put({ key: logKey('2026-03-02', 900), body: logBody(recordNumber(900)) });
    expect((await sync(desk.engine, info, connection)).importResult).toMatchObject({ events: 1 });
    expect(gets()).toBe(61);
    expect(await desk.engine.call('sync.history', { case: info.case })).toMatchObject([
      { outcome: 'done', listed: 61, fetched: 1, known: 60 },
      { outcome: 'done', listed: 60, fetched: 0, known: 60 },
      { outcome: 'done', listed: 60, fetched: 60, known: 0 },
    ]);
  });

  it('brings the days of a choice and one more, of the regions that were chosen', async () => {
    const objects = ['2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03'].flatMap((day, n) => [
      { key: logKey(day, n), body: logBody(recordNumber(n)) },
      { key: logKey(day, n, '111122223333', 'us-east-1'), body: logBody(recordNumber(100 + n)) },
    ]);
    await start({ objects });
    const choice = { ...everything, regions: ['eu-west-1'], sinceDay: '2026-03-01', untilDay: '2026-03-01' };
    await sync(desk.engine, info, await connect(desk.engine, server.url), { choice });
    expect((await ledger()).rows.map(({ key }) => key)).toEqual([
      logKey('2026-03-01', 1),
      logKey('2026-03-02', 2),
    ]);
  });

  it('keeps what S3 says of an object beside its bytes', async () => {
    const key = logKey('2026-03-01', 1);
    const metadata = { signature: 'abcd', 'signature-algorithm': 'SHA256withRSA' };
    await start({ objects: [{ key, body: logBody(recordNumber(1)), metadata, versionId: 'v1' }] });
    await sync(desk.engine, info, await connect(desk.engine, server.url));
    const [row] = rows('SELECT * FROM s3_objects');
    expect(row).toMatchObject({ object_id: 1, version_id: 'v1', replaces: null });
    expect(JSON.parse(String(row?.metadata))).toMatchObject(metadata);
  });

  it('keeps both versions of an object that was changed in place, and says so', async () => {
    const key = logKey('2026-03-01', 1);
    await start({ objects: [{ key, body: logBody(recordNumber(1)) }] });
    const connection = await connect(desk.engine, server.url);
    await sync(desk.engine, info, connection);
    server.put({ key, body: logBody(recordNumber(1, { eventName: 'DeleteObject' })) });
    await sync(desk.engine, info, connection);
    expect(rows('SELECT object_id, replaces FROM s3_objects')).toMatchObject([
      { object_id: 1, replaces: null },
      { object_id: 2, replaces: 1 },
    ]);
    expect(rows("SELECT action FROM custody WHERE action = 'objectChanged'")).toHaveLength(1);
    expect(rows('SELECT count(*) AS n FROM blobs')).toMatchObject([{ n: 2 }]);
    expect(await desk.engine.call('sync.history', { case: info.case })).toMatchObject([
      { changed: 1 },
      { changed: 0 },
    ]);
    expect((await current()).conflicts).toBe(1);
  });

  it('lists what could not be had with what to do, goes on, and brings it when it can be had', async () => {
    const objects = trailObjects(6);
    const [denied, encrypted, gone] = objects.map(({ key }) => key);
    await start({
      objects: [
        ...objects.slice(0, 3),
        { ...objects[3], key: objects[3]?.key ?? '', body: objects[3]?.body ?? '', storageClass: 'GLACIER' },
        ...objects.slice(4),
      ],
      rules: [
        { operation: 'get', key: denied ?? '', fault: faults.accessDenied },
        { operation: 'get', key: encrypted ?? '', fault: faults.kmsDenied },
        { operation: 'get', key: gone ?? '', fault: { kind: 'first', run: (s3) => s3.remove(gone ?? '') } },
      ],
    });
    const connection = await connect(desk.engine, server.url);
    const job = await sync(desk.engine, info, connection);
    expect(job).toMatchObject({
      state: 'done',
      importResult: { files: { seen: 6, read: 2, notFetched: 4 } },
    });
    const reasons = (await ledger()).rows
      .filter(({ status }) => status === 'notFetched')
      .map(({ reason }) => reason);
    expect(reasons.join('\n')).toMatch(/s3:GetObject/);
    expect(reasons.join('\n')).toMatch(/kms:Decrypt/);
    expect(reasons.join('\n')).toMatch(/GLACIER/);
    server.clearRules();
    const again = await sync(desk.engine, info, connection);
    // One is deleted for good and listed no more; one is still archived.
    expect(again.importResult).toMatchObject({
      files: { seen: 5, read: 2, alreadyPresent: 2, notFetched: 1 },
    });
    expect((await current()).files).toMatchObject({ read: 4, notFetched: 2 });
  });

  it('asks for a new sign-in when the old one has expired, and goes on where it was', async () => {
    await start({
      objects: trailObjects(40),
      rules: [{ operation: 'get', after: 20, times: 8, fault: faults.expiredToken }],
    });
    const connection = await connect(desk.engine, server.url);
    const { job: id } = await desk.engine.call('sync.start', {
      case: info.case,
      connection,
      choice: everything,
      selectorsJson: null,
      concurrency: 4,
    });
    const waiting = await when(desk.engine, id, ({ state }) => state === 'waiting');
    expect(waiting).toMatchObject({ state: 'waiting', question: { kind: 'signIn' } });
    server.clearRules();
    const answer = { kind: 'signIn', connection: await connect(desk.engine, server.url) } as const;
    await desk.engine.call('jobs.answer', { job: id, answer });
    expect(await endOf(desk.engine, id)).toMatchObject({ state: 'done', importResult: { events: 80 } });
    expect(rows('SELECT count(*) AS n FROM objects')).toMatchObject([{ n: 40 }]);
  });

  it('survives throttling, resets, cut bodies and wrong bytes', async () => {
    const objects = trailObjects(20);
    const keyAt = (n: number): string => objects[n]?.key ?? '';
    await start({
      objects,
      rules: [
        { operation: 'get', key: keyAt(1), times: 2, fault: faults.slowDown },
        { operation: 'get', key: keyAt(2), times: 1, fault: faults.resetInBody },
        { operation: 'get', key: keyAt(3), times: 1, fault: faults.truncated },
        { operation: 'get', key: keyAt(4), times: 1, fault: faults.flipped },
        { operation: 'list', times: 1, fault: faults.internalError },
      ],
    });
    const job = await sync(desk.engine, info, await connect(desk.engine, server.url));
    expect(job).toMatchObject({ state: 'done', importResult: { files: { read: 20 }, events: 40 } });
  });

  it('can be paused, resumed and cancelled, and keeps what it has', async () => {
    await start({ objects: trailObjects(400) });
    const connection = await connect(desk.engine, server.url);
    const { job: id } = await desk.engine.call('sync.start', {
      case: info.case,
      connection,
      choice: everything,
      selectorsJson: null,
      concurrency: 2,
    });
    await desk.engine.call('jobs.pause', { job: id });
    expect(await when(desk.engine, id, ({ state }) => state === 'paused')).toMatchObject({ state: 'paused' });
    await desk.engine.call('jobs.resume', { job: id });
    await when(desk.engine, id, ({ progress }) => progress.done > 0);
    await desk.engine.call('jobs.cancel', { job: id });
    const ended = await endOf(desk.engine, id);
    expect(ended.state === 'cancelled' || ended.state === 'done').toBe(true);
    const read = ended.importResult?.files.read ?? 0;
    expect(rows("SELECT count(*) AS n FROM objects WHERE status = 'read'")).toMatchObject([{ n: read }]);
    expect((await sync(desk.engine, info, connection)).importResult?.files.alreadyPresent).toBe(read);
  });

  it('indexes the events that the selectors match, keeps the files whole, and indexes the rest when asked', async () => {
    await start({ objects: trailObjects(10) });
    const selectorsJson = JSON.stringify({
      AdvancedEventSelectors: [
        {
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
            { Field: 'readOnly', Equals: ['false'] },
          ],
        },
      ],
    });
    const connection = await connect(desk.engine, server.url);
    const job = await sync(desk.engine, info, connection, { selectorsJson });
    expect(job.importResult).toMatchObject({ files: { read: 10 }, events: 7 });
    expect(rows('SELECT sum(record_count) AS records, sum(left_out) AS left_out FROM objects')).toMatchObject(
      [{ records: 20, left_out: 13 }],
    );
    const same = await endOf(desk.engine, (await desk.engine.call('reindex.start', { case: info.case })).job);
    expect(same.importResult).toMatchObject({ events: 7 });
    const all = await desk.engine.call('reindex.start', { case: info.case, indexAll: true });
    expect((await endOf(desk.engine, all.job)).importResult).toMatchObject({ events: 20 });
    expect(rows('SELECT sum(left_out) AS left_out FROM objects')).toMatchObject([{ left_out: 0 }]);
  });

  it('is done again from what the case remembers, but for typed keys, which it does not', async () => {
    await start({ objects: trailObjects(4), isPublic: true });
    await sync(desk.engine, info, await connect(desk.engine, server.url, { kind: 'anonymous' }));
    await desk.engine.call('cases.close', { case: info.case });
    const file = await desk.engine.grantPath(`${info.place}/${info.name}`);
    info = await desk.engine.call('cases.open', { grant: file.token, access: 'write' });
    const { job } = await desk.engine.call('sync.again', { case: info.case, source: 1, connection: null });
    expect((await endOf(desk.engine, job)).importResult).toMatchObject({ files: { alreadyPresent: 4 } });
    const typed = await desk.newCase('typed');
    await sync(desk.engine, typed, await connect(desk.engine, server.url, keys));
    await desk.engine.call('cases.close', { case: typed.case });
    const again = await desk.engine.grantPath(`${typed.place}/${typed.name}`);
    const opened = await desk.engine.call('cases.open', { grant: again.token, access: 'write' });
    await expect(
      desk.engine.call('sync.again', { case: opened.case, source: 1, connection: null }),
    ).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('refuses days that are none before it writes anything', async () => {
    await start({ objects: trailObjects(1) });
    const connection = await connect(desk.engine, server.url);
    const choice = { ...everything, sinceDay: '2026-02-31' };
    await expect(
      desk.engine.call('sync.start', { case: info.case, connection, choice, selectorsJson: null }),
    ).rejects.toMatchObject({ code: 'bad-request' });
    expect(rows('SELECT count(*) AS n FROM sources')).toMatchObject([{ n: 0 }]);
  });

  it('estimates before it begins, and knows what the case has', async () => {
    await start({ objects: trailObjects(12) });
    const connection = await connect(desk.engine, server.url);
    const estimated = async () => {
      let last: unknown;
      for await (const value of desk.engine.stream('s3.estimate', {
        case: info.case,
        connection,
        choice: everything,
      }))
        last = value;
      return last;
    };
    expect(await estimated()).toMatchObject({ files: 12, known: 0, isComplete: true });
    await sync(desk.engine, info, connection);
    expect(await estimated()).toMatchObject({ files: 12, known: 12, isComplete: true });
  });
});
