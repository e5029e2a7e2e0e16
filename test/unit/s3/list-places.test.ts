import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BucketError, type ListRequest } from '../../../electron/engine/sources/s3/bucket.ts';
import { placesOf, windowOf } from '../../../electron/engine/sources/s3/choose.ts';
import { discover } from '../../../electron/engine/sources/s3/discover.ts';
import { estimate } from '../../../electron/engine/sources/s3/estimate.ts';
import { listObjects } from '../../../electron/engine/sources/s3/list-places.ts';
import { MemoryBucket, type MemoryBucketOptions, seededTurns } from '../../support/memory-bucket.ts';
import { allOf, contentOf, everything, lastOf, logKey, never, place } from './trail-keys.ts';

const eu = 'AWSLogs/111122223333/CloudTrail/eu-west-1/';
const us = 'AWSLogs/111122223333/CloudTrail/us-east-1/';
const all = { sinceDay: null, untilDay: null };

async function listed(
  bucket: MemoryBucket,
  days: { sinceDay: string | null; untilDay: string | null },
  prefix = '',
) {
  const found = await lastOf(discover(bucket, prefix, never()));
  bucket.lists.length = 0;
  const places = placesOf(found, everything);
  return allOf(listObjects(bucket, places, windowOf(days, prefix), never()));
}
const keysOf = (items: readonly { key: string }[]) => items.map(({ key }) => key);

describe('listing', () => {
  test('everything in the window comes, whosever it is, and nothing else', async () => {
    const inside = [
      `${eu}2024/03/01/`,
      logKey(eu, '2024-03-01'),
      `${eu}2024/03/01/notes of somebody.txt`,
      `${eu}2024/03/02-copy/x.json.gz`,
      logKey(eu, '2024-03-03'),
      logKey(us, '2024-03-02'),
    ];
    const outside = [
      logKey(eu, '2024-02-29'),
      `${eu}2024/03/0/x`,
      `${eu}2024/03/030/x`,
      logKey(eu, '2024-03-04'),
      `${eu}README.txt`,
      logKey('AWSLogs/111122223333/Config/eu-west-1/', '2024-03-01'),
    ];
    const bucket = new MemoryBucket(contentOf([...inside, ...outside]));
    const days = { sinceDay: '2024-03-01', untilDay: '2024-03-02' };
    expect(keysOf(await listed(bucket, days))).toEqual(inside);
    expect(keysOf(await listed(bucket, all))).toContain(`${eu}README.txt`);
  });

  test('each place is listed once from its first day, without a request for every day', async () => {
    const days = Array.from({ length: 300 }, (_, i) => new Date(i * 86_400_000).toISOString().slice(0, 10));
    const bucket = new MemoryBucket(
      contentOf([...days.map((day) => logKey(eu, day)), logKey(us, '1970-02-01')]),
    );
    const items = await listed(bucket, { sinceDay: '1970-01-11', untilDay: '1970-10-01' });
    expect(items).toHaveLength(266);
    expect(bucket.lists).toEqual([
      { prefix: eu, byFolder: false, startAfter: `${eu}1970/01/11` },
      { prefix: us, byFolder: false, startAfter: `${us}1970/01/11` },
    ]);
  });

  test('stops at the first page that goes past the last day', async () => {
    const keys = Array.from({ length: 1000 }, (_, i) => logKey(eu, `2024-01-${i < 10 ? '01' : '20'}`, i));
    const bucket = new MemoryBucket(contentOf(keys), { pageSize: 20 });
    expect(await listed(bucket, { sinceDay: null, untilDay: '2024-01-02' })).toHaveLength(10);
    expect(bucket.lists).toHaveLength(1);
  });

  test('nothing outside of a prefix that points to days is asked for', async () => {
    const keys = ['2024-02-01', '2024-03-01', '2024-03-02', '2024-04-01'].map((day) => logKey(eu, day));
    const bucket = new MemoryBucket(contentOf(keys));
    const prefix = `${eu}2024/03/`;
    expect(keysOf(await listed(bucket, { sinceDay: '2024-03-02', untilDay: null }, prefix))).toEqual([
      keys[2],
    ]);
    expect(bucket.lists.map((request) => request.prefix)).toEqual([prefix]);
  });

  test('a place that may not be listed is an item with what to do, and the others come', async () => {
    const failList = ({ prefix, byFolder, token }: ListRequest) =>
      !byFolder && prefix === eu && token !== undefined ? ('denied' as const) : null;
    const keys = [logKey(eu, '2024-01-01'), logKey(eu, '2024-01-02'), logKey(us, '2024-01-01')];
    const bucket = new MemoryBucket(contentOf(keys), { pageSize: 1, failList });
    const items = await allOf(
      listObjects(bucket, [place(), place({ region: 'us-east-1' })], windowOf(all, ''), never()),
    );
    expect(items.map(({ kind, key }) => [kind, key])).toEqual([
      ['object', keys[0]],
      ['problem', eu],
      ['object', keys[2]],
    ]);
    expect(items[1]).toMatchObject({ message: `Cannot list “${eu}”: denied.`, advice: 'Mend denied.' });
  });

  test.each(['signIn', 'network'] as const)(
    '%s is thrown after everything that comes before',
    async (fault) => {
      const failList = ({ prefix, byFolder }: ListRequest) => (!byFolder && prefix === us ? fault : null);
      const keys = [logKey(eu, '2024-01-01'), logKey(eu, '2024-01-02'), logKey(us, '2024-01-01')];
      const bucket = new MemoryBucket(contentOf(keys), { pageSize: 1, failList });
      const places = [place(), place({ region: 'us-east-1' })];
      const seen: string[] = [];
      const listing = async () => {
        for await (const { key } of listObjects(bucket, places, windowOf(all, ''), never())) seen.push(key);
      };
      await expect(listing()).rejects.toMatchObject({ fault });
      expect(seen).toEqual(keys.slice(0, 2));
    },
  );

  test('a listing in no order is refused: stopping at a day would lose objects', async () => {
    const bucket = new MemoryBucket(contentOf([logKey(eu, '2024-01-01'), logKey(eu, '2024-01-02')]));
    const list = bucket.list.bind(bucket);
    bucket.list = async (request, signal) => {
      const page = await list(request, signal);
      return { ...page, objects: page.objects.toReversed() };
    };
    const listing = allOf(listObjects(bucket, [place()], windowOf(all, ''), never()));
    await expect(listing).rejects.toThrow(BucketError);
    await expect(listing).rejects.toMatchObject({
      fault: 'bucket',
      message: expect.stringContaining('in order'),
    });
  });

  test('at most four pages are asked for ahead of what is taken', async () => {
    const regions = Array.from({ length: 20 }, (_, i) => `eu-west-${i + 10}`);
    const keys = regions.flatMap((region) =>
      [1, 2, 3].map((n) => logKey(`AWSLogs/111122223333/CloudTrail/${region}/`, '2024-01-01', n)),
    );
    const bucket = new MemoryBucket(contentOf(keys), { pageSize: 1, turns: seededTurns(3) });
    const places = regions.map((region) => place({ region }));
    let taken = 0;
    for await (const { key } of listObjects(bucket, places, windowOf(all, ''), never())) {
      expect(key).toBe(keys[taken]);
      taken += 1;
      for (let turns = 0; turns < 40; turns += 1) await new Promise((resolve) => setImmediate(resolve));
      expect(bucket.lists.length).toBe(Math.min(keys.length, taken + 4));
    }
    expect(taken).toBe(keys.length);
    expect(bucket.mostLists).toBeLessThanOrEqual(4);
  });

  test('leaving early ends the requests that were sent ahead', async () => {
    const bucket = new MemoryBucket(contentOf([logKey(eu, '2024-01-01'), logKey(us, '2024-01-01')]));
    const list = bucket.list.bind(bucket);
    const ended: string[] = [];
    bucket.list = (request, signal) => {
      if (request.prefix === eu) return list(request, signal);
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => {
          ended.push(request.prefix);
          reject(signal.reason);
        });
      });
    };
    const places = [place(), place({ region: 'us-east-1' })];
    for await (const { key } of listObjects(bucket, places, windowOf(all, ''), never())) {
      expect(key).toBe(logKey(eu, '2024-01-01'));
      break;
    }
    expect(ended).toEqual([us]);
  });

  test('a cancellation is thrown', async () => {
    const bucket = new MemoryBucket(contentOf([logKey(eu, '2024-01-01')]), { turns: () => 1_000_000 });
    const cancelled = new AbortController();
    const first = listObjects(bucket, [place()], windowOf(all, ''), cancelled.signal).next();
    cancelled.abort(new Error('cancelled'));
    await expect(first).rejects.toThrow();
  });
});

const dayNumbers = fc.integer({ min: 0, max: 70 });
const dayOf = (number: number) =>
  new Date(Date.UTC(2023, 11, 1) + number * 86_400_000).toISOString().slice(0, 10);
const oddNames = fc.constantFrom(
  '2024/',
  '2024/01/',
  'notes',
  '2024/01/1/x',
  '2024/01/05-b/x',
  '2024/0105',
  'ü',
  '~',
  '0',
);
const trail = fc.record({
  objects: fc.array(
    fc.record({
      account: fc.integer({ min: 0, max: 2 }),
      region: fc.integer({ min: 1, max: 3 }),
      day: dayNumbers,
      number: fc.nat(59),
    }),
    { maxLength: 60 },
  ),
  odd: fc.array(fc.record({ region: fc.integer({ min: 1, max: 3 }), name: oddNames }), { maxLength: 5 }),
  since: fc.option(dayNumbers),
  length: fc.option(fc.nat(40)),
  pageSize: fc.integer({ min: 1, max: 9 }),
  seed: fc.nat(),
});

describe('whatever lies there', () => {
  const folder = (account: number, region: number) =>
    `AWSLogs/${111122223333 + account}/CloudTrail/eu-west-${region}/`;

  test('every object of the window comes once and in order, and the estimate counts the same', async () => {
    await fc.assert(
      fc.asyncProperty(trail, async ({ objects, odd, since, length, pageSize, seed }) => {
        const keys = [
          ...objects.map(({ account, region, day, number }) =>
            logKey(folder(account, region), dayOf(day), number),
          ),
          ...odd.map(({ region, name }) => `${folder(0, region)}${name}`),
        ];
        const options: MemoryBucketOptions = { pageSize, turns: seededTurns(seed) };
        const bucket = new MemoryBucket(contentOf(keys), options);
        const sinceDay = since === null ? null : dayOf(since);
        const untilDay = length === null ? null : dayOf((since ?? 0) + length);
        const lastDay = length === null ? null : dayOf((since ?? 0) + length + 1);
        const expected = bucket.keys.filter((key) => {
          const date = key.split('/').slice(4).join('/');
          const isFrom = sinceDay === null || date > sinceDay.replaceAll('-', '/');
          return isFrom && (lastDay === null || date < `${lastDay.replaceAll('-', '/')}0`);
        });
        // The days of ordinary keys are told by their names, whatever the comparison of texts above says.
        for (const key of expected) {
          const day = /_(\d{8})T/.exec(key)?.[1];
          if (day === undefined) continue;
          expect(sinceDay === null || day >= sinceDay.replaceAll('-', '')).toBe(true);
          expect(lastDay === null || day <= lastDay.replaceAll('-', '')).toBe(true);
        }
        expect(keysOf(await listed(bucket, { sinceDay, untilDay }, 'AWSLogs/'))).toEqual(expected);

        const choice = { ...everything, sinceDay, untilDay };
        const isKnown = (key: string) => key.endsWith('3.json.gz');
        const counted = await lastOf(estimate({ bucket, prefix: 'AWSLogs/', choice, isKnown }, never()));
        expect(counted).toMatchObject({
          files: expected.length,
          bytes: expected.reduce((sum, key) => sum + Buffer.byteLength(key), 0),
          known: expected.filter(isKnown).length,
          isComplete: true,
        });
      }),
      { numRuns: 150 },
    );
  });
});
