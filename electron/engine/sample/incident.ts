import { assumedRole, type Caller, iamUser, otherAccount, type Place, temporaryKey } from './caller.ts';
import {
  browserAgent,
  cliAgent,
  customerBucket,
  development,
  globalRegion,
  homeRegion,
  moment,
  production,
  trailName,
  unusedRegion,
} from './company.ts';
import { destruction, exfiltration } from './incident-data.ts';
import { containment } from './incident-response.ts';
import type { Random } from './random.ts';
import type { Call } from './record.ts';

/** Addresses that the company has never been seen from. */
const intruder: Place = {
  ip: '203.0.113.66',
  agent: browserAgent.replace('Linux x86_64', 'Windows NT 10.0'),
};
const intruderServer: Place = { ip: '198.51.100.201', agent: cliAgent };
const intruderV6: Place = { ip: '2001:db8:66::17', agent: cliAgent };

/** The night from Wednesday to Thursday. */
const day = 2;

/**
 * The invented incident, told from the first failed login to the morning after: a contractor's password is used
 * without a second factor, keys are made, roles are taken in a chain over two accounts, logging is stopped,
 * customers' data is read and deleted, and the company takes its account back.
 */
export function* incidentCalls(random: Random): Generator<Call> {
  const dave = iamUser(development, 'dave-contractor', null, intruder);
  yield* breakIn(dave, random);
  const createdKey = `AKIA${random.capitals(16)}`;
  yield* foothold(dave, createdKey);
  const backup = iamUser(development, 'svc-backup', createdKey, intruderServer);
  const [first, second] = [temporaryKey(random), temporaryKey(random)];
  yield* roleChain(backup, first, second, random);
  const session = {
    role: 'data-operations',
    session: 'svc-backup',
    key: second,
    createdMs: moment(day, '22:41'),
  };
  const operator = assumedRole(production, session, intruderServer);
  const elsewhere = assumedRole(production, session, intruderV6);
  yield* darkness(operator);
  yield* persistence(operator, random);
  yield* miners(elsewhere, random);
  yield* exfiltration(operator, elsewhere, day, random);
  yield* destruction(operator, day, random);
  yield* containment(day + 1, createdKey, random);
}

function* breakIn(dave: Caller, random: Random): Generator<Call> {
  const login = {
    caller: dave,
    region: globalRegion,
    source: 'signin',
    name: 'ConsoleLogin',
    readOnly: false,
  };
  const details = (mfa: 'Yes' | 'No'): NonNullable<Call['more']> => ({
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: mfa,
    },
    eventType: 'AwsConsoleSignIn',
  });
  for (let n = 0; n < 7; n++) {
    yield {
      ...login,
      atMs: moment(day, '21:52') + n * 41_000 + random.below(9000),
      response: { ConsoleLogin: 'Failure' },
      more: { ...details('No'), errorMessage: 'Failed authentication' },
    };
  }
  yield {
    ...login,
    atMs: moment(day, '21:58:31'),
    response: { ConsoleLogin: 'Success' },
    more: details('No'),
  };
  const questions = [
    ['sts', 'GetCallerIdentity'],
    ['iam', 'ListUsers'],
    ['iam', 'ListRoles'],
    ['iam', 'ListAttachedUserPolicies'],
    ['iam', 'GetAccountAuthorizationDetails'],
    ['organizations', 'ListAccounts'],
    ['s3', 'ListBuckets'],
    ['secretsmanager', 'ListSecrets'],
    ['guardduty', 'ListDetectors'],
    ['cloudtrail', 'DescribeTrails'],
  ] as const;
  for (const [n, [source, name]] of questions.entries()) {
    const call: Call = {
      atMs: moment(day, '22:01') + n * 23_000,
      caller: dave,
      region: globalRegion,
      source,
      name,
      readOnly: true,
    };
    const isRefused = [
      'GetAccountAuthorizationDetails',
      'ListAccounts',
      'ListSecrets',
      'ListDetectors',
    ].includes(name);
    yield isRefused ? { ...call, error: refusal(dave, source, name) } : call;
  }
}

function* foothold(dave: Caller, createdKey: string): Generator<Call> {
  const iam = { caller: dave, region: globalRegion, source: 'iam', readOnly: false };
  yield {
    ...iam,
    atMs: moment(day, '22:14:08'),
    name: 'AttachUserPolicy',
    request: adminPolicy('dave-contractor'),
    error: refusal(dave, 'iam', 'AttachUserPolicy'),
  };
  yield {
    ...iam,
    atMs: moment(day, '22:16:40'),
    name: 'CreateAccessKey',
    request: { userName: 'svc-backup' },
    response: {
      accessKey: {
        userName: 'svc-backup',
        accessKeyId: createdKey,
        status: 'Active',
        createDate: 'Mar 4, 2026, 10:16:40 PM',
      },
    },
  };
  yield {
    ...iam,
    atMs: moment(day, '22:18:02'),
    name: 'DeactivateMFADevice',
    request: { userName: 'svc-backup', serialNumber: `arn:aws:iam::${development}:mfa/svc-backup` },
  };
}

/** A role in the first account, and from it a role in the second; both accounts write the second step. */
function* roleChain(backup: Caller, first: string, second: string, random: Random): Generator<Call> {
  const sts = { region: globalRegion, source: 'sts', name: 'AssumeRole', readOnly: true };
  yield { ...sts, atMs: moment(day, '22:31:11'), caller: backup, name: 'GetCallerIdentity' };
  const bridge = `arn:aws:iam::${development}:role/backup-bridge`;
  yield {
    ...sts,
    atMs: moment(day, '22:33:45'),
    caller: backup,
    request: { roleArn: bridge, roleSessionName: 'svc-backup' },
    response: {
      credentials: { accessKeyId: first },
      assumedRoleUser: { arn: `arn:aws:sts::${development}:assumed-role/backup-bridge/svc-backup` },
    },
    resources: [{ accountId: development, type: 'AWS::IAM::Role', ARN: bridge }],
  };
  const session = {
    role: 'backup-bridge',
    session: 'svc-backup',
    key: first,
    createdMs: moment(day, '22:33:45'),
  };
  const middle = assumedRole(development, session, intruderServer);
  const target = `arn:aws:iam::${production}:role/data-operations`;
  const step: Omit<Call, 'caller'> = {
    ...sts,
    atMs: moment(day, '22:41:02'),
    request: { roleArn: target, roleSessionName: 'svc-backup' },
    response: {
      credentials: { accessKeyId: second },
      assumedRoleUser: { arn: `arn:aws:sts::${production}:assumed-role/data-operations/svc-backup` },
    },
    resources: [{ accountId: production, type: 'AWS::IAM::Role', ARN: target }],
    more: { sharedEventID: random.guid() },
  };
  yield { ...step, caller: middle };
  yield {
    ...step,
    caller: otherAccount(production, development, String(middle.identity.principalId), intruderServer),
  };
  const refused = `arn:aws:iam::${production}:role/OrganizationAccountAccessRole`;
  yield {
    ...sts,
    atMs: moment(day, '22:42:30'),
    caller: middle,
    request: { roleArn: refused, roleSessionName: 'svc-backup' },
    error: refusal(middle, 'sts', 'AssumeRole'),
  };
}

function* darkness(operator: Caller): Generator<Call> {
  const common = { caller: operator, region: homeRegion, readOnly: false };
  yield {
    ...common,
    atMs: moment(day, '22:49:10'),
    source: 'guardduty',
    name: 'DeleteDetector',
    request: { detectorId: '12abc34d567e8fa901bc2d34e56789f0' },
    error: refusal(operator, 'guardduty', 'DeleteDetector'),
  };
  yield {
    ...common,
    atMs: moment(day, '22:50:44'),
    source: 'cloudtrail',
    name: 'PutEventSelectors',
    request: { trailName: 'shop-data-trail', eventSelectors: [] },
  };
  yield {
    ...common,
    atMs: moment(day, '22:52:27'),
    source: 'cloudtrail',
    name: 'StopLogging',
    request: { name: `arn:aws:cloudtrail:${homeRegion}:${production}:trail/shop-data-trail` },
  };
  yield {
    ...common,
    atMs: moment(day, '22:53:02'),
    source: 'cloudtrail',
    name: 'StopLogging',
    request: { name: trailName },
    error: refusal(operator, 'cloudtrail', 'StopLogging'),
  };
  yield {
    ...common,
    atMs: moment(day, '22:54:50'),
    source: 'ec2',
    name: 'DeleteFlowLogs',
    request: { DeleteFlowLogsRequest: { FlowLogId: 'fl-0a11c0ffee0000009' } },
  };
}

function* persistence(operator: Caller, random: Random): Generator<Call> {
  const iam = { caller: operator, region: globalRegion, source: 'iam', readOnly: false };
  const userName = 'support-tmp';
  const key = `AKIA${random.capitals(16)}`;
  const steps: readonly (readonly [string, Call['request'], Call['response']])[] = [
    ['CreateUser', { userName }, { user: { userName, arn: `arn:aws:iam::${production}:user/${userName}` } }],
    ['AttachUserPolicy', adminPolicy(userName), null],
    ['CreateLoginProfile', { userName, passwordResetRequired: false }, { loginProfile: { userName } }],
    ['CreateAccessKey', { userName }, { accessKey: { userName, accessKeyId: key, status: 'Active' } }],
  ];
  for (const [n, [name, request = null, response = null]] of steps.entries()) {
    yield { ...iam, atMs: moment(day, '23:02') + n * 34_000, name, request, response };
  }
}

/** Machines for somebody else's coins, in a region where the company has nothing: refused, again and again. */
function* miners(caller: Caller, random: Random): Generator<Call> {
  for (let n = 0; n < 38; n++) {
    const instanceType = random.pick(['p5.48xlarge', 'g6.48xlarge', 'c8g.48xlarge']);
    yield {
      atMs: moment(day, '23:11') + n * 8000 + random.below(5000),
      caller,
      region: unusedRegion,
      source: 'ec2',
      name: 'RunInstances',
      readOnly: false,
      request: {
        instancesSet: { items: [{ imageId: 'ami-0a11c0ffee0000042', minCount: 1, maxCount: 20 }] },
        instanceType,
      },
      error: random.chance(0.3)
        ? ['Client.UnauthorizedOperation', 'You are not authorized to perform this operation.']
        : [
            'Client.VcpuLimitExceeded',
            'You have requested more vCPU capacity than your current vCPU limit of 0 allows.',
          ],
    };
  }
}

function adminPolicy(userName: string): NonNullable<Call['request']> {
  return { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' };
}

function refusal(caller: Caller, source: string, name: string): readonly [string, string] {
  const target = source === 's3' ? ` on resource: arn:aws:s3:::${customerBucket}` : '';
  return [
    'AccessDenied',
    `User: ${String(caller.identity.arn)} is not authorized to perform: ${source}:${name}${target}`,
  ];
}
