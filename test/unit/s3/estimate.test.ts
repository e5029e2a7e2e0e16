import { describe, expect, test } from 'vitest';
import type { ListRequest } from '../../../electron/engine/sources/s3/bucket.ts';
import { discover } from '../../../electron/engine/sources/s3/discover.ts';
import { estimate } from '../../../electron/engine/sources/s3/estimate.ts';
import { MemoryBucket } from '../../support/memory-bucket.ts';
import { allOf, contentOf, everything, lastOf, logKey, never } from './trail-keys.ts';

const eu = 'AWSLogs/111122223333/CloudTrail/eu-west-1/';

describe('an estimate', () => {
  const keys = [
    logKey(eu, '2024-01-01', 1),
    logKey(eu, '2024-01-01', 2),
    logKey('AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/', '2024-01-01'),
    logKey('other/AWSLogs/111122223333/CloudTrail/eu-west-1/', '2024-01-01'),
  ];

  test('counts by account, region and kind, over all folders, and asks for no object', async () => {
    const bucket = new MemoryBucket(contentOf(keys));
    const isKnown = (key: string, etag: string) => key === keys[0] && etag === bucket.listed(key).etag;
    const result = await lastOf(estimate({ bucket, prefix: '', choice: everything, isKnown }, never()));
    const line = { account: '111122223333', region: 'eu-west-1' };
    const bytes = (...numbers: number[]) => numbers.reduce((sum, n) => sum + (keys[n]?.length ?? 0), 0);
    expect(result).toEqual({
      files: 4,
      bytes: bytes(0, 1, 2, 3),
      known: 1,
      byPlace: [
        { ...line, kind: 'CloudTrail-Digest', files: 1, bytes: bytes(2), known: 0 },
        { ...line, kind: 'CloudTrail', files: 3, bytes: bytes(0, 1, 3), known: 1 },
      ],
      requests: bucket.lists.length,
      problems: [],
      isComplete: true,
    });
    expect(bucket.fetches).toEqual([]);
  });

  test('values on the way grow and are a fifth of a second apart', async () => {
    const bucket = new MemoryBucket(contentOf(keys));
    let ms = 0;
    const now = () => {
      ms += 100;
      return ms;
    };
    const values = await allOf(
      estimate({ bucket, prefix: '', choice: everything, isKnown: () => false, now }, never()),
    );
    expect(values.map(({ files, isComplete }) => [files, isComplete])).toEqual([
      [2, false],
      [4, false],
      [4, true],
    ]);
  });

  test('names what may not be listed, and does not walk again over what was found just now', async () => {
    const failList = ({ prefix, byFolder }: ListRequest) =>
      !byFolder && prefix === eu ? ('denied' as const) : null;
    const bucket = new MemoryBucket(contentOf(keys), { failList });
    const discovery = await lastOf(discover(bucket, '', never()));
    const options = { bucket, prefix: '', choice: everything, isKnown: () => false, discovery };
    const result = await lastOf(estimate(options, never()));
    expect(result).toMatchObject({
      files: 2,
      requests: 3,
      problems: [`Cannot list “${eu}”: denied. Mend denied.`],
    });
  });
});
