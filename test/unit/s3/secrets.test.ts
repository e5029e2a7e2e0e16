import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { bucketFromSpec } from '../../../electron/engine/sources/s3/connection-spec.ts';
import { faults } from '../../support/fault-s3.ts';
import { key, prepareDesk, sessionKeys, tokenOf } from './desk.ts';
import { listed, reader, session, signal } from './place.ts';

const desk = prepareDesk();

describe('secrets', () => {
  const shown = (value: unknown) =>
    inspect(value, {
      depth: 20,
      showHidden: true,
      getters: true,
      maxArrayLength: 10_000,
      maxStringLength: null,
    });
  const written = (value: unknown) =>
    [
      shown(value),
      JSON.stringify(value),
      value instanceof Error ? `${value.stack} ${shown(value.cause)}` : '',
    ].join('\n');

  function expectClean(values: readonly unknown[]): void {
    const text = values.map(written).join('\n');
    const secrets = [session.secretAccessKey, session.sessionToken ?? '', reader.secretAccessKey];
    const spellings = secrets.flatMap((secret) => [
      secret,
      Buffer.from(secret)
        .toString('hex')
        .replace(/..(?!$)/g, '$& '),
    ]);
    expect(text.length).toBeGreaterThan(100);
    expect(spellings.filter((secret) => text.includes(secret))).toEqual([]);
  }

  it('are in nothing that a connection is made of', async () => {
    await desk.start();
    const result = await desk.connect(sessionKeys);
    const connection = desk.connections.get(tokenOf(result));
    const bucket = connection.bucket();
    const spec = await connection.spec();
    const fromSpec = bucketFromSpec(spec);
    await listed(bucket, key);
    await listed(fromSpec, key);
    expectClean([result, desk.connections, connection, bucket, spec, fromSpec, connection.credentials]);
  });

  it('are in no error, also where S3 sends back what was signed', async () => {
    await desk.start();
    const token = tokenOf(await desk.connect(sessionKeys));
    const errors: unknown[] = [];
    const attempt = async (doing: () => Promise<unknown>) => {
      errors.push(
        await doing().then(
          () => 'nothing failed',
          (error: unknown) => error,
        ),
      );
    };
    const bucket = desk.connections.get(token).bucket({ maxAttempts: 2, firstWaitMs: 0 });
    const object = await listed(bucket, key);
    desk.server.setCredentials([{ ...session, secretAccessKey: 'another' }]);
    await attempt(() => bucket.get(object, signal));
    desk.server.setCredentials([{ ...session, isExpired: true }]);
    await attempt(() => bucket.get(object, signal));
    desk.server.setCredentials([]);
    await attempt(() => bucket.list({ prefix: '', byFolder: true }, signal));
    desk.server.setCredentials([session]);
    for (const fault of Object.values(faults)) {
      desk.server.clearRules();
      desk.server.addRules({ fault });
      await attempt(() => bucket.get(object, signal));
      await attempt(() => bucket.list({ prefix: '', byFolder: true }, signal));
    }
    desk.server.setCredentials([{ ...session, secretAccessKey: 'another' }]);
    errors.push(await desk.connect(sessionKeys));
    desk.server.setCredentials([{ ...session, isExpired: true }]);
    errors.push(await desk.connect(sessionKeys));
    expect(errors.length).toBe(5 + 2 * Object.keys(faults).length);
    expectClean(errors);
  });
});
