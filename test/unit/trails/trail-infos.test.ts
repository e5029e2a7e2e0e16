import { describe, expect, it } from 'vitest';
import { trailInfo } from '../../../electron/contract/s3.ts';
import { parseSelectors } from '../../../electron/contract/selectors/parse.ts';
import type { TrailAnswer } from '../../../electron/engine/trails/trail-answer.ts';
import { trailInfos } from '../../../electron/engine/trails/trail-infos.ts';
import { anAnswer, answers, arn } from './fixtures.ts';

const operations = [
  'DescribeTrails',
  'GetTrailStatus',
  'GetEventSelectors',
  'GetInsightSelectors',
  'ListTags',
] as const;
const all = operations.map((operation) => anAnswer(operation));
const statusFile = (fileName: string) =>
  anAnswer('GetTrailStatus', { origin: 'file', region: null, trailArn: null, fileName });
const trails = (...names: readonly string[]): TrailAnswer =>
  anAnswer('DescribeTrails', {
    answer: { trailList: names.map((Name) => ({ Name, TrailARN: arn.replace('main', Name) })) },
  });
const loggingByName = (given: readonly TrailAnswer[]) =>
  Object.fromEntries(trailInfos(given).map(({ name, isLogging }) => [name, isLogging]));

describe('what a trail says of itself', () => {
  it('is put together from the answers', () => {
    const [info, ...others] = trailInfos(all);
    expect(others).toEqual([]);
    expect(trailInfo.parse(info)).toEqual(info);
    expect(info).toMatchObject({
      arn,
      name: 'main',
      takenAtMs: 1_000,
      from: 'aws',
      homeRegion: 'eu-west-1',
      bucket: 'corp-logs',
      prefix: 'audit',
      snsTopic: 'arn:aws:sns:eu-west-1:111122223333:trail',
      isMultiRegion: true,
      isOrganization: false,
      validates: true,
      isLogging: true,
      loggingSinceMs: 1_700_000_000_000,
      latestDeliveryMs: 1_772_323_200_500,
      latestDeliveryError: 'digests: AccessDenied',
      selectorWords: ['All management events but those of AWS KMS'],
      insightWords: [
        'Unusual rates of API calls, in management events',
        'Unusual rates of API errors, in management and data events',
      ],
      tags: [{ key: 'owner', value: 'security' }],
      problems: [],
    });
    expect(parseSelectors(info?.selectorsJson ?? '')).toMatchObject({ kind: 'basic', trailArn: arn });
  });

  it('takes each part from the newest answer that has it', () => {
    const stopped = anAnswer('GetTrailStatus', {
      takenAtMs: 9_000,
      origin: 'file',
      region: null,
      answer: { IsLogging: false, StartLoggingTime: '2026-01-01T00:00:00Z' },
    });
    expect(trailInfos([stopped, ...all])).toMatchObject([
      { isLogging: false, loggingSinceMs: null, takenAtMs: 9_000, from: 'file', bucket: 'corp-logs' },
    ]);
  });

  it('what was denied is said, with the date of what is shown instead', () => {
    const takenAtMs = Date.UTC(2026, 2, 2);
    const denied = (operation: 'GetTrailStatus' | 'ListPublicKeys') =>
      anAnswer(operation, { takenAtMs, answer: null, problem: `${operation} is denied.` });
    const older = all.map((answer) => ({ ...answer, takenAtMs: Date.UTC(2026, 2, 1) }));
    const [info] = trailInfos([denied('GetTrailStatus'), denied('ListPublicKeys'), ...older]);
    expect(info?.isLogging).toBe(true);
    expect(info?.problems.toSorted()).toEqual([
      'GetTrailStatus is denied. What is shown is from 2026-03-01.',
      'ListPublicKeys is denied.',
    ]);
  });

  it('a problem that is over is not shown any more', () => {
    const denied = anAnswer('GetTrailStatus', { takenAtMs: 500, answer: null, problem: 'Denied.' });
    expect(trailInfos([...all, denied])[0]?.problems).toEqual([]);
  });

  it('where not even the list of trails may be asked, that stands for itself', () => {
    const denied = anAnswer('DescribeTrails', { answer: null, problem: 'Denied.' });
    expect(trailInfos([denied])).toMatchObject([{ arn: null, name: 'CloudTrail', problems: ['Denied.'] }]);
  });

  it('a trail that no list describes has what its ARN says', () => {
    expect(trailInfos([anAnswer('ListTags', { trailArn: null, region: null })])).toMatchObject([
      {
        arn,
        name: 'main',
        homeRegion: 'eu-west-1',
        bucket: null,
        tags: [{ key: 'owner', value: 'security' }],
      },
    ]);
  });

  it('a status without a trail belongs to the one whose name its file has', () => {
    expect(loggingByName([trails('main', 'other'), statusFile('status-main.json')])).toEqual({
      main: true,
      other: null,
    });
    expect(loggingByName([trails('main', 'main-eu'), statusFile('main-eu status.json')])).toEqual({
      main: null,
      'main-eu': true,
    });
  });

  it('a status whose file names no trail, two, or one that two regions have stands for itself', () => {
    expect(loggingByName([trails('main', 'other'), statusFile('status.json')])).toEqual({
      main: null,
      other: null,
      'status.json': true,
    });
    expect(loggingByName([trails('main', 'other'), statusFile('main-other.json')])).toMatchObject({
      'main-other.json': true,
    });
    expect(loggingByName([trails('main'), statusFile('domains.json')])).toMatchObject({
      'domains.json': true,
    });
    const twin = anAnswer('DescribeTrails', {
      region: 'us-east-1',
      answer: { trailList: [{ Name: 'main', TrailARN: arn.replace('eu-west-1', 'us-east-1') }] },
    });
    expect(
      trailInfos([trails('main'), twin, statusFile('main.json')]).map(({ isLogging }) => isLogging),
    ).toEqual([null, null, true]);
  });

  it('selectors that cannot be read are a problem, not a guess', () => {
    const strange = anAnswer('GetEventSelectors', {
      answer: { TrailARN: arn, EventSelectors: [{ ReadWriteType: 'Sometimes' }] },
    });
    expect(trailInfos([strange])).toMatchObject([
      {
        selectorWords: null,
        selectorsJson: null,
        problems: [
          "The trail's event selectors cannot be read: Event selector 1, ReadWriteType: it must be ReadOnly, WriteOnly or All.",
        ],
      },
    ]);
  });

  it('text from outside stays on one line, and broken answers are passed over', () => {
    const hostile = anAnswer('DescribeTrails', {
      answer: { trailList: [{ Name: 'a\u001b]0;x\u0007', TrailARN: arn, S3KeyPrefix: 'b\u202e\n' }] },
    });
    const broken = anAnswer('ListTags', { answer: { ResourceTagList: 'x' } });
    const status = anAnswer('GetTrailStatus', { answer: { ...answers.GetTrailStatus, IsLogging: 'yes' } });
    expect(trailInfos([hostile, broken, status])).toMatchObject([
      { name: 'a\ufffd]0;x\ufffd', prefix: 'b\ufffd\ufffd', tags: null, isLogging: null },
    ]);
  });
});
