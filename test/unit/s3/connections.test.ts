import { describe, expect, it, vi } from 'vitest';
import { connectResult } from '../../../electron/contract/s3.ts';
import { faults } from '../../support/fault-s3.ts';
import { checkOf, key, keys, prepareDesk, statesOf, tokenOf } from './desk.ts';
import { listed, placeAt, signal } from './place.ts';

const desk = prepareDesk();

describe('connecting', () => {
  it('signs in, finds the region, lists and recognises a trail', async () => {
    await desk.start({ region: 'eu-central-1' });
    const result = await desk.connect(keys);
    expect(connectResult.parse(result)).toEqual({
      kind: 'connected',
      connection: expect.any(String),
      region: 'eu-central-1',
      identity: 'arn:aws:iam::111122223333:user/reader',
      checks: [
        {
          check: 'signIn',
          state: 'ok',
          message: 'Signed in as arn:aws:iam::111122223333:user/reader.',
          advice: null,
        },
        { check: 'region', state: 'ok', message: 'The bucket lies in eu-central-1.', advice: null },
        {
          check: 'list',
          state: 'ok',
          message: '1 folders and 0 objects lie at the top of the bucket.',
          advice: null,
        },
        { check: 'layout', state: 'ok', message: 'AWSLogs/ lies at the prefix.', advice: null },
      ],
    });
    const connection = desk.connections.get(tokenOf(result));
    expect([connection.place, connection.region, connection.signInKind]).toEqual([
      placeAt(desk.server.url),
      'eu-central-1',
      'keys',
    ]);
    const bucket = connection.bucket();
    expect((await bucket.get(await listed(bucket, key), signal)).bytes.length).toBe(1);
    bucket.close();
  });

  it.each(['AccessDenied', 'InvalidClientTokenId'])(
    'does without STS where it answers %s',
    async (refuses) => {
      await desk.start({ sts: { refuses } });
      const result = await desk.connect(keys);
      expect([result.kind, statesOf(result)]).toEqual([
        'connected',
        ['signIn skipped', 'region ok', 'list ok', 'layout ok'],
      ]);
    },
  );

  it('does not sign in where nobody wants to', async () => {
    await desk.start({ isPublic: true });
    const result = await desk.connect({ kind: 'anonymous' });
    expect(result).toMatchObject({ kind: 'connected', identity: null });
    expect(statesOf(result)[0]).toBe('signIn skipped');
    expect(desk.server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('says which step failed, and does not try those after it', async () => {
    await desk.start({ rules: [{ operation: 'list', fault: faults.accessDenied }] });
    const result = await desk.connect(keys);
    expect([result.kind, statesOf(result)]).toEqual([
      'failed',
      ['signIn ok', 'region ok', 'list failed', 'layout skipped'],
    ]);
    expect(checkOf(result, 'list')?.message).toContain(
      's3:ListBucket on arn:aws:s3:::trail-bucket is missing',
    );
  });

  it('says that a bucket does not exist', async () => {
    await desk.start();
    const result = await desk.connect(keys, { bucket: 'no-such-bucket' });
    expect(statesOf(result)).toEqual(['signIn ok', 'region failed', 'list skipped', 'layout skipped']);
  });

  it('tells a bucket of somebody else from a missing permission', async () => {
    await desk.start({ owner: '444455556666' });
    const result = await desk.connect(keys, { expectedOwner: '111122223333' });
    expect(checkOf(result, 'list')).toMatchObject({
      state: 'failed',
      message: 'The bucket trail-bucket does not belong to the account 111122223333.',
    });
  });

  it('refuses a file that holds no certificate', async () => {
    await desk.start();
    const result = await desk.connections.connect({ ...desk.request(keys), caPem: 'hello' }, signal);
    expect(checkOf(result, 'signIn')).toMatchObject({
      state: 'failed',
      message: 'The file of the private authority holds no certificate.',
    });
  });

  it('ends with the signal', async () => {
    await desk.start({ rules: [{ operation: 'list', fault: { kind: 'hang', when: 'before' } }] });
    const enough = new AbortController();
    const connecting = desk.connections.connect(desk.request(keys), enough.signal);
    await vi.waitUntil(() => desk.server.requests.some(({ operation }) => operation === 'list'));
    enough.abort(new Error('enough'));
    await expect(connecting).rejects.toThrow('enough');
  });

  it('forgets everything when it is disposed of', async () => {
    await desk.start();
    const token = tokenOf(await desk.connect(keys));
    desk.connections.dispose();
    expect(() => desk.connections.get(token)).toThrow('This sign-in is not known any more.');
    expect(() => desk.connections.get('guessed')).toThrow('This sign-in is not known any more.');
  });
});

describe('the layout', () => {
  it.each([
    ['logs/', [`logs/${key}`], 'AWSLogs/ lies at the prefix.'],
    ['AWSLogs/111122223333/', [key], 'The prefix lies in AWSLogs/.'],
    ['', ['AAA/1', 'AAB/1', 'AAC/1', key], 'AWSLogs/ lies at the prefix.'],
  ])('is a trail’s below “%s”', async (prefix, found, message) => {
    await desk.start({ objects: found.map((each) => ({ key: each, body: 'x' })), pageSize: 2 });
    expect(checkOf(await desk.connect(keys, { prefix }), 'layout')).toMatchObject({ state: 'ok', message });
  });

  it('is looked for one folder deeper', async () => {
    await desk.start({
      objects: [
        { key: `a/x`, body: 'x' },
        { key: `org/${key}`, body: 'x' },
      ],
    });
    const result = await desk.connect(keys);
    expect([result.kind, checkOf(result, 'layout')]).toEqual([
      'connected',
      {
        check: 'layout',
        state: 'failed',
        message: 'There is no AWSLogs/ right in the bucket; it lies in “org/”.',
        advice: 'Give “org/” as the prefix.',
      },
    ]);
  });

  it('is said to be another with what lies there', async () => {
    await desk.start({
      objects: ['x/1', 'x/\u001b[2Jy/2', 'x/z.txt'].map((each) => ({ key: each, body: 'x' })),
    });
    expect(checkOf(await desk.connect(keys, { prefix: 'x/' }), 'layout')?.message).toBe(
      "There is no AWSLogs/ below “x/”, so no trail of CloudTrail's own. What lies there: “x/ [2Jy/”, “x/1”, “x/z.txt”.",
    );
    expect(checkOf(await desk.connect(keys, { prefix: 'empty/' }), 'layout')?.message).toContain(
      'Nothing lies there at all.',
    );
  });
});
