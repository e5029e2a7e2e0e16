import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { SignIn } from '../../../electron/contract/s3.ts';
import { checkOf, key, prepareDesk, tokenOf } from './desk.ts';
import { failureOf, listed, reader, session, signal } from './place.ts';

const desk = prepareDesk();
const serial = 'arn:aws:iam::111122223333:mfa/reader';
const role = 'arn:aws:iam::444455556666:role/audit';

describe('ways to sign in', () => {
  it('takes the default chain from the environment', async () => {
    await desk.start();
    vi.stubEnv('AWS_ACCESS_KEY_ID', session.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', session.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', session.sessionToken ?? '');
    expect((await desk.connect({ kind: 'default' })).kind).toBe('connected');
    expect(desk.server.requests.at(-1)?.accessKeyId).toBe(session.accessKeyId);
  });

  it('says that there are no credentials anywhere', async () => {
    await desk.start();
    expect(checkOf(await desk.connect({ kind: 'default' }), 'signIn')).toMatchObject({
      state: 'failed',
      message: expect.stringContaining('No credentials were found'),
    });
  });

  it('takes a profile with keys, and one with a process', async () => {
    await desk.start();
    const output = JSON.stringify({
      Version: 1,
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const script = path.join(desk.folder, 'print.mjs');
    writeFileSync(script, `console.log(${JSON.stringify(output)});`);
    desk.writeConfig(`[profile plain]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
[profile process]
credential_process = "${process.execPath}" "${script}"
`);
    expect((await desk.connect({ kind: 'profile', profile: 'plain' })).kind).toBe('connected');
    expect(desk.server.requests.at(-1)?.accessKeyId).toBe(reader.accessKeyId);
    expect((await desk.connect({ kind: 'profile', profile: 'process' })).kind).toBe('connected');
    expect(desk.server.requests.at(-1)?.accessKeyId).toBe(session.accessKeyId);
  });

  it('says of a profile what is wrong, and not what its process printed', async () => {
    await desk.start();
    desk.writeConfig(`[profile broken]
credential_process = ${process.execPath} -e "console.error('hunter2');process.exit(1)"
[profile tired]
sso_start_url = https://company.example/start
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = reader
`);
    const said = [];
    for (const profile of ['broken', 'tired', 'absent']) {
      said.push(checkOf(await desk.connect({ kind: 'profile', profile }), 'signIn')?.message);
    }
    expect(said).toEqual([
      'The credential process of the profile failed.',
      'The SSO session of the profile has expired or does not exist.',
      expect.stringContaining('Could not resolve credentials using profile: [absent]'),
    ]);
  });

  it('asks for the code of a device, takes it, and keeps the session', async () => {
    const expiresAtMs = Date.now() + 3_600_000;
    await desk.start({
      sts: { arn: role, session: { ...session, expiresAtMs }, mfa: { serial, code: '123456' } },
    });
    vi.stubEnv('AWS_ENDPOINT_URL_STS', desk.server.url);
    desk.writeConfig(`[profile base]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
[profile audit]
role_arn = ${role}
source_profile = base
mfa_serial = ${serial}
region = us-east-1
`);
    const signIn: SignIn = { kind: 'profile', profile: 'audit' };
    expect(await desk.connect(signIn)).toEqual({ kind: 'mfa', serial });

    const wrong = await desk.connections.connect({ ...desk.request(signIn), mfaCode: '000000' }, signal);
    expect(checkOf(wrong, 'signIn')?.message).toBe(
      'The code of the MFA device is wrong, or was used before.',
    );

    const right = await desk.connections.connect({ ...desk.request(signIn), mfaCode: '123456' }, signal);
    expect(right).toMatchObject({ kind: 'connected', identity: role });
    const bucket = desk.connections.get(tokenOf(right)).bucket();
    await bucket.get(await listed(bucket, key), signal);
    expect(desk.server.requests.at(-1)?.accessKeyId).toBe(session.accessKeyId);
    expect((await desk.connections.connectionSpec(tokenOf(right))).expiresAtMs).toBe(expiresAtMs);
  });

  it('asks for a code again when the session of a role has expired', async () => {
    await desk.start({
      sts: { session: { ...session, expiresAtMs: Date.now() + 1500 }, mfa: { serial, code: '123456' } },
    });
    vi.stubEnv('AWS_ENDPOINT_URL_STS', desk.server.url);
    desk.writeConfig(`[default]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
[profile audit]
role_arn = ${role}
source_profile = default
mfa_serial = ${serial}
`);
    const signIn: SignIn = { kind: 'profile', profile: 'audit' };
    const result = await desk.connections.connect({ ...desk.request(signIn), mfaCode: '123456' }, signal);
    vi.useFakeTimers({ now: Date.now() + 3_600_000, toFake: ['Date'] });
    try {
      const bucket = desk.connections.get(tokenOf(result)).bucket();
      const error = await failureOf(bucket.list({ prefix: '', byFolder: true }, signal));
      expect([error.fault, error.advice]).toEqual(['signIn', 'Sign in again with a new code.']);
    } finally {
      vi.useRealTimers();
    }
  });
});
