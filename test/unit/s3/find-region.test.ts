import { afterEach, describe, expect, it } from 'vitest';
import { findRegion } from '../../../electron/engine/sources/s3/find-region.ts';
import { type FaultS3, faults, startFaultS3 } from '../../support/fault-s3.ts';
import { failureOf, placeAt, reader, signal } from './place.ts';

let server: FaultS3;
afterEach(() => server.stop());

const options = {
  credentials: () => Promise.resolve(reader),
  region: 'us-east-1',
  caPem: null,
  firstWaitMs: 0,
  isPartitionKnown: true,
};

describe('the region of a bucket', () => {
  it('is named even to those who may not read it, and asked for without a signature', async () => {
    server = await startFaultS3({ region: 'ap-southeast-2', credentials: [reader] });
    expect(await findRegion(placeAt(server.url), options, signal)).toBe('ap-southeast-2');
    expect(server.requests.map(({ operation, headers }) => [operation, headers.authorization])).toEqual([
      ['headBucket', undefined],
    ]);
  });

  it('is asked with a signature where the first answer does not name it', async () => {
    server = await startFaultS3({
      region: 'eu-west-1',
      credentials: [reader],
      isPublic: true,
      rules: [{ operation: 'headBucket', fault: faults.accessDenied }],
    });
    expect(await findRegion(placeAt(server.url), options, signal)).toBe('eu-west-1');
    expect(server.requests.map(({ operation }) => operation)).toEqual(['headBucket', 'location']);
  });

  it('is taken as it is given', async () => {
    server = await startFaultS3();
    expect(await findRegion(placeAt(server.url, { region: 'eu-north-1' }), options, signal)).toBe(
      'eu-north-1',
    );
    expect(server.requests).toEqual([]);
  });

  it('is not found for a bucket that does not exist', async () => {
    server = await startFaultS3({ credentials: [reader] });
    const error = await failureOf(
      findRegion(placeAt(server.url, { bucket: 'other-bucket' }), options, signal),
    );
    expect([error.fault, error.message]).toEqual([
      'bucket',
      expect.stringContaining('There is no bucket other-bucket'),
    ]);
  });
});
