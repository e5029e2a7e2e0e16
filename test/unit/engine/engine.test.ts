import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { endOf, sharedData, startTestEngine, type TestEngine } from '../../support/engine.ts';

let test: TestEngine;

beforeEach(async () => {
  test = await startTestEngine(undefined, false);
});
afterEach(async () => {
  await test.stop();
});

const sort = { field: 'time', descending: true } as const;
const noPage = { histogram: null, facets: [], page: null };

async function viewOf(info: CaseInfo, filter = '') {
  return test.engine.call('events.view', {
    case: info.case,
    filter,
    withDuplicates: false,
    histogram: { maxBars: 100 },
    facets: [{ field: 'name', top: 5 }],
    page: { sort, offset: 0, limit: 10, columns: ['time', 'name', 'id'] },
  });
}

function trailFile(folder: string, name: string, records: readonly Record<string, unknown>[]): string {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  writeFileSync(file, gzipSync(JSON.stringify({ Records: records })));
  return file;
}

function record(n: number, change: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    eventVersion: '1.08',
    eventID: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    eventTime: `2026-03-01T00:00:${String(n % 60).padStart(2, '0')}Z`,
    eventSource: 's3.amazonaws.com',
    eventName: n % 2 === 0 ? 'GetObject' : 'PutObject',
    awsRegion: 'eu-west-1',
    sourceIPAddress: '203.0.113.7',
    userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
    recipientAccountId: '111122223333',
    ...change,
  };
}

describe('an engine', () => {
  it('imports a folder, answers a whole view of it and shows each record as it was written', async () => {
    const logs = path.join(test.folder, 'logs');
    trailFile(logs, 'a.json.gz', [record(1), record(2), record(3)]);
    const info = await test.newCase();
    const job = await test.importInto(info, logs);
    expect(job.error).toBeNull();
    expect(job.importResult).toMatchObject({
      files: { seen: 1, read: 1 },
      records: 3,
      events: 3,
      duplicates: 0,
    });

    const view = await viewOf(info, 'name:PutObject');
    expect(view).toMatchObject({ total: 3, matched: 2 });
    expect(view.rows.map((row) => row.values[1])).toEqual(['PutObject', 'PutObject']);

    const detail = await test.engine.call('events.get', {
      case: info.case,
      event: view.rows[0]?.event ?? -1,
    });
    expect(JSON.parse(detail.recordJson)).toEqual(record(3));
    expect(detail.object).toMatchObject({ key: 'a.json.gz', position: 2, records: 3, status: 'read' });
  });

  it('marks a second record with the same eventID and other content as a conflict that can be compared', async () => {
    const logs = path.join(test.folder, 'logs');
    trailFile(logs, 'a.json.gz', [record(1)]);
    trailFile(logs, 'b.json.gz', [record(1, { sourceIPAddress: '198.51.100.9' })]);
    trailFile(logs, 'c.json.gz', [record(1)]);
    const info = await test.newCase();
    const job = await test.importInto(info, logs);
    expect(job.importResult).toMatchObject({ records: 3, events: 1, duplicates: 2, conflicts: 1 });

    const view = await viewOf(info);
    expect(view.matched).toBe(1);
    expect(view.rows[0]).toMatchObject({ isDuplicate: false, isConflict: true });
    const detail = await test.engine.call('events.get', {
      case: info.case,
      event: view.rows[0]?.event ?? -1,
    });
    expect(detail.otherDeliveries.map(({ objectKey, differs }) => ({ objectKey, differs }))).toEqual([
      { objectKey: 'b.json.gz', differs: true },
      { objectKey: 'c.json.gz', differs: false },
    ]);
  });

  it('adds nothing when the same files are imported again, and says so', async () => {
    const logs = path.join(test.folder, 'logs');
    trailFile(logs, 'a.json.gz', [record(1), record(2)]);
    const info = await test.newCase();
    await test.importInto(info, logs);
    const again = await test.importInto(info, logs);
    expect(again.importResult).toMatchObject({
      files: { seen: 1, alreadyPresent: 1 },
      records: 0,
      events: 0,
      duplicates: 0,
    });
    expect((await viewOf(info)).total).toBe(2);
  });

  it('exports exactly the filtered events to CSV, refuses to overwrite, and writes the hash into custody', async () => {
    const logs = path.join(test.folder, 'logs');
    trailFile(logs, 'a.json.gz', [record(1, { userAgent: '=cmd()' }), record(2), record(3)]);
    const info = await test.newCase();
    await test.importInto(info, logs);
    const target = path.join(test.folder, 'out.csv');
    const start = async () => {
      const grant = await test.engine.grantPath(target, 'save');
      const { job } = await test.engine.call('export.start', {
        case: info.case,
        filter: 'name:PutObject',
        withDuplicates: false,
        sort: { field: 'time', descending: false },
        columns: ['time', 'name', 'agent'],
        zone: 'UTC',
        formulaGuard: true,
        target: grant.token,
        overwrite: false,
      });
      return endOf(test.engine, job);
    };
    const job = await start();
    expect(job.exportResult?.rows).toBe(2);
    const lines = readFileSync(target, 'utf8').split('\r\n');
    expect(lines[0]).toBe('time,name,agent');
    expect(lines[1]).toContain("'=cmd()");
    expect(lines[2]).toContain('PutObject');
    expect((await start()).error?.code).toBe('already-exists');
  });

  it('refuses a malformed filter with its place instead of answering with no rows', async () => {
    const info = await test.newCase();
    const asked = test.engine.call('events.view', {
      case: info.case,
      filter: 'name:(PutObject',
      withDuplicates: false,
      ...noPage,
    });
    await expect(asked).rejects.toMatchObject({
      code: 'filter-syntax',
      place: { start: expect.any(Number) },
    });
  });

  it('refuses a token that it did not give out', async () => {
    const info = await test.newCase();
    const asked = test.engine.call('import.start', { case: info.case, grants: ['forged-token'] });
    await expect(asked).rejects.toMatchObject({ code: 'not-allowed' });
  });

  it('finds the case as it was after it is closed and opened again, and tells how many events it has', async () => {
    const logs = path.join(test.folder, 'logs');
    trailFile(logs, 'a.json.gz', [record(1), record(2)]);
    const info = await test.newCase('kept');
    await test.importInto(info, logs);
    await test.engine.call('cases.close', { case: info.case });
    const [recent] = await test.engine.call('cases.recent', {});
    const again = await test.engine.call('cases.open', { grant: recent?.grant.token ?? '', access: 'write' });
    expect(again).toMatchObject({
      name: 'kept.spoor',
      events: 2,
      access: 'write',
      accounts: ['111122223333'],
      regions: ['eu-west-1'],
    });
  });

  it('rebuilds the same index from the evidence', async () => {
    const logs = path.join(test.folder, 'logs');
    trailFile(logs, 'a.json.gz', [record(1), record(2), record(2)]);
    const info = await test.newCase();
    await test.importInto(info, logs);
    const before = await viewOf(info);
    const { job } = await test.engine.call('reindex.start', { case: info.case });
    expect((await endOf(test.engine, job)).state).toBe('done');
    const after = await viewOf(info);
    expect({ ...after, revision: 0, elapsedMs: 0 }).toEqual({ ...before, revision: 0, elapsedMs: 0 });
  });
});

const lab = path.join(sharedData, 'Yamato-Security__suzaku-sample-data');
describe.skipIf(!existsSync(lab))(
  'on the real trail beside the checkout (skipped where ../shared/data is absent)',
  () => {
    it('counts files, records, events and duplicates as they were counted apart from this project', async () => {
      const info = await test.newCase();
      const job = await test.importInto(info, path.join(lab, 'SANS-504-S3-ransomware-lab'));
      expect(job.importResult).toMatchObject({
        files: { seen: 1388, read: 1388, damaged: 0 },
        records: 11_805,
        events: 9342,
        duplicates: 2463,
      });
      const view = await viewOf(info);
      expect(view.total).toBe(9342);
      expect(view.facets[0]).toEqual({
        field: 'name',
        distinct: 116,
        missing: 0,
        values: [
          { value: 'PutObject', count: 4702 },
          { value: 'GetBucketAcl', count: 1290 },
          { value: 'GetObject', count: 1168 },
          { value: 'GenerateDataKey', count: 799 },
          { value: 'Decrypt', count: 566 },
        ],
      });
      expect((await viewOf(info, 'error:*')).matched).toBe(3208);
      const [opened] = await test.engine.call('cases.opened', {});
      expect(opened).toMatchObject({
        events: 9342,
        duplicates: 2463,
        firstTimeMs: Date.parse('2021-07-28T15:28:12Z'),
        lastTimeMs: Date.parse('2021-07-30T23:51:31Z'),
      });
    });

    it('imports all the data in one call with every file in the ledger', async () => {
      const info = await test.newCase();
      const job = await test.importInto(info, sharedData);
      expect(job.error).toBeNull();
      const files = job.importResult?.files;
      const { seen = 0, ...others } = files ?? {};
      expect(Object.values(others).reduce((sum, count) => sum + count, 0)).toBe(seen);
      const ledger = await test.engine.call('ledger.page', {
        case: info.case,
        status: null,
        text: '',
        offset: 0,
        limit: 1000,
      });
      expect(ledger.total).toBe(seen);
      const odd = await test.engine.call('ledger.page', {
        case: info.case,
        status: 'notCloudTrail',
        text: '',
        offset: 0,
        limit: 1000,
      });
      expect(odd.rows.every((row) => (row.reason ?? '').length > 0)).toBe(true);
    });
  },
);
