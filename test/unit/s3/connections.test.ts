import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BucketPlace, ConnectResult, SignIn } from '../../../electron/contract/s3.ts';
import { connectResult } from '../../../electron/contract/s3.ts';
import { Connections, type ConnectRequest } from '../../../electron/engine/connections.ts';
import { bucketFromSpec, type ConnectionSpec } from '../../../electron/engine/sources/s3/connection-spec.ts';
import { type FaultS3, type FaultS3Options, faults, startFaultS3 } from '../../support/fault-s3.ts';
import { failureOf, listed, placeAt, reader, session, signal } from './place.ts';

const key = 'AWSLogs/111122223333/CloudTrail/us-east-1/2026/03/01/a.json.gz';
const serial = 'arn:aws:iam::111122223333:mfa/reader';
const role = 'arn:aws:iam::444455556666:role/audit';
const keys: SignIn = {
  kind: 'keys',
  accessKeyId: reader.accessKeyId,
  secretAccessKey: reader.secretAccessKey,
  sessionToken: null,
};

let server: FaultS3;
let connections: Connections;
let folder: string;

beforeEach(() => {
  connections = new Connections({ firstWaitMs: 0 });
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-aws-'));
  const nowhere = path.join(folder, 'nowhere');
  for (const name of [
    'AWS_ACCESS_KEY_ID',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_PROFILE',
    'AWS_REGION',
  ]) {
    vi.stubEnv(name, '');
  }
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', nowhere);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', nowhere);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  connections.dispose();
  rmSync(folder, { recursive: true, force: true });
  await server.stop();
});

async function start(options: FaultS3Options = {}): Promise<void> {
  server = await startFaultS3({ credentials: [reader, session], objects: [{ key, body: 'x' }], ...options });
}

function request(signIn: SignIn, change: Partial<BucketPlace> = {}): ConnectRequest {
  return { place: placeAt(server.url, change), signIn, mfaCode: null, caPem: null };
}

function connect(signIn: SignIn, change: Partial<BucketPlace> = {}): Promise<ConnectResult> {
  return connections.connect(request(signIn, change), signal);
}

function statesOf(result: ConnectResult): string[] {
  return result.kind === 'mfa' ? [] : result.checks.map(({ check, state }) => `${check} ${state}`);
}

function checkOf(result: ConnectResult, name: string) {
  return result.kind === 'mfa' ? undefined : result.checks.find(({ check }) => check === name);
}

function tokenOf(result: ConnectResult): string {
  if (result.kind === 'connected') return result.connection;
  throw new Error(`Not connected: ${JSON.stringify(result)}`);
}

function writeConfig(text: string): void {
  const file = path.join(folder, 'config');
  writeFileSync(file, text);
  vi.stubEnv('AWS_CONFIG_FILE', file);
}

describe('connecting', () => {
  it('signs in, finds the region, lists and recognises a trail', async () => {
    await start({ region: 'eu-central-1' });
    const result = await connect(keys);
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
    const connection = connections.get(tokenOf(result));
    expect([connection.place, connection.region, connection.signInKind]).toEqual([
      placeAt(server.url),
      'eu-central-1',
      'keys',
    ]);
    const bucket = connection.bucket();
    expect((await bucket.fetch(await listed(bucket, key), signal)).bytes.length).toBe(1);
    bucket.close();
  });

  it.each(['AccessDenied', 'InvalidClientTokenId'])(
    'does without STS where it answers %s',
    async (refuses) => {
      await start({ sts: { refuses } });
      const result = await connect(keys);
      expect([result.kind, statesOf(result)]).toEqual([
        'connected',
        ['signIn skipped', 'region ok', 'list ok', 'layout ok'],
      ]);
    },
  );

  it('does not sign in where nobody wants to', async () => {
    await start({ isPublic: true });
    const result = await connect({ kind: 'anonymous' });
    expect(result).toMatchObject({ kind: 'connected', identity: null });
    expect(statesOf(result)[0]).toBe('signIn skipped');
    expect(server.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true);
  });

  it('says which step failed, and does not try those after it', async () => {
    await start({ rules: [{ operation: 'list', fault: faults.accessDenied }] });
    const result = await connect(keys);
    expect([result.kind, statesOf(result)]).toEqual([
      'failed',
      ['signIn ok', 'region ok', 'list failed', 'layout skipped'],
    ]);
    expect(checkOf(result, 'list')?.message).toContain(
      's3:ListBucket on arn:aws:s3:::trail-bucket is missing',
    );
  });

  it('says that a bucket does not exist', async () => {
    await start();
    const result = await connect(keys, { bucket: 'no-such-bucket' });
    expect(statesOf(result)).toEqual(['signIn ok', 'region failed', 'list skipped', 'layout skipped']);
  });

  it('tells a bucket of somebody else from a missing permission', async () => {
    await start({ owner: '444455556666' });
    const result = await connect(keys, { expectedOwner: '111122223333' });
    expect(checkOf(result, 'list')).toMatchObject({
      state: 'failed',
      message: 'The bucket trail-bucket does not belong to the account 111122223333.',
    });
  });

  it('refuses a file that holds no certificate', async () => {
    await start();
    const result = await connections.connect({ ...request(keys), caPem: 'hello' }, signal);
    expect(checkOf(result, 'signIn')).toMatchObject({
      state: 'failed',
      message: 'The file of the private authority holds no certificate.',
    });
  });

  it('ends with the signal', async () => {
    await start({ rules: [{ operation: 'list', fault: { kind: 'hang', when: 'before' } }] });
    const enough = new AbortController();
    const connecting = connections.connect(request(keys), enough.signal);
    await vi.waitUntil(() => server.requests.some(({ operation }) => operation === 'list'));
    enough.abort(new Error('enough'));
    await expect(connecting).rejects.toThrow('enough');
  });

  it('forgets everything when it is disposed of', async () => {
    await start();
    const token = tokenOf(await connect(keys));
    connections.dispose();
    expect(() => connections.get(token)).toThrow('This sign-in is not known any more.');
    expect(() => connections.get('guessed')).toThrow('This sign-in is not known any more.');
  });
});

describe('the layout', () => {
  it.each([
    ['logs/', [`logs/${key}`], 'AWSLogs/ lies at the prefix.'],
    ['AWSLogs/111122223333/', [key], 'The prefix lies in AWSLogs/.'],
    ['', ['AAA/1', 'AAB/1', 'AAC/1', key], 'AWSLogs/ lies at the prefix.'],
  ])('is a trail’s below “%s”', async (prefix, found, message) => {
    await start({ objects: found.map((each) => ({ key: each, body: 'x' })), pageSize: 2 });
    expect(checkOf(await connect(keys, { prefix }), 'layout')).toMatchObject({ state: 'ok', message });
  });

  it('is looked for one folder deeper', async () => {
    await start({
      objects: [
        { key: `a/x`, body: 'x' },
        { key: `org/${key}`, body: 'x' },
      ],
    });
    const result = await connect(keys);
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
    await start({ objects: ['x/1', 'x/\u001b[2Jy/2', 'x/z.txt'].map((each) => ({ key: each, body: 'x' })) });
    expect(checkOf(await connect(keys, { prefix: 'x/' }), 'layout')?.message).toBe(
      "There is no AWSLogs/ below “x/”, so no trail of CloudTrail's own. What lies there: “x/ [2Jy/”, “x/1”, “x/z.txt”.",
    );
    expect(checkOf(await connect(keys, { prefix: 'empty/' }), 'layout')?.message).toContain(
      'Nothing lies there at all.',
    );
  });
});

describe('ways to sign in', () => {
  it('takes the default chain from the environment', async () => {
    await start();
    vi.stubEnv('AWS_ACCESS_KEY_ID', session.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', session.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', session.sessionToken ?? '');
    expect((await connect({ kind: 'default' })).kind).toBe('connected');
    expect(server.requests.at(-1)?.accessKeyId).toBe(session.accessKeyId);
  });

  it('says that there are no credentials anywhere', async () => {
    await start();
    expect(checkOf(await connect({ kind: 'default' }), 'signIn')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('No credentials were found'),
    });
  });

  it('takes a profile with keys, and one with a process', async () => {
    await start();
    const output = JSON.stringify({
      Version: 1,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const script = path.join(folder, 'print.mjs');
    writeFileSync(script, `console.log(${JSON.stringify(output)});`);
    writeConfig(`[profile plain]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
[profile process]
credential_process = "${process.execPath}" "${script}"
`);
    expect((await connect({ kind: 'profile', profile: 'plain' })).kind).toBe('connected');
    expect(server.requests.at(-1)?.accessKeyId).toBe(reader.accessKeyId);
    expect((await connect({ kind: 'profile', profile: 'process' })).kind).toBe('connected');
    expect(server.requests.at(-1)?.accessKeyId).toBe(session.accessKeyId);
  });

  it('says of a profile what is wrong, and not what its process printed', async () => {
    await start();
    writeConfig(`[profile broken]
credential_process = ${process.execPath} -e "console.error('hunter2');process.exit(1)"
[profile tired]
sso_start_url = https://company.example/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = reader
`);
    vi.stubEnv('HOME', folder);
    const said = [];
    for (const profile of ['broken', 'tired', 'absent']) {
      said.push(checkOf(await connect({ kind: 'profile', profile }), 'signIn')?.message);
    }
    expect(said).toEqual([
      'The credential process of the profile failed.',
      'The SSO session of the profile has expired or does not exist.',
      expect.stringContaining('Could not resolve credentials using profile: [absent]'),
    ]);
  });

  it('asks for the code of a device, takes it, and keeps the session', async () => {
    const expiresAtMs = Date.now() + 3_600_000;
    await start({
      sts: { arn: role, session: { ...session, expiresAtMs }, mfa: { serial, code: '123456' } },
    });
    vi.stubEnv('AWS_ENDPOINT_URL_STS', server.url);
    writeConfig(`[profile base]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
[profile audit]
role_arn = ${role}
source_profile = base
mfa_serial = ${serial}
region = us-east-1
`);
    const signIn: SignIn = { kind: 'profile', profile: 'audit' };
    expect(await connect(signIn)).toEqual({ kind: 'mfa', serial });

    const wrong = await connections.connect({ ...request(signIn), mfaCode: '000000' }, signal);
    expect(checkOf(wrong, 'signIn')?.message).toBe(
      'The code of the MFA device is wrong, or was used before.',
    );

    const right = await connections.connect({ ...request(signIn), mfaCode: '123456' }, signal);
    expect(right).toMatchObject({ kind: 'connected', identity: role });
    const bucket = connections.get(tokenOf(right)).bucket();
    await bucket.fetch(await listed(bucket, key), signal);
    expect(server.requests.at(-1)?.accessKeyId).toBe(session.accessKeyId);
    expect((await connections.connectionSpec(tokenOf(right))).expiresAtMs).toBe(expiresAtMs);
  });

  it('asks for a code again when the session of a role has expired', async () => {
    await start({
      sts: { session: { ...session, expiresAtMs: Date.now() + 1500 }, mfa: { serial, code: '123456' } },
    });
    vi.stubEnv('AWS_ENDPOINT_URL_STS', server.url);
    writeConfig(`[default]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
[profile audit]
role_arn = ${role}
source_profile = default
mfa_serial = ${serial}
`);
    const signIn: SignIn = { kind: 'profile', profile: 'audit' };
    const result = await connections.connect({ ...request(signIn), mfaCode: '123456' }, signal);
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
    try {
      const bucket = connections.get(tokenOf(result)).bucket();
      const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
      expect([error.fault, error.advice]).toEqual(['signIn', 'Sign in again with a new code.']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a description for another thread', () => {
  it('opens the same bucket there', async () => {
    await start();
    const { port1, port2 } = new MessageChannel();
    port1.postMessage(await connections.connectionSpec(tokenOf(await connect(keys))));
    const received: { message: ConnectionSpec } | undefined = receiveMessageOnPort(port2);
    port1.close();
    if (received === undefined) throw new Error('Nothing was received.');
    const bucket = bucketFromSpec(received.message, { firstWaitMs: 0 });
    expect((await bucket.fetch(await listed(bucket, key), signal)).bytes.length).toBe(1);
    bucket.close();
  });

  it('is renewed when its keys are about to expire', async () => {
    await start();
    const soon: SignIn = {
      ...keys,
      accessKeyId: session.accessKeyId,
      secretAccessKey: session.secretAccessKey,
      sessionToken: session.sessionToken ?? null,
    };
    const first = await connections.connectionSpec(tokenOf(await connect(soon)));
    const second = await connections.connectionSpec(tokenOf(await connect(keys)));
    const renew = () => Promise.resolve(second);
    const used = [];
    for (const leftMs of [3_600_000, 1000]) {
      const bucket = bucketFromSpec({ ...first, expiresAtMs: Date.now() + leftMs }, { renew });
      await listed(bucket, key);
      used.push(server.requests.at(-1)?.accessKeyId);
      bucket.close();
    }
    expect(used).toEqual([session.accessKeyId, reader.accessKeyId]);
  });

  it('carries no keys where nobody signs in', async () => {
    await start({ isPublic: true });
    const spec = await connections.connectionSpec(tokenOf(await connect({ kind: 'anonymous' })));
    expect(spec.keys).toBeNull();
    const bucket = bucketFromSpec(spec);
    await listed(bucket, key);
    expect(server.requests.at(-1)?.headers.authorization).toBeUndefined();
  });
});

describe('secrets', () => {
  const typed: SignIn = {
    kind: 'keys',
    accessKeyId: session.accessKeyId,
    secretAccessKey: session.secretAccessKey,
    sessionToken: session.sessionToken ?? null,
  };
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
    await start();
    const result = await connect(typed);
    const connection = connections.get(tokenOf(result));
    const bucket = connection.bucket();
    const spec = await connection.spec();
    const fromSpec = bucketFromSpec(spec);
    await listed(bucket, key);
    await listed(fromSpec, key);
    expectClean([result, connections, connection, bucket, spec, fromSpec, connection.credentials]);
  });

  it('are in no error, also where S3 sends back what was signed', async () => {
    await start();
    const token = tokenOf(await connect(typed));
    const errors: unknown[] = [];
    const attempt = async (doing: () => Promise<unknown>) => {
      errors.push(
        await doing().then(
          () => 'nothing failed',
          (error: unknown) => error,
        ),
      );
    };
    const bucket = connections.get(token).bucket({ maxAttempts: 2 });
    const object = await listed(bucket, key);
    server.setCredentials([{ ...session, secretAccessKey: 'another' }]);
    await attempt(() => bucket.fetch(object, signal));
    server.setCredentials([{ ...session, isExpired: true }]);
    await attempt(() => bucket.fetch(object, signal));
    server.setCredentials([]);
    await attempt(() => bucket.list({ prefix: '', byFolder: true }, signal));
    server.setCredentials([session]);
    for (const fault of Object.values(faults)) {
      server.clearRules();
      server.addRules({ fault });
      await attempt(() => bucket.fetch(object, signal));
      await attempt(() => bucket.list({ prefix: '', byFolder: true }, signal));
    }
    server.setCredentials([{ ...session, secretAccessKey: 'another' }]);
    errors.push(await connect(typed));
    server.setCredentials([{ ...session, isExpired: true }]);
    errors.push(await connect(typed));
    expect(errors.length).toBe(5 + 2 * Object.keys(faults).length);
    expectClean(errors);
  });
});
