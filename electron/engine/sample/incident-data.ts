import type { Caller } from './caller.ts';
import { customerBucket, homeRegion, moment, production } from './company.ts';
import type { Random } from './random.ts';
import { type Call, s3Resources } from './record.ts';

const host = `${customerBucket}.s3.${homeRegion}.amazonaws.com`;

function onObject(caller: Caller, atMs: number, name: string, key: string): Call {
  return {
    atMs,
    caller,
    region: homeRegion,
    source: 's3',
    name,
    readOnly: name === 'GetObject',
    request: { bucketName: customerBucket, key, Host: host },
    resources: s3Resources(production, customerBucket, key),
    isData: true,
    more: {
      additionalEventData: {
        SignatureVersion: 'SigV4',
        CipherSuite: 'TLS_AES_128_GCM_SHA256',
        bytesTransferredIn: 0,
        AuthenticationMethod: 'AuthHeader',
      },
    },
  };
}

/** What is in the bucket: folders by year, some of them closed to the role. */
function customerKeys(random: Random, count: number): string[] {
  return Array.from({ length: count }, (_, n) => {
    const folder = n % 9 === 0 ? 'legal-hold' : `records/${2021 + (n % 5)}`;
    return `${folder}/${String(n).padStart(5, '0')}-${random.hex(6)}.parquet`;
  });
}

/** The customers' records are read from two addresses, secrets are fetched, a snapshot is shared outward. */
export function* exfiltration(
  operator: Caller,
  elsewhere: Caller,
  day: number,
  random: Random,
): Generator<Call> {
  const common = { caller: operator, region: homeRegion };
  const list = { bucketName: customerBucket, 'list-type': '2', Host: host };
  for (let page = 0; page < 5; page++) {
    yield {
      ...common,
      atMs: moment(day, '23:21') + page * 1500,
      source: 's3',
      name: 'ListObjects',
      readOnly: true,
      request: list,
      resources: s3Resources(production, customerBucket),
      isData: true,
    };
  }
  for (const [n, secretId] of ['shop/database', 'shop/payment-gateway', 'ops/pager', 'ops/vpn'].entries()) {
    yield {
      ...common,
      atMs: moment(day, '23:22:30') + n * 4000,
      source: 'secretsmanager',
      name: 'GetSecretValue',
      readOnly: true,
      request: { secretId },
    };
  }
  yield {
    ...common,
    atMs: moment(day, '23:24:12'),
    source: 'ec2',
    name: 'ModifySnapshotAttribute',
    readOnly: false,
    request: {
      snapshotId: 'snap-0a11c0ffee0000077',
      createVolumePermission: { add: { items: [{ userId: '999988887777' }] } },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    response: { _return: true },
  };
  let atMs = moment(day, '23:26');
  for (const key of customerKeys(random, 2400)) {
    atMs += random.between(150, 1400);
    const read = onObject(random.chance(0.25) ? elsewhere : operator, atMs, 'GetObject', key);
    yield key.startsWith('legal-hold/') ? { ...read, error: ['AccessDenied', 'Access Denied'] } : read;
  }
}

/** Then the records are deleted and a note is left. */
export function* destruction(operator: Caller, day: number, random: Random): Generator<Call> {
  const common = { caller: operator, region: homeRegion, source: 's3', readOnly: false };
  const ofBucket = {
    request: { bucketName: customerBucket, Host: host },
    resources: s3Resources(production, customerBucket),
  };
  const next = day + 1;
  yield {
    ...common,
    ...ofBucket,
    atMs: moment(next, '00:19:05'),
    name: 'PutBucketVersioning',
    request: { bucketName: customerBucket, VersioningConfiguration: { Status: 'Suspended' } },
  };
  yield { ...common, ...ofBucket, atMs: moment(next, '00:19:41'), name: 'DeleteBucketPolicy' };
  yield {
    ...common,
    ...ofBucket,
    atMs: moment(next, '00:20:13'),
    name: 'PutBucketLifecycle',
    error: ['AccessDenied', 'Access Denied'],
  };
  let atMs = moment(next, '00:22');
  for (const key of customerKeys(random, 1250)) {
    atMs += random.between(60, 700);
    const deletion = onObject(operator, atMs, 'DeleteObject', key);
    yield key.startsWith('legal-hold/')
      ? { ...deletion, error: ['AccessDenied', 'Access Denied'] }
      : deletion;
  }
  yield onObject(operator, atMs + 20_000, 'PutObject', 'READ-ME-TO-RECOVER.txt');
  const kms = {
    caller: operator,
    region: homeRegion,
    source: 'kms',
    name: 'ScheduleKeyDeletion',
    readOnly: false,
  };
  const keyId = `arn:aws:kms:${homeRegion}:${production}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
  yield {
    ...kms,
    atMs: atMs + 60_000,
    request: { keyId, pendingWindowInDays: 7 },
    error: [
      'AccessDeniedException',
      'User is not authorized to perform: kms:ScheduleKeyDeletion because an explicit deny',
    ],
  };
}
