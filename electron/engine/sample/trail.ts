import { gzipSync } from 'node:zlib';
import { assumedRole, type Caller, iamUser, service, temporaryKey } from './caller.ts';
import { browserAgent, cliAgent, sdkAgent, terraformAgent } from './company.ts';
import { logKey } from './delivery.ts';
import { Random } from './random.ts';
import { type Call, recordOf, s3Resources } from './record.ts';

export interface TrailOptions {
  readonly events: number;
  readonly seed: number;
  /** `mixed` is like a real trail of management and data events; `s3-data` is nearly all S3 data events, each on a key of its own. */
  readonly kind: 'mixed' | 's3-data';
  /** The time it covers; thirty days unless told otherwise. */
  readonly days?: number;
}

/** A share of the files, for one of several threads: those whose number leaves `index` when divided by `of`. */
export interface TrailPart {
  readonly index: number;
  readonly of: number;
}

export interface TrailFile {
  readonly key: string;
  /** Compressed, as it lies in the bucket. */
  readonly bytes: Uint8Array;
  readonly records: number;
  /** Of the text before compression. */
  readonly jsonBytes: number;
}

const accounts = [
  '111122223333',
  '222233334444',
  '333344445555',
  '444455556666',
  '555566667777',
  '666677778888',
] as const;
const regions = [
  'eu-west-1',
  'eu-west-1',
  'eu-west-1',
  'us-east-1',
  'us-east-1',
  'eu-central-1',
  'us-west-2',
  'ap-southeast-2',
] as const;
const startMs = Date.parse('2026-01-01T00:00:00Z');
const dayMs = 24 * 60 * 60_000;

/**
 * A trail of any size for tests and benches: file sizes as in real ones (median five records, some of
 * 500 and more), about 1.6 KB a record. The same files for the same options, whatever the part.
 */
export function* generateTrail(
  options: TrailOptions,
  { index, of }: TrailPart = { index: 0, of: 1 },
): Generator<TrailFile> {
  const sizes = fileSizes(options);
  const spanMs = (options.days ?? 30) * dayMs;
  for (let n = index; n < sizes.length; n += of) {
    // Every file has numbers of its own, so that a part needs nothing of the others.
    const random = new Random(Math.imul(options.seed, 0x01000193) ^ Math.imul(n + 1, 0x9e3779b1));
    yield trailFile(options.kind, sizes[n] ?? 0, startMs + Math.floor((n / sizes.length) * spanMs), random);
  }
}

function fileSizes({ events, seed }: TrailOptions): readonly number[] {
  const random = new Random(seed);
  const sizes: number[] = [];
  for (let left = events; left > 0; ) {
    const dice = random.fraction();
    const size =
      dice < 0.47
        ? random.between(1, 4)
        : dice < 0.9
          ? random.between(5, 12)
          : dice < 0.9975
            ? random.between(13, 30)
            : random.between(500, 800);
    sizes.push(Math.min(size, left));
    left -= size;
  }
  return sizes;
}

function trailFile(kind: TrailOptions['kind'], size: number, atMs: number, random: Random): TrailFile {
  const place = { account: random.pick(accounts), region: random.pick(regions) };
  const callers = Array.from({ length: Math.max(1, Math.ceil(size / 12)) }, () =>
    callerOf(place.account, atMs, random),
  );
  const records: unknown[] = [];
  for (let n = 0; n < size; n++) {
    const caller = callers[random.below(callers.length)];
    if (caller === undefined) continue;
    const common = { atMs: atMs + random.below(300_000), caller, region: place.region };
    const isObject = random.chance(kind === 's3-data' ? 0.97 : 0.25);
    records.push(
      recordOf(isObject ? objectCall(common, random) : managementCall(common, random), random).json,
    );
  }
  const text = JSON.stringify({ Records: records });
  return {
    key: logKey(place, atMs + 420_000, random),
    bytes: gzipSync(text),
    records: size,
    jsonBytes: Buffer.byteLength(text),
  };
}

type Common = Pick<Call, 'atMs' | 'caller' | 'region'>;

function objectCall(common: Common, random: Random): Call {
  const bucket = `example-data-${random.below(40)}`;
  const key = `tenant-${random.below(500)}/2026/01/${random.hex(8)}/${random.guid()}.parquet`;
  const name = random.pick([
    'GetObject',
    'GetObject',
    'GetObject',
    'PutObject',
    'HeadObject',
    'DeleteObject',
  ]);
  const call: Call = {
    ...common,
    source: 's3',
    name,
    readOnly: name === 'GetObject' || name === 'HeadObject',
    request: { bucketName: bucket, key, Host: `${bucket}.s3.${common.region}.amazonaws.com` },
    response: { 'x-amz-server-side-encryption': 'aws:kms', 'x-amz-version-id': random.letters(32) },
    resources: s3Resources(common.caller.account, bucket, key),
    isData: true,
    more: {
      additionalEventData: {
        bytesTransferredIn: 0,
        bytesTransferredOut: random.below(9_000_000),
        'x-amz-id-2': random.letters(76),
      },
      vpcEndpointId: `vpce-${common.caller.account.slice(0, 4)}0a11c0ffee`,
    },
  };
  return random.chance(0.03) ? { ...call, error: ['AccessDenied', 'Access Denied'] } : call;
}

const management: readonly [readonly [string, string, boolean], ...(readonly [string, string, boolean])[]] = [
  ['sts', 'AssumeRole', true],
  ['sts', 'AssumeRole', true],
  ['sts', 'GetCallerIdentity', true],
  ['kms', 'Decrypt', true],
  ['kms', 'Decrypt', true],
  ['kms', 'GenerateDataKey', true],
  ['ec2', 'DescribeInstances', true],
  ['ec2', 'DescribeSecurityGroups', true],
  ['ec2', 'DescribeNetworkInterfaces', true],
  ['ec2', 'AuthorizeSecurityGroupIngress', false],
  ['iam', 'GetRole', true],
  ['iam', 'ListRoles', true],
  ['iam', 'PutRolePolicy', false],
  ['s3', 'GetBucketAcl', true],
  ['logs', 'CreateLogStream', false],
  ['lambda', 'Invoke', false],
  ['lambda', 'GetFunction20150331v2', true],
  ['dynamodb', 'DescribeTable', true],
  ['secretsmanager', 'GetSecretValue', true],
  ['ecs', 'DescribeServices', true],
  ['cloudformation', 'DescribeStackResources', true],
  ['autoscaling', 'DescribeAutoScalingGroups', true],
];

function managementCall(common: Common, random: Random): Call {
  const [source, name, readOnly] = random.pick(management);
  const { account } = common.caller;
  const arn = `arn:aws:iam::${account}:role/service-role/application-${random.below(400)}`;
  const session = `application-session-${random.hex(12)}`;
  const call: Call = {
    ...common,
    source,
    name,
    readOnly,
    request: {
      roleArn: arn,
      roleSessionName: session,
      nextToken: random.letters(48),
    },
    response: {
      credentials: {
        accessKeyId: temporaryKey(random),
        expiration: 'Jan 1, 2026, 1:00:00 PM',
        sessionToken: random.letters(120),
      },
    },
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: arn }],
  };
  return random.chance(0.06) ? { ...call, error: refusal(common.caller, source, name) } : call;
}

function refusal(caller: Caller, source: string, name: string): readonly [string, string] {
  return [
    'AccessDenied',
    `User: ${String(caller.identity.arn)} is not authorized to perform: ${source}:${name} because no identity-based policy allows it`,
  ];
}

function callerOf(account: string, atMs: number, random: Random): Caller {
  const dice = random.fraction();
  const agent = random.pick([
    sdkAgent,
    sdkAgent,
    cliAgent,
    browserAgent,
    terraformAgent,
    `Boto3/1.37.${random.below(20)} Python/3.12.${random.below(9)}`,
  ]);
  const range = random.pick([
    '203.0.113',
    '198.51.100',
    '192.0.2',
    `10.${random.below(40)}.${random.below(200)}`,
  ]);
  const place = { ip: `${range}.${random.between(1, 254)}`, agent };
  if (dice < 0.1)
    return service(
      account,
      random.pick(['lambda.amazonaws.com', 'config.amazonaws.com', 'cloudtrail.amazonaws.com']),
    );
  if (dice < 0.2) {
    const number = random.below(120);
    return iamUser(
      account,
      `user-${number}`,
      `AKIAIOSFODNN7EX${account.slice(0, 1)}${String(number).padStart(4, '0')}`,
      place,
    );
  }
  const role = `application-${random.below(300)}`;
  const session = random.chance(0.5) ? `i-0${random.hex(16)}` : `worker-${random.below(2000)}`;
  return assumedRole(
    account,
    { role, session, key: temporaryKey(random), createdMs: atMs - random.below(3_600_000) },
    place,
  );
}
