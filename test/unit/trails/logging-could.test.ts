import { describe, expect, it } from 'vitest';
import { loggableAnswer } from '../../../electron/contract/integrity.ts';
import { makeKey, TestTrail } from '../../support/digests.ts';
import {
  account,
  advanced,
  arn,
  at,
  logFile,
  loggingCases,
  recordOf,
  s3Selectors,
  selectorsChange,
  started,
} from './logging-cases.ts';

const caseOf = loggingCases();
const other = '444455556666';
const read = { source: 's3', name: 'GetObject' };
const management = [{ field: 'eventCategory', equals: ['Management'] }];
const objects = [
  { field: 'eventCategory', equals: ['Data'] },
  { field: 'resources.type', equals: ['AWS::S3::Object'] },
];

describe('whether a call could have been logged', () => {
  it('is not known where the case knows of no trail', async () => {
    const info = await caseOf([{ name: 'DescribeTrails', hour: 0, parameters: {} }]);
    const answer = info.could(0);
    expect(loggableAnswer.parse(answer)).toEqual(answer);
    expect(answer).toMatchObject({ answer: 'unknown', trails: [] });
    expect(answer.sentence).toContain('knows of no trail');
  });

  it('follows a trail from its making over its stops to its end', async () => {
    const info = await caseOf([
      ...started,
      { name: 'StopLogging', hour: 2, parameters: { name: arn } },
      { name: 'StartLogging', hour: 3 },
      { name: 'DeleteTrail', hour: 5 },
    ]);
    expect(info.answers([-6, -4.5, 0, 2.5, 4, 6])).toEqual(['unknown', 'no', 'yes', 'no', 'yes', 'no']);
    expect(info.could(-6).sentence).toContain('created later');
    const { sentence, evidence, trails } = info.could(2.5);
    expect(sentence).toBe(
      'RunInstances of ec2.amazonaws.com is a management event. No trail that the case knows of was logging at that time. A trail that the case does not know of may have recorded it.',
    );
    expect(evidence.map((each) => each.sentence)).toContain('Logging of main was stopped.');
    expect(trails).toMatchObject([{ trail: 'main', isLogging: false }]);
  });

  it('leaves data out until a trail is told to record it, and then what it was not told', async () => {
    const info = await caseOf([...started, selectorsChange(1, s3Selectors('arn:aws:s3:::acme-records/'))]);
    expect(info.could(0, { ...read, resource: 'acme-records' })).toMatchObject({
      answer: 'no',
      sentence: expect.stringContaining(
        'is a data event. No trail that the case knows of was logging and selects it.',
      ),
    });
    const answer = (resource: string | null) => info.could(2, { ...read, resource }).answer;
    expect(answer('acme-records')).toBe('yes');
    expect(answer('arn:aws:s3:::acme-records')).toBe('yes');
    expect(answer('arn:aws:s3:::acme-records/a/b')).toBe('yes');
    expect(answer('acme-records-2')).toBe('no');
    expect(info.could(2, read)).toMatchObject({
      answer: 'unknown',
      sentence: expect.stringContaining('name the bucket or object'),
    });
    expect(info.could(2, { source: 'lambda', name: 'Invoke', resource: 'billing' }).answer).toBe('no');
    expect(info.could(2, { source: 's3', name: 'PutBucketPolicy', resource: 'any' }).answer).toBe('yes');
  });

  it('does not take some objects of a bucket for all of them', async () => {
    const part = await caseOf([
      ...started,
      selectorsChange(-1, s3Selectors('arn:aws:s3:::acme-records/2026/')),
    ]);
    const answers = (info: Awaited<ReturnType<typeof caseOf>>, ...resources: readonly string[]) =>
      resources.map((resource) => info.could(0, { ...read, resource }).answer);
    expect(answers(part, 'acme-records', 'acme-records/2026/a', 'acme-records/2025/a')).toEqual([
      'unknown',
      'yes',
      'no',
    ]);
    const but = [...objects, { field: 'resources.ARN', notStartsWith: ['arn:aws:s3:::acme-records/tmp/'] }];
    const most = await caseOf([...started, selectorsChange(-1, advanced(but))]);
    expect(answers(most, 'acme-records', 'acme-records/tmp/a', 'acme-records/a', 'other')).toEqual([
      'unknown',
      'no',
      'yes',
      'yes',
    ]);
  });

  it('does not take calls of some people, or from the console, for all calls', async () => {
    const mara = { field: 'userIdentity.arn', equals: [`arn:aws:iam::${account}:user/mara`] };
    const some = await caseOf([...started, selectorsChange(-1, advanced([...management, mara]))]);
    expect(some.answers([0])).toEqual(['unknown']);
    const all = await caseOf([...started, selectorsChange(-1, advanced([...management, mara], management))]);
    expect(all.answers([0])).toEqual(['yes']);
  });

  it('takes selectors of reading and of writing calls, and knows that a name does not tell all', async () => {
    const writing = { field: 'readOnly', equals: ['false'] };
    const info = await caseOf([...started, selectorsChange(-1, advanced([...management, writing]))]);
    const answer = (source: string, name: string) => info.could(0, { source, name }).answer;
    expect(answer('ec2', 'RunInstances')).toBe('yes');
    expect(answer('ec2', 'DescribeInstances')).toBe('no');
    // What it is called does not tell that it is recorded as reading.
    expect(answer('sts', 'AssumeRole')).toBe('no');
    expect(answer('kms', 'ReEncrypt')).toBe('unknown');
    expect(info.answers([-2], { source: 'kms', name: 'ReEncrypt' })).toEqual(['yes']);
  });

  it('leaves out the services that basic selectors exclude', async () => {
    const excluded = { readWriteType: 'All', excludeManagementEventSources: ['kms.amazonaws.com'] };
    const info = await caseOf([...started, selectorsChange(-1, { eventSelectors: [excluded] })]);
    expect(info.could(0, { source: 'kms', name: 'DisableKey' }).answer).toBe('no');
    expect(info.could(0, { source: 'iam.amazonaws.com', name: 'CreateUser' }).answer).toBe('yes');
  });

  it('does not know of a call that no list has whether it is data, unless the case has such a call', async () => {
    const call = { source: 'bedrock', name: 'InvokeModel' };
    const info = await caseOf(started);
    expect(info.could(0, call)).toMatchObject({
      answer: 'unknown',
      sentence: expect.stringContaining('may be a management or a data event'),
    });
    // Whatever it is, nothing was logging.
    expect(info.answers([-4.5], call)).toEqual(['no']);
    const record = (eventCategory: string) =>
      recordOf({
        ...{ name: 'InvokeModel', hour: 8 },
        record: { eventSource: 'bedrock.amazonaws.com', eventCategory, readOnly: true },
      });
    const seen = await caseOf(started, { 'more.json': { Records: [record('Management')] } });
    expect(seen.could(0, call)).toMatchObject({ answer: 'yes' });
    const data = await caseOf(started, { 'more.json': { Records: [record('Data')] } });
    expect(data.could(0, call)).toMatchObject({ answer: 'no' });
    expect(data.could(0, call).evidence[0]).toMatchObject({
      sentence: 'The case has such a call, and CloudTrail recorded it as a data event.',
      atMs: at(8),
    });
    const both = await caseOf(started, { 'more.json': { Records: [record('Data'), record('Management')] } });
    expect(both.could(0, call)).toMatchObject({ answer: 'unknown' });
  });

  it('records other regions only where a trail is told to', async () => {
    const info = await caseOf([
      { name: 'CreateTrail', hour: -5, parameters: { name: 'main', isMultiRegionTrail: false } },
      { name: 'StartLogging', hour: -4 },
      { name: 'UpdateTrail', hour: 1, parameters: { name: 'main', isMultiRegionTrail: true } },
    ]);
    expect(info.answers([0, 2], { region: 'us-west-2' })).toEqual(['unknown', 'yes']);
    expect(info.could(0, { region: 'us-west-2' }).trails).toEqual([]);
    expect(info.could(2, { region: 'us-gov-west-1' }).trails).toEqual([]);
  });

  it('looks for services without regions in us-east-1', async () => {
    const user = { source: 'iam', name: 'CreateUser' };
    const single = (hour: number) => [
      { name: 'CreateTrail', hour, parameters: { name: 'main', isMultiRegionTrail: false } },
      { name: 'StartLogging', hour: hour + 1 },
    ];
    const regional = await caseOf(single(-5));
    expect(regional.could(0, user)).toMatchObject({
      answer: 'unknown',
      sentence: expect.stringContaining('(recorded in us-east-1)'),
    });
    // Before 22 November 2021 such a trail recorded them.
    const before = (Date.UTC(2021, 5, 1) - at(0)) / 3_600_000;
    const older = await caseOf(single(before - 5));
    expect(older.answers([before], user)).toEqual(['yes']);
    expect((await caseOf(started)).answers([0], user)).toEqual(['yes']);
  });

  it('records other accounts only of its organization, and only those that its files show to be part of it', async () => {
    const parameters = { name: 'main', isMultiRegionTrail: true, isOrganizationTrail: true };
    const changes = [
      { name: 'CreateTrail', hour: -5, parameters },
      { name: 'StartLogging', hour: -4 },
    ];
    const question = { account: other };
    const alone = await caseOf(changes);
    expect(alone.answers([0])).toEqual(['yes']);
    expect(alone.could(0, question)).toMatchObject({
      answer: 'unknown',
      sentence: expect.stringContaining('recorded this account'),
    });
    const member = await caseOf(changes, logFile(0.2, 'o-abcdefghij', other));
    expect(member.could(0, question).answer).toBe('yes');
    expect(member.could(0, question).evidence.map(({ sentence }) => sentence)).toContain(
      `Files of the account ${other} were delivered to the folder of an organization's trail within an hour: it was part of the organization.`,
    );
    expect((await caseOf(started, logFile(0.2, 'o-abcdefghij', other))).answers([0], question)).toEqual([
      'unknown',
    ]);
  });

  it('does not say no where log files come from a time in which all known trails were off', async () => {
    const changes = [...started, { name: 'StopLogging', hour: 0 }];
    const info = await caseOf(changes, logFile(3));
    expect(info.could(2.5)).toMatchObject({
      answer: 'unknown',
      sentence: expect.stringContaining('another trail was logging'),
    });
    expect(info.answers([1])).toEqual(['no']);
    // What was called before the stop is delivered some minutes after it.
    expect((await caseOf(changes, logFile(0.15))).answers([0.1])).toEqual(['no']);
  });

  it('does not take what was seen later for what was, and says that it is likely', async () => {
    const described = { Name: 'main', TrailARN: arn, IsMultiRegionTrail: true, IsOrganizationTrail: false };
    const files = {
      'trails.json': { trailList: [described] },
      'status-main.json': { IsLogging: true },
      'selectors.json': { TrailARN: arn, EventSelectors: [{ ReadWriteType: 'All', DataResources: [] }] },
    };
    const info = await caseOf([], files);
    const later = (Date.now() + 60_000 - at(0)) / 3_600_000;
    expect(info.answers([0, later])).toEqual(['unknown', 'yes']);
    expect(info.could(0).sentence).toContain('main would have recorded it as it was seen later');
    expect(info.could(0, { ...read, resource: 'acme-records' }).sentence).toContain(
      'Whether main was logging',
    );
    // A digest shows that it was logging; what it selected then is still not known.
    const trail = new TestTrail({ key: makeKey(), startMs: at(0) }).write(1);
    const digests = Object.fromEntries(trail.objects.map(({ key, bytes }) => [key, bytes]));
    const proven = await caseOf([], { ...files, ...digests });
    expect(proven.could(0.5)).toMatchObject({
      answer: 'unknown',
      trails: [{ isLogging: true, selectors: null }],
    });
    expect(
      proven
        .could(0.5)
        .evidence.map(({ sentence }) => sentence)
        .join(' '),
    ).toContain('A digest of main');
  });

  it('is not known after a successful change of selectors that cannot be read', async () => {
    const info = await caseOf([...started, selectorsChange(-1, { eventSelectors: 'all' })]);
    expect(info.answers([-2, 0])).toEqual(['yes', 'unknown']);
    expect(info.could(0).sentence).toContain('What main selected at that time is not known.');
  });

  it('keeps what a question brings along on one line', async () => {
    const info = await caseOf(started);
    const { sentence } = info.could(0, { source: 's3', name: 'a\u001b[31m\n', resource: '\u202e' });
    expect(sentence).toContain('a\ufffd[31m\ufffd of s3.amazonaws.com');
    expect(info.could(0, { account: '', region: '' }).answer).toBe('unknown');
  });
});
