import { assumedRole, type Caller, service, temporaryKey } from './caller.ts';
import {
  accounts,
  development,
  endMs,
  firstMs,
  homeRegion,
  production,
  sdkAgent,
  secondRegion,
  trailBucket,
  uploadsBucket,
} from './company.ts';
import type { Random } from './random.ts';
import { type Call, s3Resources } from './record.ts';

const minuteMs = 60_000;

/** What machines do around the clock: AWS's own services, the web shop, the monitoring. */
export function* machineCalls(random: Random): Generator<Call> {
  yield* servicesAtWork(random);
  yield* webShop(random);
  yield* monitoring(random);
}

function* servicesAtWork(random: Random): Generator<Call> {
  for (const account of accounts) {
    for (const region of [homeRegion, secondRegion]) {
      const everyMs = account === production && region === homeRegion ? 5 * minuteMs : 26 * minuteMs;
      for (
        let atMs = firstMs + random.below(everyMs);
        atMs < endMs;
        atMs += everyMs + random.below(minuteMs)
      ) {
        yield* serviceVisit(account, region, atMs, random);
      }
    }
  }
}

/** A service takes a role and looks at something; or the trail itself is delivered. */
function* serviceVisit(account: string, region: string, atMs: number, random: Random): Generator<Call> {
  const trail = service(account, 'cloudtrail.amazonaws.com');
  const common = { atMs, region, readOnly: true };
  if (random.chance(0.4)) {
    const resources = s3Resources(account, trailBucket);
    const request = { bucketName: trailBucket, acl: '', Host: `${trailBucket}.s3.${region}.amazonaws.com` };
    yield { ...common, caller: trail, source: 's3', name: 'GetBucketAcl', request, resources };
    return;
  }
  const [name, role] = random.pick([
    ['config', 'AWSServiceRoleForConfig'],
    ['lambda', 'order-mailer'],
    ['ecs-tasks', 'web-shop-task'],
    ['autoscaling', 'AWSServiceRoleForAutoScaling'],
  ]);
  const key = temporaryKey(random);
  const session = name === 'config' ? 'AWSConfig-Describe' : `${role}-${random.hex(8)}`;
  const arn = `arn:aws:iam::${account}:role/${role}`;
  yield {
    ...common,
    caller: service(account, `${name}.amazonaws.com`),
    source: 'sts',
    name: 'AssumeRole',
    request: { roleArn: arn, roleSessionName: session, durationSeconds: 3600 },
    response: { credentials: { accessKeyId: key, expiration: new Date(atMs + 60 * minuteMs).toUTCString() } },
    resources: [{ accountId: account, type: 'AWS::IAM::Role', ARN: arn }],
  };
  const place = { ip: `${name}.amazonaws.com`, agent: `${name}.amazonaws.com` };
  const caller = assumedRole(account, { role, session, key, createdMs: atMs }, place);
  for (let n = random.below(3); n > 0; n--)
    yield { ...common, atMs: atMs + n * 1000, caller, ...look(random) };
}

/** A call that only looks. */
function look(random: Random): Pick<Call, 'source' | 'name' | 'request'> {
  return random.pick<Pick<Call, 'source' | 'name' | 'request'>>([
    { source: 'ec2', name: 'DescribeInstances', request: { instancesSet: {}, filterSet: {} } },
    { source: 'ec2', name: 'DescribeSecurityGroups', request: { securityGroupSet: {}, maxResults: 1000 } },
    { source: 'ec2', name: 'DescribeNetworkInterfaces', request: { networkInterfaceIdSet: {} } },
    { source: 'rds', name: 'DescribeDBInstances', request: { maxRecords: 100 } },
    { source: 'iam', name: 'ListRoles', request: { maxItems: 1000 } },
    { source: 'lambda', name: 'ListFunctions20150331', request: null },
    { source: 'elasticloadbalancing', name: 'DescribeLoadBalancers', request: { pageSize: 400 } },
  ]);
}

/** The shop on its two instances: uploads, keys, now and then a secret; busier by day. */
function* webShop(random: Random): Generator<Call> {
  const instances = ['i-0a11c0ffee0000001', 'i-0a11c0ffee0000002'] as const;
  let callers: readonly [Caller, ...Caller[]] | undefined;
  let renewedMs = 0;
  for (let atMs = firstMs; atMs < endMs; atMs += random.between(30_000, isDay(atMs) ? 170_000 : 420_000)) {
    if (callers === undefined || atMs - renewedMs > 6 * 60 * minuteMs) {
      const [one, two] = instances.map((session, n) => {
        const place = { ip: `192.0.2.${10 + n}`, agent: sdkAgent };
        return assumedRole(
          production,
          { role: 'web-shop', session, key: temporaryKey(random), createdMs: atMs },
          place,
        );
      });
      if (one === undefined || two === undefined) return;
      callers = [one, two];
      renewedMs = atMs;
    }
    yield shopCall(atMs, random.pick(callers), random);
  }
}

function shopCall(atMs: number, caller: Caller, random: Random): Call {
  const common = { atMs, caller, region: homeRegion };
  const dice = random.fraction();
  if (dice < 0.25) {
    const request = {
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${uploadsBucket}` },
      encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    };
    const arn = `arn:aws:kms:${homeRegion}:${production}:key/${shopKey}`;
    const resources = [{ accountId: production, type: 'AWS::KMS::Key', ARN: arn }];
    return {
      ...common,
      source: 'kms',
      name: random.chance(0.6) ? 'Decrypt' : 'GenerateDataKey',
      readOnly: true,
      request,
      resources,
    };
  }
  if (dice < 0.29) {
    return {
      ...common,
      source: 'secretsmanager',
      name: 'GetSecretValue',
      readOnly: true,
      request: { secretId: 'shop/database' },
    };
  }
  const key = `uploads/2026/03/${random.hex(12)}.jpg`;
  const isRead = random.chance(0.7);
  const request = { bucketName: uploadsBucket, key, Host: `${uploadsBucket}.s3.${homeRegion}.amazonaws.com` };
  const resources = s3Resources(production, uploadsBucket, key);
  const call: Call = {
    ...common,
    source: 's3',
    name: isRead ? 'GetObject' : 'PutObject',
    readOnly: isRead,
    request,
    resources,
    isData: true,
  };
  return isRead && random.chance(0.03)
    ? { ...call, error: ['NoSuchKey', 'The specified key does not exist.'] }
    : call;
}

const shopKey = '1234abcd-12ab-34cd-56ef-1234567890ab';

/** Looks at everything every twenty minutes, and is told to slow down now and then. */
function* monitoring(random: Random): Generator<Call> {
  for (const account of [production, development]) {
    for (let atMs = firstMs + random.below(minuteMs); atMs < endMs; atMs += 20 * minuteMs) {
      const place = {
        ip: '192.0.2.40',
        agent: 'Boto3/1.37.4 md/Botocore#1.37.4 ua/2.0 os/linux lang/python#3.11.11',
      };
      const session = {
        role: 'monitoring',
        session: 'collector',
        key: temporaryKey(random),
        createdMs: atMs,
      };
      const caller = assumedRole(account, session, place);
      for (let n = random.between(3, 7); n > 0; n--) {
        const region = random.pick([homeRegion, homeRegion, secondRegion]);
        const call: Call = { atMs: atMs + n * 700, caller, region, readOnly: true, ...look(random) };
        yield random.chance(0.02) ? { ...call, error: ['ThrottlingException', 'Rate exceeded'] } : call;
      }
    }
  }
}

function isDay(atMs: number): boolean {
  const hour = new Date(atMs).getUTCHours();
  return hour >= 7 && hour < 20;
}
