import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { bucketFromSpec, type ConnectionSpec } from '../../../electron/engine/sources/s3/connection-spec.ts';
import { key, keys, prepareDesk, sessionKeys, tokenOf } from './desk.ts';
import { listed, reader, session, signal } from './place.ts';

const desk = prepareDesk();

describe('a description for another thread', () => {
  it('opens the same bucket there', async () => {
    await desk.start();
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(await desk.connections.connectionSpec(tokenOf(await desk.connect(keys))));
    const received: { message: ConnectionSpec } | undefined = receiveMessageOnPort(port2);
    port1.close();
    if (received === undefined) throw new Error('Nothing was received.');
    const bucket = bucketFromSpec(received.message, { firstWaitMs: 0 });
    expect((await bucket.get(await listed(bucket, key), signal)).bytes.length).toBe(1);
    bucket.close();
  });

  it('is renewed when its keys are about to expire', async () => {
    await desk.start();
    const first = await desk.connections.connectionSpec(tokenOf(await desk.connect(sessionKeys)));
    const second = await desk.connections.connectionSpec(tokenOf(await desk.connect(keys)));
    const renew = () => Promise.resolve(second);
    const used = [];
    for (const leftMs of [3_600_000, 1000]) {
      const bucket = bucketFromSpec({ ...first, expiresAtMs: Date.now() + leftMs }, { renew });
      await listed(bucket, key);
      used.push(desk.server.requests.at(-1)?.accessKeyId);
      bucket.close();
    }
    expect(used).toEqual([session.accessKeyId, reader.accessKeyId]);
  });

  it('carries no keys where nobody signs in', async () => {
    await desk.start({ isPublic: true });
    const spec = await desk.connections.connectionSpec(tokenOf(await desk.connect({ kind: 'anonymous' })));
    expect(spec.keys).toBeNull();
    const bucket = bucketFromSpec(spec);
    await listed(bucket, key);
    expect(desk.server.requests.at(-1)?.headers.authorization).toBeUndefined();
  });
});
