import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import type { LoggableAnswer, LoggableQuestion } from '../../../electron/contract/integrity.ts';
import { makeKey, TestTrail } from '../../support/digests.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { writeTrailFolder } from '../../support/trail-folder.ts';

const account = '111122223333';
const arn = `arn:aws:cloudtrail:eu-west-1:${account}:trail/main`;
const noon = Date.UTC(2026, 2, 4, 12);
const hourMs = 3_600_000;

let test: TestEngine;
let count = 0;
beforeAll(async () => {
  test = await startTestEngine();
});
afterAll(() => test.stop());

interface Change {
  readonly name: string;
  readonly hour: number;
  readonly parameters?: unknown;
  readonly error?: string;
  readonly isAnswered?: boolean;
}

function record({ name, hour, parameters = { name: 'main' }, error, isAnswered = true }: Change, at: number) {
  return {
    eventVersion: '1.09',
    eventTime: new Date(noon + hour * hourMs).toISOString().replace('.000Z', 'Z'),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: name,
    awsRegion: 'eu-west-1',
    sourceIPAddress: '198.51.100.17',
    userAgent: 'aws-cli',
    userIdentity: { type: 'IAMUser', accountId: account, userName: 'mara' },
    requestParameters: parameters,
    responseElements: isAnswered && error === undefined ? { trailARN: arn } : null,
    ...(error === undefined ? {} : { errorCode: error }),
    eventID: `00000000-0000-4000-8000-${String(count * 1000 + at).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: account,
  };
}

async function caseOf(changes: readonly Change[], files: Readonly<Record<string, unknown>> = {}) {
  count += 1;
  const folder = path.join(test.folder, `logging-${count}`);
  mkdirSync(folder);
  if (changes.length > 0)
    writeFileSync(path.join(folder, 'changes.json'), JSON.stringify({ Records: changes.map(record) }));
  for (const [name, content] of Object.entries(files))
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  const info = await test.newCase(`logging-${count}`);
  await test.importInto(info, folder);
  return info;
}

async function could(
  { case: id }: CaseInfo,
  hour: number,
  question: Partial<LoggableQuestion> = {},
): Promise<LoggableAnswer> {
  return test.engine.call('logging.could', {
    case: id,
    atMs: noon + hour * hourMs,
    account,
    region: 'eu-west-1',
    source: 'iam',
    name: 'CreateUser',
    resource: null,
    ...question,
  });
}

const created: readonly Change[] = [
  { name: 'CreateTrail', hour: -5, parameters: { name: 'main', isMultiRegionTrail: true } },
  { name: 'StartLogging', hour: -4 },
];

describe('whether an event could have been logged', () => {
  it('is not known where the case knows of no trail', async () => {
    const info = await caseOf([{ name: 'LookupEvents', hour: 0 }]);
    const { answer, sentence, trails } = await could(info, 0);
    expect({ answer, trails }).toEqual({ answer: 'unknown', trails: [] });
    expect(sentence).toContain('knows of no trail');
  });

  it('follows a trail from its making over its stops to its end', async () => {
    const info = await caseOf([
      ...created,
      { name: 'StopLogging', hour: 2, parameters: { name: arn } },
      { name: 'StartLogging', hour: 3 },
      { name: 'DeleteTrail', hour: 5 },
    ]);
    const answers: string[] = [];
    for (const hour of [-6, -4.5, 0, 2.5, 4, 6]) answers.push((await could(info, hour)).answer);
    expect(answers).toEqual(['no', 'no', 'yes', 'no', 'yes', 'no']);
    const { evidence, trails } = await could(info, 2.5);
    expect(evidence.map(({ sentence }) => sentence)).toContain('Logging of main was stopped.');
    expect(evidence.every(({ event }) => event !== null)).toBe(true);
    expect(trails).toMatchObject([{ trail: 'main', arn, isLogging: false, sinceMs: noon + 2 * hourMs }]);
  });

  it('does not believe calls that failed, nor those with parameters of another form', async () => {
    const info = await caseOf([
      ...created,
      { name: 'StopLogging', hour: 1, error: 'AccessDenied' },
      { name: 'StopLogging', hour: 1.5, parameters: 'main', isAnswered: false },
      { name: 'DeleteTrail', hour: 1.5, parameters: { name: 7 }, isAnswered: false },
      { name: 'PutEventSelectors', hour: 1.6, parameters: { trailName: 'main', eventSelectors: 'all' } },
    ]);
    expect((await could(info, 2)).answer).toBe('yes');
  });

  it('leaves data out until a trail is told to record it, and then records what it was told', async () => {
    const info = await caseOf([
      ...created,
      {
        name: 'PutEventSelectors',
        hour: 1,
        parameters: {
          trailName: 'main',
          eventSelectors: [
            {
              readWriteType: 'All',
              includeManagementEvents: true,
              dataResources: [{ type: 'AWS::S3::Object', values: ['arn:aws:s3:::acme-records/'] }],
            },
          ],
        },
      },
    ]);
    const read = { source: 's3', name: 'GetObject' };
    expect((await could(info, 0, { ...read, resource: 'acme-records' })).answer).toBe('no');
    expect((await could(info, 2, { ...read, resource: 'acme-records' })).answer).toBe('yes');
    expect((await could(info, 2, { ...read, resource: 'arn:aws:s3:::acme-records/a/b' })).answer).toBe('yes');
    expect((await could(info, 2, { ...read, resource: 'other' })).answer).toBe('no');
    const open = await could(info, 2, read);
    expect(open).toMatchObject({ answer: 'unknown', sentence: expect.stringContaining('name the bucket') });
    expect((await could(info, 2, { source: 'bedrock', name: 'InvokeModel' })).answer).toBe('unknown');
  });

  it('takes advanced selectors, and calls that they leave out', async () => {
    const fields = [
      { field: 'eventCategory', equals: ['Management'] },
      { field: 'readOnly', equals: ['false'] },
    ];
    const info = await caseOf([
      ...created,
      {
        name: 'PutEventSelectors',
        hour: 0,
        parameters: { trailName: 'main', advancedEventSelectors: [{ name: 'w', fieldSelectors: fields }] },
      },
    ]);
    expect((await could(info, 1)).answer).toBe('yes');
    expect((await could(info, 1, { name: 'ListUsers' })).answer).toBe('no');
    expect((await could(info, -1, { name: 'ListUsers' })).answer).toBe('yes');
  });

  it('records other regions only where a trail is told to, and other accounts only of its organization', async () => {
    const parameters = { name: 'main', isMultiRegionTrail: false, isOrganizationTrail: false };
    const info = await caseOf([
      { name: 'CreateTrail', hour: -5, parameters },
      { name: 'StartLogging', hour: -4 },
      { name: 'UpdateTrail', hour: 1, parameters: { name: 'main', isMultiRegionTrail: true } },
      { name: 'UpdateTrail', hour: 2, parameters: { name: 'main', isOrganizationTrail: true } },
    ]);
    const elsewhere = { region: 'us-east-1' };
    expect((await could(info, 0, elsewhere)).answer).toBe('unknown');
    expect((await could(info, 1.5, elsewhere)).answer).toBe('yes');
    expect((await could(info, 1.5, { account: '444455556666' })).answer).toBe('unknown');
    expect((await could(info, 2.5, { account: '444455556666' })).answer).toBe('yes');
  });

  it('takes what the trail said of itself, and does not stretch it beyond a contradiction', async () => {
    const described = {
      trailList: [
        {
          Name: 'main',
          TrailARN: arn,
          HomeRegion: 'eu-west-1',
          IsMultiRegionTrail: false,
          IsOrganizationTrail: false,
          LogFileValidationEnabled: true,
        },
      ],
    };
    const selectors = {
      TrailARN: arn,
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true, DataResources: [] }],
    };
    const info = await caseOf(created, { 'trails.json': described, 'selectors.json': selectors });
    // The files are from today; in between, nothing says that anything changed but the number of regions.
    const { answer, trails } = await could(info, 0);
    expect(answer).toBe('yes');
    expect(trails).toMatchObject([{ isLogging: true, isMultiRegion: null }]);
    expect((await could(info, 0, { region: 'us-east-1' })).answer).toBe('unknown');
  });

  it('knows from a digest that its trail was logging', async () => {
    const trail = new TestTrail({ key: makeKey(), startMs: noon }).write(2);
    const folder = path.join(test.folder, 'with-digests');
    writeTrailFolder(folder, trail.objects);
    const info = await test.newCase('with-digests');
    await test.importInto(info, folder);
    const { answer, evidence, trails } = await could(info, 0.5);
    expect(answer).toBe('unknown');
    expect(trails).toMatchObject([{ trail: 'main', isLogging: true, validates: true, selectors: null }]);
    expect(evidence.map(({ sentence }) => sentence).join(' ')).toContain('log files of this account');
    expect((await could(info, 5)).trails).toEqual([]);
  });
});
