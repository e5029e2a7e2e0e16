import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesSelectors } from '../../../electron/contract/selectors/match.ts';
import { selectorsOf } from '../../../electron/contract/selectors/parse.ts';
import { anySelectors, plainRecord } from './arbitraries.ts';
import { logs } from './oracle.ts';

const matches = (selectors: unknown, record: unknown) => matchesSelectors(selectorsOf(selectors), record);
const object = (value: string) => [
  { IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: [value] }] },
];
const lambda = (value: string) => [
  { IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::Lambda::Function', Values: [value] }] },
];
const objects = (condition: object) => [
  {
    FieldSelectors: [
      { Field: 'eventCategory', Equals: ['Data'] },
      { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
      { Field: 'resources.ARN', ...condition },
    ],
  },
];
const s3Record = {
  eventCategory: 'Data',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  awsRegion: 'eu-west-1',
  readOnly: true,
};
const listing = {
  ...s3Record,
  eventName: 'ListObjects',
  resources: [
    { type: 'AWS::S3::Object', ARNPrefix: 'arn:aws:s3:::corp-logs/' },
    { type: 'AWS::S3::Bucket', ARN: 'arn:aws:s3:::corp-logs' },
  ],
};
const invocation = (functionName: string, more: object = {}) => ({
  eventCategory: 'Data',
  eventSource: 'lambda.amazonaws.com',
  eventName: 'Invoke',
  awsRegion: 'eu-west-1',
  userIdentity: { accountId: '111122223333' },
  requestParameters: { functionName },
  ...more,
});

describe('matching events by event selectors', () => {
  it('a record that leaves nothing open is judged as the trail would', () => {
    const outcomes = { true: 0, false: 0 };
    fc.assert(
      fc.property(anySelectors, plainRecord, (selectors, record) => {
        const expected = logs(selectors, record);
        outcomes[`${expected}`] += 1;
        expect(matchesSelectors(selectors, record)).toBe(expected);
      }),
      { numRuns: 3000 },
    );
    expect(Math.min(outcomes.true, outcomes.false)).toBeGreaterThan(100);
  });

  it('the less a record says, the more matches: nothing is dropped for what is missing', () => {
    fc.assert(
      fc.property(
        anySelectors,
        plainRecord,
        fc.constantFrom('eventSource', 'eventName', 'readOnly', 'vpcEndpointId', 'userIdentity', 'resources'),
        (selectors, record, missing) => {
          // Of a record without resources the service still tells the types that basic selectors know.
          fc.pre(missing !== 'resources' || selectors.kind === 'advanced');
          const { [missing]: _, ...rest } = record;
          if (logs(selectors, record)) expect(matchesSelectors(selectors, rest)).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('what is no record, and a record without a word, match everything', () => {
    for (const record of [null, 3, 'x', [], {}, { resources: [null, {}] }]) {
      expect(matches(object('arn:aws:s3:::corp-logs/'), record)).toBe(true);
      expect(matches(objects({ Equals: ['arn:aws:s3:::corp-logs/a'] }), record)).toBe(true);
    }
  });

  it('Insights and aggregated events match whatever the selectors are', () => {
    for (const record of [
      { eventCategory: 'Insight', eventType: 'AwsCloudTrailInsight' },
      { eventType: 'AwsCloudTrailInsight' },
      { eventCategory: 'Aggregated', eventType: 'AwsAggregatedEvent' },
    ]) {
      expect(matches(object('arn:aws:s3:::corp-logs/'), record)).toBe(true);
    }
  });

  it('readOnly may be a text', () => {
    const writes = [{ ReadWriteType: 'WriteOnly' }];
    expect(matches(writes, { eventCategory: 'Management', readOnly: 'false' })).toBe(true);
    expect(matches(writes, { eventCategory: 'Management', readOnly: 'true' })).toBe(false);
  });

  it('where the category is missing, managementEvent or the kind of event tells it', () => {
    const management = [{}];
    expect(matches(management, { managementEvent: true })).toBe(true);
    expect(matches(management, { managementEvent: false })).toBe(false);
    expect(matches(management, { eventType: 'AwsVpceEvent' })).toBe(false);
    expect(matches(object('arn:aws:s3'), { eventType: 'AwsConsoleSignIn' })).toBe(false);
  });

  it('excluded services are left out of management events only', () => {
    const withoutKms = [
      {
        ExcludeManagementEventSources: ['kms.amazonaws.com'],
        DataResources: [{ Type: 'AWS::S3::Object', Values: ['arn:aws:s3'] }],
      },
    ];
    expect(matches(withoutKms, { eventCategory: 'Management', eventSource: 'kms.amazonaws.com' })).toBe(
      false,
    );
    expect(matches(withoutKms, { eventCategory: 'Management', eventSource: 'ec2.amazonaws.com' })).toBe(true);
  });

  it('a data resource without values selects nothing', () => {
    const none = [
      { IncludeManagementEvents: false, DataResources: [{ Type: 'AWS::S3::Object', Values: [] }] },
    ];
    expect(matches(none, { eventCategory: 'Data', eventSource: 's3.amazonaws.com' })).toBe(false);
  });

  it('without resources the object is told by its bucket and key, in the partition of the region', () => {
    const record = { ...s3Record, requestParameters: { bucketName: 'corp-logs', key: '2026/a' } };
    expect(matches(object('arn:aws:s3:::corp-logs/2026/'), record)).toBe(true);
    expect(matches(object('arn:aws:s3:::corp-logs/2025/'), record)).toBe(false);
    expect(matches(object('arn:aws:s3:::corp-logs/2026/'), { ...record, awsRegion: 'us-gov-west-1' })).toBe(
      false,
    );
    expect(matches(object('arn:aws-us-gov:s3'), { ...record, awsRegion: 'us-gov-west-1' })).toBe(true);
    expect(matches(object('arn:aws:s3:::x/'), { ...record, awsRegion: 'us-iso-east-1' })).toBe(true);
  });

  it('a listing stands for every object that it may name', () => {
    const record = { ...s3Record, requestParameters: { bucketName: 'corp-logs' } };
    for (const given of [listing, record]) {
      expect(matches(object('arn:aws:s3:::corp-logs/2026/'), given)).toBe(true);
      expect(matches(object('arn:aws:s3:::other/'), given)).toBe(false);
      expect(matches(objects({ Equals: ['arn:aws:s3:::corp-logs/a'] }), given)).toBe(true);
      expect(matches(objects({ Equals: ['arn:aws:s3:::other/a'] }), given)).toBe(false);
      expect(matches(objects({ EndsWith: ['.json'] }), given)).toBe(true);
      expect(matches(objects({ NotStartsWith: ['arn:aws:s3:::corp-logs/'] }), given)).toBe(false);
      expect(matches(objects({ NotStartsWith: ['arn:aws:s3:::corp-logs/2026/'] }), given)).toBe(true);
      expect(matches(objects({ NotEquals: ['arn:aws:s3:::corp-logs/a'] }), given)).toBe(true);
    }
  });

  it('an access point without resources cannot be judged', () => {
    const bucketName = 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a';
    const record = { ...s3Record, requestParameters: { bucketName, key: 'a' } };
    expect(matches(object('arn:aws:s3:::corp-logs/'), record)).toBe(true);
  });

  it('without resources an event of another service is no event of the type', () => {
    const record = { eventCategory: 'Data', eventSource: 'sns.amazonaws.com' };
    expect(matches(object('arn:aws:s3'), record)).toBe(false);
    expect(matches(lambda('arn:aws:lambda'), record)).toBe(false);
  });

  it.each([
    'arn:aws:lambda:eu-west-1:111122223333:function:hello',
    'arn:aws:lambda:eu-west-1:111122223333:function:hello:7',
    'hello',
    'hello:prod',
    '111122223333:function:hello',
    '111122223333:hello',
  ])('without resources the function is told by its name: %s', (functionName) => {
    const record = invocation(functionName);
    expect(matches(lambda('arn:aws:lambda:eu-west-1:111122223333:function:hello'), record)).toBe(true);
    expect(matches(lambda('arn:aws:lambda:eu-west-1:111122223333:function:hell'), record)).toBe(false);
    expect(matches(lambda('arn:aws:lambda'), record)).toBe(true);
  });

  it('a function of an unknown account cannot be judged', () => {
    const record = invocation('hello', { userIdentity: null });
    expect(matches(lambda('arn:aws:lambda:eu-west-1:111122223333:function:other'), record)).toBe(true);
  });

  it('an identity without an ARN is no user, a failure without a code is none', () => {
    const by = (condition: object) => [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'userIdentity.arn', ...condition },
        ],
      },
    ];
    const record = { eventCategory: 'Management', userIdentity: { type: 'AWSService' } };
    expect(matches(by({ StartsWith: ['arn:aws:iam'] }), record)).toBe(false);
    expect(matches(by({ NotStartsWith: ['arn:aws:iam'] }), record)).toBe(true);
    expect(matches(by({ StartsWith: ['arn:aws:iam'] }), { eventCategory: 'Management' })).toBe(true);
    const denied = [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['NetworkActivity'] },
          { Field: 'eventSource', Equals: ['kms.amazonaws.com'] },
          { Field: 'errorCode', Equals: ['VpceAccessDenied'] },
        ],
      },
    ];
    expect(matches(denied, { eventCategory: 'NetworkActivity', eventSource: 'kms.amazonaws.com' })).toBe(
      false,
    );
  });

  it('only sessions of the console say that they are', () => {
    const console = (condition: object) => [
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Management'] },
          { Field: 'sessionCredentialFromConsole', ...condition },
        ],
      },
    ];
    const outcomes = (record: object) =>
      [{ Equals: ['true'] }, { Equals: ['false'] }, { NotEquals: ['true'] }].map((condition) =>
        matches(console(condition), { eventCategory: 'Management', ...record }),
      );
    expect(outcomes({ sessionCredentialFromConsole: 'true' })).toEqual([true, false, false]);
    expect(outcomes({ sessionCredentialFromConsole: true })).toEqual([true, false, false]);
    expect(outcomes({})).toEqual([false, true, true]);
  });
});
