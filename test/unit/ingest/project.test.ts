import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventTimeMs } from '../../../electron/engine/ingest/event-time.ts';
import type { JsonObject } from '../../../electron/engine/ingest/json.ts';
import { emptyEvent, project } from '../../../electron/engine/ingest/project.ts';
import { type KeyFacts, keyFacts } from '../../../electron/engine/ingest/s3-key.ts';
import { guid, record } from './builders.ts';

const noKey: Pick<KeyFacts, 'account' | 'region'> = { account: null, region: null };

function fieldsOf(overrides: JsonObject, key = noKey) {
  const event = emptyEvent();
  project(record(1, overrides), key, event);
  return event;
}

test('a usual record gives every field', () => {
  expect(
    fieldsOf({
      readOnly: true,
      requestID: 'R',
      errorCode: 'AccessDenied',
      userAgent: 'cli',
      eventCategory: 'Data',
    }),
  ).toEqual({
    timeMs: Date.UTC(2024, 0, 1, 0, 0, 1),
    id: guid(1),
    request: 'R',
    terms: {
      name: 'GetObject',
      source: 's3.amazonaws.com',
      service: 's3',
      region: 'eu-central-1',
      account: '111122223333',
      actor: 'alice',
      identity: 'arn:aws:iam::111122223333:user/alice',
      identitytype: 'IAMUser',
      user: 'alice',
      role: null,
      session: null,
      key: 'AKIAIOSFODNN7EXAMPLE',
      ip: '203.0.113.7',
      agent: 'cli',
      error: 'AccessDenied',
      outcome: 'denied',
      readonly: 'true',
      category: 'Data',
      type: 'AwsApiCall',
      resource: 'example-bucket',
      mfa: null,
      vpce: null,
    },
  });
});

describe('the actor', () => {
  const role = {
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:ci',
    arn: 'arn:aws:sts::111122223333:assumed-role/deploy/ci',
  };
  const cases: [string, unknown, string | null][] = [
    ['role and session', role, 'deploy / ci'],
    ['root', { type: 'Root', arn: 'arn:aws:iam::111122223333:root' }, 'root'],
    ['a service', { type: 'AWSService', invokedBy: 'config.amazonaws.com' }, 'config.amazonaws.com'],
    [
      'another account',
      { type: 'AWSAccount', accountId: '444455556666', principalId: 'AIDA' },
      '444455556666',
    ],
    [
      'a federated user',
      { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/bob', principalId: '1:bob' },
      'bob',
    ],
    [
      'a SAML user',
      { type: 'SAMLUser', principalId: 'idp:carol', userName: 'carol@example.com' },
      'carol@example.com',
    ],
    ['no type', { arn: 'arn:aws:iam::111122223333:user/path/dan' }, 'dan'],
    ['null', null, null],
    ['nothing in it', {}, null],
    ['text', 'someone', null],
  ];
  test.each(cases)('%s', (_, userIdentity, actor) => {
    expect(fieldsOf({ userIdentity }).terms.actor).toBe(actor);
  });

  test('mfaAuthenticated is a string', () => {
    const userIdentity = {
      ...role,
      sessionContext: {
        attributes: { mfaAuthenticated: 'false' },
        sessionIssuer: { type: 'Role', userName: 'deploy' },
      },
    };
    expect(fieldsOf({ userIdentity }).terms).toMatchObject({ mfa: 'false', role: 'deploy', session: 'ci' });
  });
});

test('the outcome is told by the code, the message, and the answer of a console login', () => {
  const outcome = (overrides: JsonObject) => fieldsOf(overrides).terms.outcome;
  expect(outcome({})).toBe('success');
  for (const errorCode of [
    'AccessDenied',
    'AccessDeniedException',
    'Client.UnauthorizedOperation',
    'VpceAccessDenied',
    'AuthFailure',
    'Forbidden',
  ]) {
    expect(outcome({ errorCode })).toBe('denied');
  }
  expect(outcome({ errorCode: 'NoSuchBucket' })).toBe('failed');
  expect(outcome({ errorMessage: 'Failed authentication' })).toBe('failed');
  expect(outcome({ eventName: 'ConsoleLogin', responseElements: { ConsoleLogin: 'Failure' } })).toBe(
    'failed',
  );
});

test('resources come from the record, S3 objects by their bucket, and else from the parameters', () => {
  const resources = [
    { ARN: 'arn:aws:s3:::b/a/1' },
    { ARN: 'arn:aws:s3:::b/a/2' },
    { ARNPrefix: 'arn:aws:s3:::c/' },
    { ARN: 'x\u001fy' },
  ];
  expect(fieldsOf({ resources }).terms.resource).toBe('arn:aws:s3:::b\u001farn:aws:s3:::c\u001fx\ufffdy');
  const requestParameters = { instancesSet: { items: [{ instanceId: 'i-1' }, { instanceId: 'i-2' }] } };
  expect(fieldsOf({ requestParameters }).terms.resource).toBe('i-1\u001fi-2');
  expect(fieldsOf({ requestParameters: 'text' }).terms.resource).toBeNull();
});

test('missing, null and empty are missing; numbers and booleans are text', () => {
  expect(
    fieldsOf({ userAgent: '', vpcEndpointId: null, sourceIPAddress: 7, readOnly: 'True' }).terms,
  ).toMatchObject({ agent: null, vpce: null, ip: '7', readonly: 'true' });
});

test('the account and the region fall back to the key', () => {
  const key = { account: '999988887777', region: 'us-east-1' };
  expect(
    fieldsOf({ recipientAccountId: undefined, userIdentity: null, awsRegion: undefined }, key).terms,
  ).toMatchObject({ account: '999988887777', region: 'us-east-1' });
  expect(fieldsOf({ recipientAccountId: undefined }, key).terms.account).toBe('111122223333');
});

test('any JSON gives an event and never an error', () => {
  const words = fc.constantFrom(
    'userIdentity',
    'eventTime',
    'resources',
    'requestParameters',
    'sessionContext',
    'insightDetails',
    'arn',
    'ARN',
    'eventName',
    'timeWindow',
  );
  const tree = fc.letrec<{ node: unknown }>((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      fc.jsonValue(),
      fc.dictionary(words, tie('node')),
      fc.array(tie('node')),
    ),
  })).node;
  const event = emptyEvent();
  fc.assert(
    fc.property(fc.dictionary(words, tree), (value) => {
      project(JSON.parse(JSON.stringify(value)), noKey, event);
      for (const text of Object.values(event.terms))
        expect(text === null || (typeof text === 'string' && text !== '')).toBe(true);
      expect(event.timeMs === null || Number.isFinite(event.timeMs)).toBe(true);
    }),
  );
});

describe('times', () => {
  const at = Date.UTC(2025, 0, 21, 17, 49, 47);
  const cases: [unknown, number | null][] = [
    ['2025-01-21T17:49:47Z', at],
    ['2025-01-21T17:49:47.250Z', at + 250],
    ['2025-01-21 17:49:47.000000000', at],
    ['2025-01-21T18:49:47+01:00', at],
    ['20250121T174947Z', at],
    [at / 1000, at],
    [at, at],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2023-02-29T00:00:00Z', null],
    ['2025-13-01T00:00:00Z', null],
    ['foo', null],
    ['...', null],
    ['', null],
    [null, null],
    [{}, null],
  ];
  test.each(cases)('%s', (text, ms) => {
    expect(eventTimeMs(text)).toBe(ms);
  });

  test('every whole second that Date can write is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const text = new Date(seconds * 1000).toISOString();
        expect(eventTimeMs(text)).toBe(seconds * 1000);
        expect(eventTimeMs(text.replace('.000', ''))).toBe(seconds * 1000);
      }),
    );
  });
});

describe('what a key says', () => {
  const name = '111122223333_CloudTrail_eu-central-1_20240229T2355Z_AbCdEfGh12345678.json.gz';
  const facts = {
    account: '111122223333',
    region: 'eu-central-1',
    trailKind: 'CloudTrail',
    deliveredMs: Date.UTC(2024, 1, 29, 23, 55),
  };
  const keys: [string, string, object][] = [
    ['a trail', `AWSLogs/111122223333/CloudTrail/eu-central-1/2024/02/29/${name}`, facts],
    [
      'a prefix and an organization',
      `some/prefix/AWSLogs/o-abc123/111122223333/CloudTrail/eu-central-1/2024/02/29/${name}`,
      facts,
    ],
    [
      'Control Tower',
      `o-abc123/AWSLogs/o-abc123/111122223333/CloudTrail/eu-central-1/2024/02/29/${name}`,
      facts,
    ],
    [
      'inside an archive',
      `bundle.zip!/AWSLogs/111122223333/CloudTrail/eu-central-1/2024/02/29/${name}`,
      facts,
    ],
    ['the name alone', name, facts],
    ['an older name', name.replace('Z_AbCd', 'ZAbCd'), facts],
    [
      'a renamed file',
      'AWSLogs/111122223333/CloudTrail-Insight/us-gov-west-1/2024/02/29/x.json',
      {
        account: '111122223333',
        region: 'us-gov-west-1',
        trailKind: 'CloudTrail-Insight',
        deliveredMs: null,
      },
    ],
    [
      'a digest',
      '111122223333_CloudTrail-Digest_us-east-2_my_trail_us-west-2_20240229T235501Z_backfill.json.gz',
      {
        account: '111122223333',
        region: 'us-east-2',
        trailKind: 'CloudTrail-Digest',
        deliveredMs: Date.UTC(2024, 1, 29, 23, 55, 1),
      },
    ],
    ['anything else', 'notes/2024.json', { account: null, region: null, trailKind: null, deliveredMs: null }],
  ];
  test.each(keys)('%s', (_, key, expected) => {
    expect(keyFacts(key)).toEqual(expected);
  });
});
