import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import type { LoggableAnswer, LoggableQuestion, LoggingState } from '../../../electron/contract/integrity.ts';
import { Database } from '../../../electron/engine/case/driver.ts';
import { couldBeLogged } from '../../../electron/engine/trails/logging/could-be-logged.ts';
import { loggingAt } from '../../../electron/engine/trails/logging/logging-at.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';

export const account = '111122223333';
export const home = 'eu-west-1';
export const arn = `arn:aws:cloudtrail:${home}:${account}:trail/main`;
export const noon = Date.UTC(2026, 2, 4, 12);

/** Hours are counted from noon. */
export interface Change {
  readonly name: string;
  readonly hour: number;
  readonly parameters?: unknown;
  readonly answer?: unknown;
  readonly record?: Readonly<Record<string, unknown>>;
}

export function at(hour: number): number {
  return noon + Math.round(hour * 3600) * 1000;
}

/** A case of files, and questions about it. */
export interface LoggingCase {
  could(hour: number, question?: Partial<LoggableQuestion>): LoggableAnswer;
  /** Only the answers, for several hours. */
  answers(hours: readonly number[], question?: Partial<LoggableQuestion>): readonly string[];
  states(
    hour: number,
    place?: { readonly account?: string; readonly region?: string },
  ): readonly LoggingState[];
}

/** Records of changes and other files by their names (objects become JSON), imported by a real engine. */
export function loggingCases(): (
  changes: readonly Change[],
  files?: Readonly<Record<string, unknown>>,
) => Promise<LoggingCase> {
  let test: TestEngine;
  let count = 0;
  const open: Database[] = [];
  beforeAll(async () => {
    test = await startTestEngine();
  });
  afterAll(async () => {
    for (const db of open) db.close();
    await test.stop();
  });
  return async (changes, files = {}) => {
    count += 1;
    const folder = path.join(test.folder, `logging-${count}`);
    mkdirSync(folder);
    if (changes.length > 0) write(folder, 'changes.json', { Records: changes.map(recordOf) });
    for (const [name, content] of Object.entries(files)) write(folder, name, content);
    const info = await test.newCase(`logging-${count}`);
    await test.importInto(info, folder);
    const db = Database.open(path.join(info.place, info.name), { readOnly: true });
    open.push(db);
    return questionsOf(db);
  };
}

export function questionsOf(db: Database): LoggingCase {
  const could: LoggingCase['could'] = (hour, question = {}) =>
    couldBeLogged(db, {
      ...{ atMs: at(hour), account, region: home, source: 'ec2', name: 'RunInstances', resource: null },
      ...question,
    });
  return {
    could,
    answers: (hours, question) => hours.map((hour) => could(hour, question).answer),
    states: (hour, place = {}) => loggingAt(db, { atMs: at(hour), account, region: home, ...place }),
  };
}

function write(folder: string, name: string, content: unknown): void {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, content instanceof Uint8Array ? content : JSON.stringify(content));
}

let events = 0;

export function recordOf({ name, hour, parameters = { name: 'main' }, answer = null, record = {} }: Change) {
  events += 1;
  return {
    eventVersion: '1.09',
    eventTime: new Date(at(hour)).toISOString().replace('.000Z', 'Z'),
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: name,
    awsRegion: home,
    sourceIPAddress: '198.51.100.17',
    userAgent: 'aws-cli',
    userIdentity: { type: 'IAMUser', accountId: account, userName: 'mara' },
    requestParameters: parameters,
    responseElements: answer,
    eventID: `00000000-0000-4000-8000-${String(events).padStart(12, '0')}`,
    eventType: 'AwsApiCall',
    recipientAccountId: account,
    ...record,
  };
}

/** A log file of an account and region as CloudTrail delivers it, `hour` being the time of delivery. */
export function logFile(
  hour: number,
  organization: string | null = null,
  of = account,
): Record<string, unknown> {
  const stamp = `${new Date(at(hour)).toISOString().slice(0, 16).replace(/[-:]/g, '')}Z`;
  const folder = `AWSLogs/${organization === null ? '' : `${organization}/`}${of}/CloudTrail/${home}/2026/03/04`;
  const other = {
    ...recordOf({ name: 'DescribeInstances', hour: hour - 0.1, parameters: null }),
    eventSource: 'ec2.amazonaws.com',
    recipientAccountId: of,
  };
  return { [`${folder}/${of}_CloudTrail_${home}_${stamp}_a1B2c3D4e5F6g7H8.json`]: { Records: [other] } };
}

/** All regions, one account, started: from five hours before noon on. */
export const started: readonly Change[] = [
  { name: 'CreateTrail', hour: -5, parameters: { name: 'main', isMultiRegionTrail: true } },
  { name: 'StartLogging', hour: -4 },
];

export function selectorsChange(hour: number, parameters: object, name = 'main'): Change {
  return { name: 'PutEventSelectors', hour, parameters: { trailName: name, ...parameters } };
}

export function s3Selectors(...values: readonly string[]): object {
  const dataResources = [{ type: 'AWS::S3::Object', values }];
  return { eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true, dataResources }] };
}

export function advanced(...selectors: readonly (readonly object[])[]): object {
  return { advancedEventSelectors: selectors.map((fieldSelectors) => ({ fieldSelectors })) };
}
