import { assumedRole, type Caller, type Place, temporaryKey } from './caller.ts';
import {
  artifactsBucket,
  browserAgent,
  days,
  development,
  globalRegion,
  homeOffice,
  homeRegion,
  moment,
  office,
  production,
  security,
  terraformAgent,
} from './company.ts';
import type { Random } from './random.ts';
import { type Call, s3Resources } from './record.ts';

interface Person {
  readonly name: string;
  readonly role: string;
  readonly accounts: readonly [string, ...string[]];
  readonly ip: string;
}

const staff: readonly Person[] = [
  { name: 'alice', role: 'SecurityAudit', accounts: [security, production], ip: office },
  { name: 'bob', role: 'Developer', accounts: [development, development, production], ip: office },
  { name: 'carol', role: 'Developer', accounts: [development], ip: homeOffice },
  { name: 'erin', role: 'Operations', accounts: [production, development], ip: office },
];

/** What the people of the company and their pipeline do on five quiet working days. */
export function* workCalls(random: Random): Generator<Call> {
  for (const person of staff) yield* workdays(person, random);
  yield* pipeline(random);
}

function* workdays(person: Person, random: Random): Generator<Call> {
  const place = { ip: person.ip, agent: browserAgent };
  for (let day = 0; day < days; day++) {
    for (const account of new Set(person.accounts)) {
      const createdMs = moment(day, '08:00') + random.below(40 * 60_000);
      const session = {
        role: person.role,
        session: person.name,
        key: temporaryKey(random),
        createdMs,
        mfa: true,
      };
      const caller = assumedRole(account, session, place);
      yield consoleLogin(caller, createdMs + 4000, person.name);
      for (const atMs of workingMoments(random, day, 22)) yield* consolePage(caller, atMs, random);
    }
  }
}

function consoleLogin(caller: Caller, atMs: number, session: string): Call {
  return {
    atMs,
    caller,
    region: globalRegion,
    source: 'signin',
    name: 'ConsoleLogin',
    readOnly: false,
    response: { ConsoleLogin: 'Success' },
    more: {
      additionalEventData: {
        LoginTo: `https://console.aws.amazon.com/?session=${session}`,
        MobileVersion: 'No',
        MFAUsed: 'Yes',
      },
      eventType: 'AwsConsoleSignIn',
    },
  };
}

/** Opening one page of the console makes a handful of calls at once. */
function* consolePage(caller: Caller, atMs: number, random: Random): Generator<Call> {
  const pages: readonly [
    readonly (readonly [string, string])[],
    ...(readonly (readonly [string, string])[])[],
  ] = [
    [
      ['ec2', 'DescribeInstances'],
      ['ec2', 'DescribeVolumes'],
      ['ec2', 'DescribeAddresses'],
      ['ec2', 'DescribeVpcs'],
      ['cloudwatch', 'DescribeAlarms'],
    ],
    [
      ['s3', 'ListBuckets'],
      ['s3', 'GetBucketLocation'],
      ['s3', 'GetBucketPolicyStatus'],
      ['s3', 'GetBucketPublicAccessBlock'],
    ],
    [
      ['iam', 'ListUsers'],
      ['iam', 'ListGroupsForUser'],
      ['iam', 'ListAccessKeys'],
      ['iam', 'ListMFADevices'],
    ],
    [
      ['logs', 'DescribeLogGroups'],
      ['logs', 'StartQuery'],
      ['logs', 'GetQueryResults'],
    ],
    [
      ['cloudtrail', 'DescribeTrails'],
      ['cloudtrail', 'GetTrailStatus'],
      ['cloudtrail', 'LookupEvents'],
    ],
  ];
  let stepMs = 0;
  for (const [source, name] of random.pick(pages)) {
    const region = source === 'iam' ? globalRegion : homeRegion;
    const call: Call = {
      atMs: atMs + stepMs,
      caller,
      region,
      source,
      name,
      readOnly: true,
      more: { sessionCredentialFromConsole: 'true' },
    };
    yield random.chance(0.04)
      ? {
          ...call,
          error: [
            'AccessDenied',
            `User: ${String(caller.identity.arn)} is not authorized to perform: ${source}:${name}`,
          ],
        }
      : call;
    stepMs += random.between(100, 900);
  }
}

/** The pipeline deploys to development often and to production twice a day. */
function* pipeline(random: Random): Generator<Call> {
  const place: Place = { ip: '203.0.113.200', agent: terraformAgent };
  const runs = Array.from({ length: days }, (_, day) => workingMoments(random, day, 14)).flat();
  for (const [n, atMs] of runs.entries()) {
    const account = n % 4 === 0 ? production : development;
    const key = temporaryKey(random);
    const session = { role: 'ci-deploy', session: `run-${4100 + n}`, key, createdMs: atMs };
    yield {
      atMs,
      caller: {
        account,
        identity: {
          type: 'WebIdentityUser',
          principalId: 'token.actions.example.com:repo:acme/shop:ref:refs/heads/main',
          userName: 'repo:acme/shop:ref:refs/heads/main',
          identityProvider: 'token.actions.example.com',
        },
        ...place,
      },
      region: homeRegion,
      source: 'sts',
      name: 'AssumeRoleWithWebIdentity',
      readOnly: true,
      request: { roleArn: `arn:aws:iam::${account}:role/ci-deploy`, roleSessionName: session.session },
      response: { credentials: { accessKeyId: key } },
      resources: [
        { accountId: account, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${account}:role/ci-deploy` },
      ],
    };
    yield* deployment(assumedRole(account, session, place), atMs + 3000, random);
  }
}

function* deployment(caller: Caller, startMs: number, random: Random): Generator<Call> {
  let atMs = startMs;
  const step = (): number => {
    atMs += random.between(150, 1500);
    return atMs;
  };
  const common = { caller, region: homeRegion };
  for (let n = random.between(25, 55); n > 0; n--) {
    const [source, name] = random.pick([
      ['iam', 'GetRole'],
      ['iam', 'GetPolicyVersion'],
      ['ec2', 'DescribeSubnets'],
      ['ec2', 'DescribeSecurityGroups'],
      ['ecs', 'DescribeServices'],
      ['lambda', 'GetFunction20150331v2'],
      ['s3', 'GetBucketVersioning'],
    ]);
    yield {
      ...common,
      atMs: step(),
      source,
      name,
      readOnly: true,
      region: source === 'iam' ? globalRegion : homeRegion,
    };
  }
  for (let n = random.between(2, 6); n > 0; n--) {
    const key = `shop/${random.hex(10)}.zip`;
    const resources = s3Resources(caller.account, artifactsBucket, key);
    yield {
      ...common,
      atMs: step(),
      source: 's3',
      name: 'PutObject',
      readOnly: false,
      request: { bucketName: artifactsBucket, key },
      resources,
      isData: true,
    };
  }
  yield {
    ...common,
    atMs: step(),
    source: 'lambda',
    name: 'UpdateFunctionCode20150331v2',
    readOnly: false,
    request: { functionName: 'order-mailer', publish: true },
  };
  yield {
    ...common,
    atMs: step(),
    source: 'ecs',
    name: 'UpdateService',
    readOnly: false,
    request: { cluster: 'shop', service: 'web', desiredCount: 2 },
  };
}

/** Moments between nine and half past five, in order. */
function workingMoments(random: Random, day: number, count: number): number[] {
  const startMs = moment(day, '09:00');
  return Array.from({ length: count }, () => startMs + random.below(8.5 * 60 * 60_000)).sort((a, b) => a - b);
}
