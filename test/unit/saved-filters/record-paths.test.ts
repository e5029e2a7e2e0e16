import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';

let running: TestEngine;
let info: CaseInfo;

const record = (n: number, more: Record<string, unknown>) => ({
  eventVersion: '1.08',
  eventTime: '2026-03-01T10:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'PutObject',
  awsRegion: 'eu-west-1',
  eventID: `3f1c2b6e-0000-4000-8000-${String(n).padStart(12, '0')}`,
  userIdentity: { type: 'IAMUser', accountId: '111122223333', userName: 'alice' },
  ...more,
});

beforeAll(async () => {
  running = await startTestEngine();
  info = await running.newCase();
  const records = Array.from({ length: 40 }, (_, n) =>
    record(n, {
      requestParameters: {
        bucketName: n < 30 ? 'corp-a' : 'corp-b',
        'x-amz-acl': 'private',
        maxKeys: 1000.0,
        isForced: true,
        ...(n === 0 ? { 'a b': { c: null } } : {}),
      },
      resources: [{ ARN: 'arn:aws:s3:::corp-a' }, { ARN: 'arn:aws:s3:::corp-b' }],
    }),
  );
  const file = path.join(running.folder, 'trail.json');
  writeFileSync(file, JSON.stringify({ Records: records }));
  await running.importInto(info, file);
});
afterAll(() => running.stop());

const paths = async (prefix: string, limit = 50) =>
  running.engine.call('events.paths', { case: info.case, prefix, limit });
const values = async (at: string, text = '') =>
  running.engine.call('events.pathValues', { case: info.case, path: at, text, limit: 50 });

describe('the paths of a case', () => {
  it('that begin with what is written come first, the most frequent before others, with the size of the sample', async () => {
    expect(await paths('requestparameters.')).toEqual({
      sampled: 40,
      of: 40,
      paths: [
        { path: 'requestParameters.bucketName', count: 40 },
        { path: 'requestParameters.isForced', count: 40 },
        { path: 'requestParameters.maxKeys', count: 40 },
        { path: 'requestParameters.x-amz-acl', count: 40 },
        { path: 'requestParameters."a b".c', count: 1 },
      ],
    });
  });

  it('are found by a part of them, and not offered where they are a field', async () => {
    expect((await paths('bucket')).paths.map((one) => one.path)).toEqual(['requestParameters.bucketName']);
    expect((await paths('eventName')).paths).toEqual([]);
  });

  it('are written with their lists where the path is exact', async () => {
    expect((await paths('$.resources')).paths).toEqual([{ path: '$.resources[].ARN', count: 40 }]);
  });

  it('can all be read by the filter', async () => {
    for (const prefix of ['', '$'])
      for (const one of (await paths(prefix, 200)).paths)
        expect(() => parseFilter(`${one.path}:x`)).not.toThrow();
  });
});

describe('the values at a path', () => {
  it('are those of the records looked into, the most frequent first', async () => {
    expect((await values('requestParameters.bucketName')).values).toEqual([
      { value: 'corp-a', isText: true, count: 30 },
      { value: 'corp-b', isText: true, count: 10 },
    ]);
    expect((await values('requestParameters.bucketName', 'P-B')).values.map(({ value }) => value)).toEqual([
      'corp-b',
    ]);
  });

  it('are found through lists, wildcards and quotes, each record counted once', async () => {
    const arns = { value: 'arn:aws:s3:::corp-a', isText: true, count: 40 };
    for (const at of ['resources.ARN', 'resources[].ARN', '$.resources[0].ARN', '*.ARN'])
      expect((await values(at)).values[0]).toEqual(arns);
    expect((await values('requestParameters."a b".c')).values).toEqual([
      { value: 'null', isText: false, count: 1 },
    ]);
  });

  it('say whether they are texts or numbers and the like', async () => {
    expect((await values('requestParameters.maxKeys')).values).toEqual([
      { value: '1000', isText: false, count: 40 },
    ]);
    expect((await values('requestParameters.isForced')).values).toMatchObject([
      { value: 'true', isText: false },
    ]);
  });

  it('are none where nothing is, and where there is no path', async () => {
    for (const at of ['requestParameters', 'nothing.here', 'a b', ''])
      expect((await values(at)).values).toEqual([]);
  });
});

describe('the sample', () => {
  it('is taken anew when the case has other events', async () => {
    const file = path.join(running.folder, 'more.json');
    writeFileSync(file, JSON.stringify({ Records: [record(99, { requestParameters: { later: 'x' } })] }));
    expect((await paths('requestParameters.later')).paths).toEqual([]);
    await running.importInto(info, file);
    expect(await paths('requestParameters.later')).toEqual({
      sampled: 41,
      of: 41,
      paths: [{ path: 'requestParameters.later', count: 1 }],
    });
  });

  it('of a large case is a part of it, from each of its files, and says so', async () => {
    const large = await running.newCase('large');
    const files = ['a', 'b', 'c'].map((name, at) => {
      const file = path.join(running.folder, `${name}.json`);
      const records = Array.from({ length: 1000 }, (_, n) =>
        record(1000 * (at + 1) + n, { requestParameters: { [name]: n < 500 ? 'early' : 'late' } }),
      );
      writeFileSync(file, JSON.stringify({ Records: records }));
      return file;
    });
    await running.importInto(large, ...files);
    const found = await running.engine.call('events.paths', {
      case: large.case,
      prefix: 'requestParameters.',
      limit: 9,
    });
    expect([found.sampled, found.of, found.paths.length]).toEqual([2000, 3000, 3]);
    for (const { path: at, count } of found.paths) {
      expect(count).toBeGreaterThan(600);
      const { values: both } = await running.engine.call('events.pathValues', {
        case: large.case,
        path: at,
        text: '',
        limit: 9,
      });
      for (const one of both) expect(one.count).toBeGreaterThan(300);
    }
  });

  it('of an empty case is empty', async () => {
    const empty = await running.newCase('empty');
    expect(await running.engine.call('events.paths', { case: empty.case, prefix: '', limit: 5 })).toEqual({
      sampled: 0,
      of: 0,
      paths: [],
    });
  });
});
