import { generateKeyPairSync } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { trailObjects } from '../../support/bucket-trail.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import {
  type CloudTrailReply,
  type FakeCloudTrail,
  startFakeCloudTrail,
} from '../../support/fake-cloudtrail.ts';
import { type FaultS3, startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';
import { connect, keys, sync } from './sync-desk.ts';

const arn = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/main';
const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
  type: 'pkcs1',
  format: 'der',
});

/** What the API answers, by its operation. */
function answerOf(operation: string): CloudTrailReply {
  const validity = { ValidityStartTime: 1_770_000_000, ValidityEndTime: 1_780_000_000 };
  switch (operation) {
    case 'DescribeTrails':
      return {
        json: {
          trailList: [
            {
              Name: 'main',
              TrailARN: arn,
              S3BucketName: 'trail-bucket',
              HomeRegion: 'us-east-1',
              LogFileValidationEnabled: true,
              IsMultiRegionTrail: true,
            },
          ],
        },
      };
    case 'GetTrailStatus':
      return { json: { IsLogging: true, StartLoggingTime: 1_770_000_000 } };
    case 'ListPublicKeys':
      return {
        json: {
          PublicKeyList: [{ Value: key.toString('base64'), Fingerprint: 'a'.repeat(32), ...validity }],
        },
      };
    case 'GetEventSelectors':
      return {
        json: { TrailARN: arn, EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] },
      };
    default:
      return { error: 'AccessDeniedException', status: 400, message: 'not authorized' };
  }
}

let desk: TestEngine;
let server: FaultS3;
let trails: FakeCloudTrail;
let info: CaseInfo;

beforeEach(async () => {
  desk = await startTestEngine();
  info = await desk.newCase();
  server = await startFaultS3({ credentials: [reader], objects: trailObjects(4) });
  trails = await startFakeCloudTrail(({ operation }) => answerOf(operation));
  // As the AWS CLI is led elsewhere: the place itself has no endpoint, and so is AWS's.
  vi.stubEnv('AWS_ENDPOINT_URL_S3', server.url);
  vi.stubEnv('AWS_ENDPOINT_URL_STS', server.url);
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDTRAIL', trails.endpoint);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await desk.stop();
  await server.stop();
  await trails.close();
});

it('a sync keeps what the trails say, with what is denied by the name of the permission', async () => {
  const connection = await connect(desk.engine, server.url, keys, { endpoint: null, region: 'us-east-1' });
  expect((await sync(desk.engine, info, connection)).state).toBe('done');
  const said = await desk.engine.call('trails.list', { case: info.case });
  expect(said.trails).toMatchObject([
    { name: 'main', arn, validates: true, isLogging: true, from: 'aws', isMultiRegion: true },
  ]);
  expect(said.trails[0]?.selectorWords).toHaveLength(1);
  expect(said.trails[0]?.problems.join('\n')).toMatch(/cloudtrail:GetInsightSelectors/);
  expect(said.publicKeys.length).toBeGreaterThan(0);
  // Keys are asked for every region whose files were synced.
  const regions = trails.asked
    .filter(({ operation }) => operation === 'ListPublicKeys')
    .map(({ region }) => region);
  expect([...new Set(regions)].sort()).toEqual(['eu-west-1', 'us-east-1']);
});
