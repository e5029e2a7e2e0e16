import { afterEach, expect, test } from 'vitest';
import { placesOf, windowOf } from '../../../electron/engine/sources/s3/choose.ts';
import { discover } from '../../../electron/engine/sources/s3/discover.ts';
import { fetchInOrder } from '../../../electron/engine/sources/s3/fetch-in-order.ts';
import { listObjects } from '../../../electron/engine/sources/s3/list-places.ts';
import { Pace } from '../../../electron/engine/sources/s3/pace.ts';
import { type FaultS3, faults, startFaultS3 } from '../../support/fault-s3.ts';
import { bucketAt } from './place.ts';
import { allOf, everything, lastOf, logKey, never } from './trail-keys.ts';

let server: FaultS3 | null = null;
afterEach(() => server?.stop());

/** The same path as with the bucket in memory, over HTTP and the SDK: what either thinks of the other is true. */
test('a trail is found, listed from its day and fetched, through pages, a denied account and throttling', async () => {
  const denied = 'AWSLogs/111122223333/CloudTrail/us-east-1/';
  const days = ['2024-02-29', '2024-03-01', '2024-03-02', '2024-03-03', '2024-03-04'];
  const folders = ['eu-west-1', 'eu-west-2'].map((region) => `AWSLogs/444455556666/CloudTrail/${region}/`);
  const numbers = Array.from({ length: 6 }, (_, number) => number);
  const keysOf = (folder: string) =>
    days.flatMap((day) => numbers.map((number) => logKey(folder, day, number)));
  const objects = [denied, ...folders].flatMap(keysOf).map((key) => ({ key, body: key }));
  server = await startFaultS3({
    objects,
    pageSize: 7,
    rules: [
      { operation: 'list', when: (key) => key === denied, after: 5, fault: faults.accessDenied },
      { operation: 'get', after: 3, times: 4, fault: faults.slowDown },
    ],
  });
  const pace = new Pace();
  const bucket = bucketAt(server, { onRetry: (why) => why === 'throttled' && pace.throttled() });
  try {
    const found = await lastOf(discover(bucket, '', never()));
    expect(found.problems).toEqual([]);
    expect(found.places.map(({ firstDay, lastDay }) => [firstDay, lastDay])).toEqual(
      Array.from({ length: 3 }, () => ['2024-02-29', '2024-03-04']),
    );
    server.addRules({ operation: 'list', keyPrefix: denied, fault: faults.accessDenied });
    const choice = { ...everything, sinceDay: '2024-03-01', untilDay: '2024-03-02' };
    const listing = listObjects(bucket, placesOf(found, choice), windowOf(choice, ''), never());
    const options = { bytesUnderWay: 1_000_000, isKnown: () => false, pace };
    const result = await allOf(fetchInOrder(bucket, listing, options, never()));
    const words = result.map((item) =>
      item.kind === 'fetched'
        ? Buffer.from(item.bytes).toString()
        : `${item.kind} ${item.kind === 'problem' ? item.key : ''}`,
    );
    const expected = folders.flatMap(keysOf).filter((key) => !/2024\/(?:02\/29|03\/04)\//.test(key));
    expect(words).toEqual([`problem ${denied}`, ...expected]);
    expect(pace.limit).toBeLessThan(16);
  } finally {
    bucket.close();
  }
});
