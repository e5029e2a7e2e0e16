import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TrailPlace, trailKinds } from '../../../electron/contract/s3.ts';
import { keyFacts } from '../../../electron/engine/ingest/s3-key.ts';
import { placesOf, windowOf } from '../../../electron/engine/sources/s3/choose.ts';
import { compareKeys } from '../../../electron/engine/sources/s3/key-order.ts';
import { dayFolder, dayOfFolder, folderOf, layoutAt } from '../../../electron/engine/sources/s3/layout.ts';
import { everything, logKey, place } from './trail-keys.ts';

const regions = ['eu-west-1', 'us-gov-east-1', 'cn-northwest-1', 'us-isob-east-1', 'eusc-de-east-1'];
const names = fc.record({
  root: fc.constantFrom(
    'AWSLogs/',
    'logs/AWSLogs/',
    'o-exampleorgid/AWSLogs/',
    'AWSLogs/AWSLogs/',
    'ü/a b/AWSLogs/',
  ),
  organization: fc.constantFrom(null, 'o-exampleorgid'),
  account: fc.constantFrom('111122223333', '444455556666'),
  region: fc.constantFrom(...regions),
  kind: fc.constantFrom(...trailKinds),
});
const days = fc
  .date({ min: new Date('2013-01-01'), max: new Date('2039-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('the layout of keys', () => {
  test('what is composed is read back, at every level, and by the reader of keys', () => {
    fc.assert(
      fc.property(names, days, (name, day) => {
        const folder = folderOf(name);
        expect(layoutAt(folder)).toEqual({ level: 'region', place: name });
        const ofDay = `${dayFolder(name, day)}/`;
        expect(layoutAt(ofDay)).toEqual({ level: 'day', place: name });
        expect(dayOfFolder(ofDay)).toBe(day);
        const { account, region, kind: trailKind } = name;
        expect(keyFacts(logKey(folder, day))).toMatchObject({ account, region, trailKind });
      }),
    );
  });

  test.each([
    ['', { level: 'outside' }],
    ['logs/', { level: 'outside' }],
    ['o-exampleorgid/', { level: 'outside' }],
    ['myAWSLogs/', { level: 'outside' }],
    ['o-exampleorgid/AWSLogs/', { level: 'root' }],
    ['AWSLogs/o-exampleorgid/', { level: 'organization' }],
    ['AWSLogs/111122223333/', { level: 'account' }],
    ['AWSLogs/1111/', { level: 'strange', isTrails: false }],
    ['AWSLogs/aws-account-id=111122223333/', { level: 'strange', isTrails: false }],
    ['AWSLogs/111122223333/CloudTrail/', { level: 'kind' }],
    ['AWSLogs/111122223333/vpcflowlogs/', { level: 'strange', isTrails: false }],
    ['AWSLogs/111122223333/CloudTrail-Lake/', { level: 'strange', isTrails: true }],
    ['AWSLogs/111122223333/CloudTrail/notes/', { level: 'strange', isTrails: true }],
    ['AWSLogs/111122223333/CloudTrail/eu-west-1/2024/', { level: 'year', place: expect.anything() }],
    ['AWSLogs/111122223333/CloudTrail/eu-west-1/2024/13/', { level: 'strange', isTrails: true }],
    ['AWSLogs/111122223333/CloudTrail/eu-west-1/2024/01/02/x/', { level: 'strange', isTrails: true }],
  ])('“%s” is %o', (folder, expected) => {
    expect(layoutAt(folder)).toMatchObject(expected);
  });

  test('keys are ordered by their UTF-8 bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        expect(Math.sign(compareKeys(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
      { examples: [['\u{1f600}', '\uffee']], numRuns: 500 },
    );
  });
});

describe('a choice', () => {
  const found: TrailPlace[] = [
    place({ region: 'us-east-1' }),
    place(),
    place({ kind: 'CloudTrail-Digest' }),
    place({ kind: 'CloudTrail-Insight' }),
    place({ account: '444455556666' }),
    place({ root: 'AWSLogs!/AWSLogs/' }),
  ];
  const folders = (choice: Partial<typeof everything>) =>
    placesOf({ places: found }, { ...everything, ...choice }).map(folderOf);

  test('null means all, in the order of keys, and digests come with their logs', () => {
    expect(folders({ kinds: ['CloudTrail'] })).toEqual([
      'AWSLogs!/AWSLogs/111122223333/CloudTrail/eu-west-1/',
      'AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/',
      'AWSLogs/111122223333/CloudTrail/eu-west-1/',
      'AWSLogs/111122223333/CloudTrail/us-east-1/',
      'AWSLogs/444455556666/CloudTrail/eu-west-1/',
    ]);
  });

  test('accounts, regions and kinds all have to fit', () => {
    expect(folders({ accounts: ['111122223333'], regions: ['us-east-1'] })).toEqual([
      'AWSLogs/111122223333/CloudTrail/us-east-1/',
    ]);
    expect(folders({ kinds: ['CloudTrail-Insight'] })).toEqual([
      'AWSLogs/111122223333/CloudTrail-Insight/eu-west-1/',
    ]);
    expect(folders({ accounts: [] })).toEqual([]);
  });

  test('one day more is listed after the last, over the ends of months and leap years', () => {
    const last = (untilDay: string | null) => windowOf({ sinceDay: null, untilDay }, '').lastDay;
    expect(['2024-02-28', '2024-02-29', '2023-02-28', '2024-12-31', null].map(last)).toEqual([
      '2024-02-29',
      '2024-03-01',
      '2023-03-01',
      '2025-01-01',
      null,
    ]);
  });

  test('a day that is in no calendar is an error, and so is a last day before the first', () => {
    expect(() => windowOf({ sinceDay: '2024-02-30', untilDay: null }, '')).toThrow(
      'There is no day 2024-02-30.',
    );
    expect(() => windowOf({ sinceDay: null, untilDay: '2024-13-01' }, '')).toThrow(
      'There is no day 2024-13-01.',
    );
    expect(() => windowOf({ sinceDay: '2024-03-02', untilDay: '2024-03-01' }, '')).toThrow(
      'The last day, 2024-03-01, is before the first, 2024-03-02.',
    );
  });
});
