import { assumedRole, temporaryKey } from './caller.ts';
import {
  browserAgent,
  customerBucket,
  development,
  globalRegion,
  homeRegion,
  moment,
  office,
  production,
} from './company.ts';
import type { Random } from './random.ts';
import { type Call, s3Resources } from './record.ts';

/** The morning after: alice looks, and takes back what was taken. */
export function* containment(day: number, createdKey: string, random: Random): Generator<Call> {
  const createdMs = moment(day, '06:40');
  const place = { ip: office, agent: browserAgent };
  const session = { role: 'IncidentResponse', session: 'alice', createdMs, mfa: true };
  const inProduction = assumedRole(production, { ...session, key: temporaryKey(random) }, place);
  const inDevelopment = assumedRole(development, { ...session, key: temporaryKey(random) }, place);
  const there = { caller: inProduction, region: globalRegion, readOnly: false };
  const trail = `arn:aws:cloudtrail:${homeRegion}:${production}:trail/shop-data-trail`;
  const userName = 'support-tmp';
  const steps: readonly Omit<Call, 'atMs'>[] = [
    {
      ...there,
      region: homeRegion,
      source: 'cloudtrail',
      name: 'LookupEvents',
      readOnly: true,
      request: { maxResults: 50 },
    },
    {
      ...there,
      region: homeRegion,
      source: 'cloudtrail',
      name: 'GetTrailStatus',
      readOnly: true,
      request: { name: trail },
    },
    { ...there, region: homeRegion, source: 'cloudtrail', name: 'StartLogging', request: { name: trail } },
    {
      ...there,
      caller: inDevelopment,
      source: 'iam',
      name: 'UpdateAccessKey',
      request: { userName: 'svc-backup', accessKeyId: createdKey, status: 'Inactive' },
    },
    {
      ...there,
      caller: inDevelopment,
      source: 'iam',
      name: 'DeleteAccessKey',
      request: { userName: 'svc-backup', accessKeyId: createdKey },
    },
    {
      ...there,
      caller: inDevelopment,
      source: 'iam',
      name: 'DeleteLoginProfile',
      request: { userName: 'dave-contractor' },
    },
    {
      ...there,
      source: 'iam',
      name: 'DetachUserPolicy',
      request: { userName, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    },
    {
      ...there,
      source: 'iam',
      name: 'DeleteUser',
      request: { userName },
      error: ['DeleteConflictException', 'Cannot delete entity, must delete access keys first.'],
    },
    { ...there, source: 'iam', name: 'DeleteAccessKey', request: { userName } },
    { ...there, source: 'iam', name: 'DeleteUser', request: { userName } },
    {
      ...there,
      source: 'iam',
      name: 'PutRolePolicy',
      request: { roleName: 'data-operations', policyName: 'AWSRevokeOlderSessions' },
    },
    {
      ...there,
      region: homeRegion,
      source: 'ec2',
      name: 'ModifySnapshotAttribute',
      request: {
        snapshotId: 'snap-0a11c0ffee0000077',
        createVolumePermission: { remove: { items: [{ userId: '999988887777' }] } },
      },
    },
    {
      ...there,
      region: homeRegion,
      source: 's3',
      name: 'PutBucketVersioning',
      request: { bucketName: customerBucket, VersioningConfiguration: { Status: 'Enabled' } },
      resources: s3Resources(production, customerBucket),
    },
  ];
  let atMs = createdMs;
  for (const step of steps) {
    atMs += random.between(30_000, 140_000);
    yield { ...step, atMs };
  }
}
