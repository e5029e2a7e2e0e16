import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { makeKey, TestTrail } from '../../support/digests.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { type FakeCloudTrail, startFakeCloudTrail } from '../../support/fake-cloudtrail.ts';
import { type FaultS3, startFaultS3 } from '../../support/fault-s3.ts';
import { keyListJson } from '../../support/trail-folder.ts';
import { at } from '../../support/verification.ts';
import { reader } from '../s3/place.ts';
import { connect, keys, sync } from './sync-desk.ts';

const key = makeKey();
const trail = new TestTrail({ key, bucket: 'trail-bucket' }).write(5);
const everything = { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] };

let desk: TestEngine;
let server: FaultS3;
let trails: FakeCloudTrail;
let info: CaseInfo;

beforeEach(async () => {
  desk = await startTestEngine();
  info = await desk.newCase();
  const objects = trail.objects.map(({ key: name, bytes, signature }) => ({
    key: name,
    body: bytes,
    metadata: signature === null ? {} : { signature, 'signature-algorithm': 'SHA256withRSA' },
  }));
  server = await startFaultS3({ credentials: [reader], objects });
  trails = await startFakeCloudTrail(({ operation }) =>
    operation === 'ListPublicKeys'
      ? { json: epochTimes(JSON.parse(keyListJson([key]))) }
      : { error: 'AccessDeniedException', status: 400, message: 'not authorized' },
  );
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

/** The API gives seconds of the epoch where the AWS CLI prints ISO times. */
function epochTimes(list: { PublicKeyList: Record<string, string>[] }) {
  return {
    PublicKeyList: list.PublicKeyList.map((one) => ({
      ...one,
      ValidityStartTime: Date.parse(one.ValidityStartTime ?? '') / 1000,
      ValidityEndTime: Date.parse(one.ValidityEndTime ?? '') / 1000,
    })),
  };
}

it('what a sync brought is proven without a network, the newest digest by the signature in its metadata', async () => {
  const connection = await connect(desk.engine, server.url, keys, { endpoint: null, region: 'us-east-1' });
  expect((await sync(desk.engine, info, connection)).state).toBe('done');
  await server.stop();
  await trails.close();
  const { job } = await desk.engine.call('verify.start', {
    case: info.case,
    choice: everything,
    keys: null,
  });
  expect((await endOf(desk.engine, job)).overall).toBe('intact');
  const request = { kind: null, verdict: null, exceptionsOnly: false, text: '', offset: 0, limit: 100 };
  const { rows } = await desk.engine.call('verify.objects', { case: info.case, ...request });
  const newest = at(trail.hours, -1).digest.key;
  expect(rows.find((row) => row.key === newest)).toMatchObject({
    ...{ kind: 'digest', verdict: 'proven', how: 'signature', bucket: 'trail-bucket' },
  });
  expect(rows.filter(({ kind, verdict }) => kind === 'log' && verdict === 'proven')).toHaveLength(10);
});
