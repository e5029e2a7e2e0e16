import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { TrailPlace } from '../../../electron/contract/s3.ts';
import type { BucketFault, ListRequest } from '../../../electron/engine/sources/s3/bucket.ts';
import { discover } from '../../../electron/engine/sources/s3/discover.ts';
import { folderOf } from '../../../electron/engine/sources/s3/layout.ts';
import { MemoryBucket, seededTurns } from '../../support/memory-bucket.ts';
import { contentOf, lastOf, logKey, never, place } from './trail-keys.ts';

afterEach(() => {
  vi.useRealTimers();
});

const own = 'AWSLogs/111122223333/CloudTrail/eu-west-1/';
const keys = [
  logKey(own, '2023-11-30'),
  logKey(own, '2024-01-01'),
  logKey(own, '2024-03-09'),
  logKey('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/', '2024-01-02'),
  logKey('AWSLogs/111122223333/CloudTrail-Insight/us-east-1/', '2024-01-03'),
  logKey('AWSLogs/o-exampleorgid/444455556666/CloudTrail/eu-west-1/', '2024-02-01'),
  logKey('o-exampleorgid/AWSLogs/o-exampleorgid/777788889999/CloudTrail/eu-west-1/', '2024-02-02'),
  logKey('team/prod/AWSLogs/111122223333/CloudTrail-NetworkActivity/eu-west-1/', '2024-02-03'),
  logKey('team/prod/AWSLogs/111122223333/CloudTrail-Aggregated/eu-west-1/', '2024-02-04'),
  'AWSLogs/111122223333/Config/eu-west-1/2024/1/1/x.json.gz',
  'AWSLogs/111122223333/CloudTrail/eu-west-1/README/x.txt',
  'AWSLogs/notes/x.txt',
  'notes.txt',
];
const line = (found: TrailPlace) => [folderOf(found), found.firstDay, found.lastDay];

async function found(
  all: readonly string[],
  prefix = '',
  options: ConstructorParameters<typeof MemoryBucket>[1] = {},
) {
  const bucket = new MemoryBucket(contentOf(all), options);
  const result = await lastOf(discover(bucket, prefix, never()));
  return { bucket, result, lines: result.places.map(line) };
}

describe('discovery', () => {
  test('finds every kind in every layout, with its first and last day', async () => {
    const { bucket, result, lines } = await found(keys, '', { pageSize: 2, turns: seededTurns(1) });
    expect(lines).toEqual([
      ['AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/', '2024-01-02', '2024-01-02'],
      ['AWSLogs/111122223333/CloudTrail-Insight/us-east-1/', '2024-01-03', '2024-01-03'],
      [own, '2023-11-30', '2024-03-09'],
      ['AWSLogs/o-exampleorgid/444455556666/CloudTrail/eu-west-1/', '2024-02-01', '2024-02-01'],
      [
        'o-exampleorgid/AWSLogs/o-exampleorgid/777788889999/CloudTrail/eu-west-1/',
        '2024-02-02',
        '2024-02-02',
      ],
      ['team/prod/AWSLogs/111122223333/CloudTrail-Aggregated/eu-west-1/', '2024-02-04', '2024-02-04'],
      ['team/prod/AWSLogs/111122223333/CloudTrail-NetworkActivity/eu-west-1/', '2024-02-03', '2024-02-03'],
    ]);
    expect(result.problems).toEqual([]);
    expect(result).toMatchObject({ isComplete: true, requests: bucket.lists.length });
    expect(bucket.lists.every(({ byFolder }) => byFolder)).toBe(true);
    expect(bucket.mostLists).toBeLessThanOrEqual(8);
  });

  test.each([
    ['team', 2],
    ['team/prod/', 2],
    ['team/prod/AWSLogs/', 2],
    ['AWSLogs/o-exampleorgid/', 1],
    ['AWSLogs/111122223333/', 3],
    ['AWSLogs/111122223333/CloudTrail/', 1],
    [own, 1],
  ])('the prefix “%s” may point anywhere: below it lie %i', async (prefix, count) => {
    const { result, lines } = await found(keys, prefix);
    expect(lines).toHaveLength(count);
    expect(result.problems).toEqual([]);
  });

  test.each([
    ['2024', '2024-01-01', '2024-03-09'],
    ['2024/03/', '2024-03-09', '2024-03-09'],
    ['2023/11/30/', '2023-11-30', '2023-11-30'],
  ])('below a prefix of days, %s, only those days count', async (date, firstDay, lastDay) => {
    const { result } = await found(keys, `${own}${date}`);
    expect(result.places).toEqual([place({ firstDay, lastDay })]);
  });

  test('a day without objects is not found', async () => {
    const { result } = await found(keys, `${own}2024/05/05/`);
    expect(result.places).toEqual([]);
    expect(result.problems).toEqual([
      `No trail lies below “${own}2024/05/05/” in the bucket example-trail: there are none of CloudTrail's folders.`,
    ]);
  });

  test('years and months without days are passed over, from both ends', async () => {
    const odd = [
      '1999/notes.txt',
      '2024/01/notes/x',
      '2024/12/x.txt',
      '2025/13/01/x',
      '2030/readme',
      'zzzz/x',
    ];
    const { lines } = await found([...odd.map((name) => `${own}${name}`), logKey(own, '2024-06-07')]);
    expect(lines).toEqual([[own, '2024-06-07', '2024-06-07']]);
  });

  test('a region without any day is a place without days', async () => {
    expect((await found([`${own}notes.txt`])).result.places).toEqual([place()]);
  });

  test('folders with the name of CloudTrail that are none of a trail are named', async () => {
    const lake = 'AWSLogs/111122223333/CloudTrail-Lake/Query/2024/01/01/q/result_1.csv.gz';
    const { result } = await found([
      lake,
      'AWSLogs/111122223333/CloudTrail/notes/x',
      logKey(own, '2024-01-01'),
    ]);
    expect(result.places).toHaveLength(1);
    expect(result.problems.toSorted()).toEqual([
      '“AWSLogs/111122223333/CloudTrail-Lake/” is none of the folders that a trail has; it is left out.',
      '“AWSLogs/111122223333/CloudTrail/notes/” is none of the folders that a trail has; it is left out.',
    ]);
  });

  test('access denied to one account is a sentence, and the others are found', async () => {
    const other = logKey('AWSLogs/444455556666/CloudTrail/eu-west-1/', '2024-01-01');
    const failList = ({ prefix }: ListRequest): BucketFault | null =>
      prefix.startsWith('AWSLogs/111122223333/') ? 'denied' : null;
    const { result, lines } = await found([logKey(own, '2024-01-01'), other], '', { failList });
    expect(lines).toEqual([['AWSLogs/444455556666/CloudTrail/eu-west-1/', '2024-01-01', '2024-01-01']]);
    expect(result.problems).toEqual(['Cannot list “AWSLogs/111122223333/”: denied. Mend denied.']);
  });

  test('who may list AWSLogs/ only finds the trail from the bucket itself', async () => {
    const failList = ({ prefix }: ListRequest): BucketFault | null => (prefix === '' ? 'denied' : null);
    const { result, lines } = await found([logKey(own, '2024-01-01')], '', { failList });
    expect(lines).toHaveLength(1);
    expect(result.problems).toEqual(['Cannot list “”: denied. Mend denied.']);
  });

  test('a folder beside the trail that may not be listed is named, and not asked for again', async () => {
    const failList = ({ prefix }: ListRequest): BucketFault | null =>
      prefix.startsWith('x/') ? 'denied' : null;
    const { bucket, result } = await found([logKey(own, '2024-01-01'), 'x/y'], '', { failList });
    expect(result).toMatchObject({ places: [{}], problems: ['Cannot list “x/”: denied. Mend denied.'] });
    expect(bucket.lists.filter(({ prefix }) => prefix.startsWith('x/'))).toHaveLength(1);
  });

  test.each(['signIn', 'network', 'bucket'] as const)(
    'a fault of the whole bucket (%s) is thrown',
    async (fault) => {
      const failList = ({ prefix }: ListRequest): BucketFault | null => (prefix === own ? fault : null);
      const bucket = new MemoryBucket(contentOf(keys), { failList });
      await expect(lastOf(discover(bucket, '', never()))).rejects.toMatchObject({ fault });
    },
  );

  test('a bucket that is not a trail’s ends soon and says so', async () => {
    const folders = Array.from({ length: 9000 }, (_, i) => `f${i}/g/h/i/x`);
    const { bucket, result } = await found(folders);
    expect(result.places).toEqual([]);
    expect(bucket.lists.length).toBeLessThanOrEqual(102);
    expect(result.problems).toEqual([
      'Much lies in the bucket example-trail: of what is there beside AWSLogs/, only the first 5000 folders were considered.',
      'Not all folders outside of AWSLogs/ were looked into: there are too many. Give the prefix of the trail to be sure that all of it is found.',
    ]);
  });

  test('a folder of very many loose objects costs few requests, and AWSLogs/ behind them is found', async () => {
    const loose = Array.from({ length: 9000 }, (_, i) => `0${i}.txt`);
    const { bucket, lines } = await found([...loose, logKey(own, '2024-01-01')]);
    expect(lines).toEqual([[own, '2024-01-01', '2024-01-01']]);
    expect(bucket.lists.filter(({ prefix }) => prefix === '')).toHaveLength(5);
  });

  test('requests grow with accounts and regions, and not with days and objects', async () => {
    const size = fc.record({
      accounts: fc.integer({ min: 1, max: 6 }),
      regions: fc.integer({ min: 1, max: 4 }),
      days: fc.integer({ min: 1, max: 40 }),
      perDay: fc.integer({ min: 1, max: 4 }),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(size, async ({ accounts, regions, days, perDay, seed }) => {
        const all: string[] = [];
        for (let a = 0; a < accounts; a += 1)
          for (let r = 1; r <= regions; r += 1)
            for (let d = 0; d < days; d += 1)
              for (let n = 0; n < perDay; n += 1) {
                const day = new Date(Date.UTC(2023, 10, 5) + d * 11 * 86_400_000).toISOString().slice(0, 10);
                all.push(logKey(`AWSLogs/${111122223333 + a}/CloudTrail/eu-west-${r}/`, day, n));
              }
        const { bucket, lines } = await found(all, 'AWSLogs', { turns: seededTurns(seed) });
        const last = new Date(Date.UTC(2023, 10, 5) + (days - 1) * 11 * 86_400_000)
          .toISOString()
          .slice(0, 10);
        expect(lines).toHaveLength(accounts * regions);
        expect(lines.every(([, first, end]) => first === '2023-11-05' && end === last)).toBe(true);
        expect(bucket.lists.length).toBeLessThanOrEqual(1 + 2 * accounts + 5 * accounts * regions);
        expect(bucket.mostLists).toBeLessThanOrEqual(8);
      }),
      { numRuns: 30 },
    );
  });

  test('what is known so far comes at most five times a second, and grows', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const accounts = Array.from({ length: 30 }, (_, i) =>
      logKey(`AWSLogs/${111122223333 + i}/CloudTrail/eu-west-1/`, '2024-01-01'),
    );
    const waiting: (() => void)[] = [];
    const bucket = new MemoryBucket(contentOf(accounts));
    const slow = {
      name: bucket.name,
      region: bucket.region,
      list: async (request: ListRequest, signal: AbortSignal) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return bucket.list(request, signal);
      },
      get: bucket.get.bind(bucket),
      close: () => {},
    };
    const values = discover(slow, '', never());
    const counts: number[] = [];
    for (;;) {
      const next = values.next();
      let isSettled = false;
      const settled = next.finally(() => {
        isSettled = true;
      });
      while (!isSettled) {
        for (const answer of waiting.splice(0)) answer();
        await new Promise((resolve) => setImmediate(resolve));
        await vi.advanceTimersByTimeAsync(20);
      }
      const value = await settled;
      if (value.done === true) break;
      counts.push(value.value.places.length);
    }
    expect(counts.at(-1)).toBe(30);
    expect(counts.length).toBeGreaterThan(2);
    // Each answer takes a step of 20 ms here: so many steps of eight requests, and a value for ten steps.
    expect(counts.length).toBeLessThanOrEqual(bucket.lists.length / 8);
    expect(counts).toEqual(counts.toSorted((a, b) => a - b));
  });

  test('ends its requests when it is left or cancelled', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const bucket = new MemoryBucket(contentOf(keys));
    bucket.list = (_, signal) =>
      new Promise((__, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const left = discover(bucket, '', never());
    const value = left.next();
    await vi.advanceTimersByTimeAsync(200);
    expect((await value).value).toMatchObject({ requests: 1, isComplete: false });
    expect(await left.return()).toMatchObject({ done: true });

    const cancelled = new AbortController();
    const first = discover(bucket, '', cancelled.signal).next();
    const reason = new Error('cancelled');
    cancelled.abort(reason);
    await expect(first).rejects.toBe(reason);
  });
});
