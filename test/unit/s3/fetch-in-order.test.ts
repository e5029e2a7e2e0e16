import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BucketError, type BucketFault } from '../../../electron/engine/sources/s3/bucket.ts';
import { Gate } from '../../../electron/engine/sources/s3/gate.ts';
import { Pace } from '../../../electron/engine/sources/s3/pace.ts';
import { MemoryBucket, type MemoryBucketOptions, seededTurns } from '../../support/memory-bucket.ts';
import { fetching, folder, hold, name, objects, small, taken, turns, word } from './fetch-run.ts';
import { allOf, place } from './trail-keys.ts';

describe('fetching', () => {
  test('gives bytes and facts in the order of the listing, though answers overtake each other', async () => {
    const bucket = new MemoryBucket(objects([3, 0, 7]), { turns: seededTurns(7) });
    const result = await allOf(fetching(bucket));
    expect(result).toMatchObject(
      [3, 0, 7].map((size, number) => ({
        kind: 'fetched',
        object: { ...bucket.listed(name(number)), place: place() },
        bytes: Buffer.alloc(size, 'x'),
        facts: { etag: bucket.listed(name(number)).etag, encryption: 'AES256' },
      })),
    );
  });

  test('what the case has in this version is not asked for; another version of it is', async () => {
    const bucket = new MemoryBucket(small(3));
    const { etag } = bucket.listed(name(1));
    const isKnown = (key: string, version: string) =>
      version === (key === name(0) ? 'of before' : etag) && key !== name(2);
    expect((await taken(fetching(bucket, { isKnown }))).words).toEqual([
      '00000 fetched',
      '00001 known',
      '00002 fetched',
    ]);
    expect(bucket.fetches.toSorted()).toEqual([name(0), name(2)]);
  });

  test('what lies in Glacier is not even asked for, and says what to do', async () => {
    const classes = { [name(0)]: 'GLACIER', [name(1)]: 'GLACIER_IR', [name(2)]: 'DEEP_ARCHIVE' };
    const bucket = new MemoryBucket(small(3), { classes });
    const result = await allOf(fetching(bucket));
    expect(result.map(word)).toEqual(['00000 archived', '00001 fetched', '00002 archived']);
    expect(result[0]).toMatchObject({
      message: `“${name(0)}” lies in the storage class GLACIER, from which S3 gives nothing at once.`,
      advice: expect.stringContaining('s3:RestoreObject'),
    });
    expect(bucket.fetches).toEqual([name(1)]);
  });

  test('what cannot be had is an outcome of its object, and the others come', async () => {
    const faults: (BucketFault | null)[] = ['denied', 'kms', null, 'archived', 'gone', 'corrupt', null];
    const failFetch = ({ key }: { key: string }) => faults[Number(key.slice(folder.length))] ?? null;
    const result = await allOf(fetching(new MemoryBucket(small(7), { failFetch })));
    expect(result.map(word)).toEqual(faults.map((fault, number) => `0000${number} ${fault ?? 'fetched'}`));
    expect(result[0]).toMatchObject({
      message: `Cannot fetch “${name(0)}”: denied.`,
      advice: 'Mend denied.',
    });
  });

  test.each(['signIn', 'network', 'bucket'] as const)(
    '%s is thrown after all that comes before it, and a new call goes on',
    async (fault) => {
      let isFaulty = true;
      const failFetch = ({ key }: { key: string }) => (isFaulty && key >= name(30) ? fault : null);
      const bucket = new MemoryBucket(small(60), { failFetch, turns: seededTurns(11) });
      const first = await taken(fetching(bucket));
      expect(first.words).toHaveLength(30);
      expect(first.error).toMatchObject({ fault });
      expect(bucket.fetches.length).toBeLessThanOrEqual(30 + 16);
      isFaulty = false;
      const second = await taken(fetching(bucket, { isKnown: (key) => key < name(30) }));
      expect(second.error).toBeNull();
      expect(second.words.slice(28, 32)).toEqual([
        '00028 known',
        '00029 known',
        '00030 fetched',
        '00031 fetched',
      ]);
      expect(second.words).toHaveLength(60);
    },
  );

  test('nothing is begun after a fault of the whole bucket, while what comes before it is still under way', async () => {
    const failFetch = ({ key }: { key: string }) => (key === name(1) ? ('signIn' as const) : null);
    const bucket = new MemoryBucket(small(60), { failFetch });
    const release = hold(bucket, (key) => key === name(0));
    const running = taken(fetching(bucket));
    await turns(100);
    expect(bucket.fetches.length).toBeLessThan(16);
    release();
    expect(await running).toMatchObject({ words: ['00000 fetched'], error: { fault: 'signIn' } });
  });

  test('a listing that fails is thrown after what it gave; one that is denied stands in its place', async () => {
    const options = (fault: BucketFault): MemoryBucketOptions => ({
      pageSize: 2,
      failList: ({ token }) => (token === undefined ? null : fault),
    });
    const failed = await taken(fetching(new MemoryBucket(small(4), options('network'))));
    expect(failed.words).toEqual(['00000 fetched', '00001 fetched']);
    expect(failed.error).toMatchObject({ fault: 'network' });
    const denied = await taken(fetching(new MemoryBucket(small(4), options('denied'))));
    const root = folder.slice(0, -'2024/01/01/'.length);
    expect(denied).toEqual({ words: ['00000 fetched', '00001 fetched', `${root} problem`], error: null });
  });

  test('a mistake in the program is no outcome', async () => {
    const bucket = new MemoryBucket(small(2));
    bucket.get = () => Promise.reject(new TypeError('a mistake'));
    expect((await taken(fetching(bucket))).error).toBeInstanceOf(TypeError);
    const isKnown = () => {
      throw new TypeError('another');
    };
    expect((await taken(fetching(bucket, { isKnown }))).error).toMatchObject({ message: 'another' });
  });

  test('an object larger than the bound comes alone', async () => {
    const bucket = new MemoryBucket(objects([10, 10, 500, 10, 10]), { turns: seededTurns(5) });
    expect((await taken(fetching(bucket, { bytesUnderWay: 100 }))).words).toHaveLength(5);
    expect(bucket.mostBytes).toBe(500);
  });

  test('objects that wait for their turn count against the bound', async () => {
    const bucket = new MemoryBucket(small(100));
    const release = hold(bucket, (key) => key === name(0));
    const running = taken(fetching(bucket, { bytesUnderWay: 200 }));
    await turns(300);
    expect(bucket.fetches).toHaveLength(19);
    release();
    expect((await running).words).toHaveLength(100);
  });

  test('a slow object does not gather the whole listing, known as it may be', async () => {
    const bucket = new MemoryBucket(small(3000));
    let asked = 0;
    const isKnown = (key: string) => {
      asked += 1;
      return key !== name(0);
    };
    const release = hold(bucket, () => true);
    const running = taken(fetching(bucket, { isKnown }));
    await turns(50);
    expect(asked).toBe(1001);
    release();
    expect((await running).words).toHaveLength(3000);
  });

  test('begins with eight requests and comes to sixteen when all goes well', async () => {
    const bucket = new MemoryBucket(small(400), { turns: () => 20 });
    const values = fetching(bucket);
    const first = values.next();
    await turns(30);
    expect(bucket.mostFetches).toBe(8);
    await first;
    await taken(values);
    expect(bucket.mostFetches).toBe(16);
  });

  test('nothing is begun while paused, and everything comes after', async () => {
    const gate = new Gate();
    const bucket = new MemoryBucket(small(100), { turns: seededTurns(2) });
    const values = fetching(bucket, { gate });
    const before = [await values.next(), await values.next()].flatMap(({ value }) =>
      value ? [word(value)] : [],
    );
    gate.pause();
    await turns(50);
    const asked = bucket.fetches.length;
    expect(asked).toBeLessThan(100);
    const after = taken(values);
    await turns(50);
    expect(bucket.fetches).toHaveLength(asked);
    gate.resume();
    expect([...before, ...(await after).words]).toEqual(
      Array.from({ length: 100 }, (_, number) => `${name(number).slice(folder.length)} fetched`),
    );
  });

  test('a cancellation ends requests, also while paused', async () => {
    const stop = new AbortController();
    const gate = new Gate();
    gate.pause();
    const paused = taken(fetching(new MemoryBucket(small(10)), { gate }, stop.signal));
    const bucket = new MemoryBucket(small(10), { turns: () => 1_000_000 });
    const slow = taken(fetching(bucket, {}, stop.signal));
    await turns(3);
    const reason = new Error('cancelled');
    stop.abort(reason);
    expect(await paused).toEqual({ words: [], error: reason });
    expect(await slow).toEqual({ words: [], error: reason });
  });

  test('leaving early ends the requests under way', async () => {
    const bucket = new MemoryBucket(small(100), {
      turns: () => (bucket.fetches.length > 1 ? 1_000_000 : 1),
    });
    for await (const fetched of fetching(bucket)) {
      expect(word(fetched)).toBe('00000 fetched');
      break;
    }
    const asked = bucket.fetches.length;
    await turns(20);
    expect(bucket.fetches).toHaveLength(asked);
  });
});

const faults = [null, null, null, null, 'denied', 'kms', 'gone', 'corrupt', 'archived'] as const;
const run = fc.record({
  things: fc.array(
    fc.record({
      size: fc.nat(60),
      fault: fc.constantFrom(...faults),
      isKnown: fc.boolean(),
      isThrottled: fc.boolean(),
    }),
    { maxLength: 60 },
  ),
  pageSize: fc.integer({ min: 1, max: 20 }),
  most: fc.integer({ min: 1, max: 20 }),
  bytesUnderWay: fc.integer({ min: 60, max: 400 }),
  network: fc.option(fc.nat(59)),
  seed: fc.nat(),
});

test('whatever fails: each object once, in order, within the bounds of requests and bytes', async () => {
  await fc.assert(
    fc.asyncProperty(run, async ({ things, pageSize, most, bytesUnderWay, network, seed }) => {
      const pace = new Pace({ most });
      const of = (key: string) => things[Number(key.slice(folder.length))];
      const failFetch = ({ key }: { key: string }): BucketFault | null => {
        if (of(key)?.isThrottled === true) pace.throttled();
        return key === (network === null ? null : name(network)) ? 'network' : (of(key)?.fault ?? null);
      };
      const sizes = things.map(({ size }) => size);
      const bucket = new MemoryBucket(objects(sizes), { pageSize, failFetch, turns: seededTurns(seed) });
      const isKnown = (key: string) => of(key)?.isKnown === true;
      const { words, error } = await taken(fetching(bucket, { bytesUnderWay, isKnown, pace }));

      const expected = things.map(
        (thing, number) =>
          `${name(number).slice(folder.length)} ${thing.isKnown ? 'known' : (thing.fault ?? 'fetched')}`,
      );
      const isCut = network !== null && things[network]?.isKnown === false;
      expect(words).toEqual(isCut ? expected.slice(0, network) : expected);
      expect(error instanceof BucketError && error.fault).toBe(isCut ? 'network' : false);
      expect(bucket.mostFetches).toBeLessThanOrEqual(most);
      expect(bucket.mostBytes).toBeLessThanOrEqual(bytesUnderWay);
      expect(new Set(bucket.fetches).size).toBe(bucket.fetches.length);
    }),
    { numRuns: 200 },
  );
});
