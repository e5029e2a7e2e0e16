import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listProfiles, profileRegion } from '../../../electron/engine/sources/s3/profiles.ts';
import { reader } from './place.ts';

let folder: string;
let environment: Record<string, string>;

const config = `
# Of the company
[default]
region = eu-central-1
s3 =
  max_concurrent_requests = 20
  addressing_style = path

[profile audit]
role_arn = arn:aws:iam::111122223333:role/audit
source_profile = default
mfa_serial = arn:aws:iam::111122223333:mfa/reader
region=us-west-2 ; the trail's

[profile chained]
role_arn = arn:aws:iam::444455556666:role/far
source_profile = audit

[profile round]
role_arn = arn:aws:iam::444455556666:role/far
source_profile = round

[profile "with space"]
credential_process = /opt/bin/keys --password hunter2

[profile single]
sso_session = company
sso_account_id = 111122223333
[sso-session company]
sso_start_url = https://company.example/start

[profile web]
role_arn = arn:aws:iam::111122223333:role/web
web_identity_token_file = /tmp/token

[profile plain-mfa]
mfa_serial = arn:aws:iam::111122223333:mfa/reader
[services other]
key = value
nonsense
`;

const credentials = `\ufeff[default]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}

[plain-mfa]
aws_access_key_id = ${reader.accessKeyId}
aws_secret_access_key = ${reader.secretAccessKey}
`;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-aws-'));
  environment = {
    AWS_CONFIG_FILE: path.join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'credentials'),
  };
  writeFileSync(path.join(folder, 'config'), config.replaceAll('\n', '\r\n'));
  writeFileSync(path.join(folder, 'credentials'), credentials);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the profiles of the shared config', () => {
  it('are listed with their way of signing in, and nothing secret', async () => {
    const profiles = await listProfiles(environment);
    expect(profiles.map(({ name, way, region, mfaSerial }) => [name, way, region, mfaSerial])).toEqual([
      ['default', 'keys', 'eu-central-1', null],
      ['audit', 'assumeRole', 'us-west-2', 'arn:aws:iam::111122223333:mfa/reader'],
      ['chained', 'assumeRole', null, 'arn:aws:iam::111122223333:mfa/reader'],
      ['plain-mfa', 'keys', null, null],
      ['round', 'assumeRole', null, null],
      ['single', 'sso', null, null],
      ['web', 'webIdentity', null, null],
      ['with space', 'process', null, null],
    ]);
    expect(JSON.stringify(profiles)).not.toMatch(/hunter2|AKIA|wJalr/);
  });

  it('are none where there are no files', async () => {
    const nowhere = path.join(folder, 'nowhere');
    expect(await listProfiles({ AWS_CONFIG_FILE: nowhere, AWS_SHARED_CREDENTIALS_FILE: nowhere })).toEqual(
      [],
    );
  });

  it('name the region to begin with; the environment goes before the default profile', async () => {
    const inEnvironment = { ...environment, AWS_REGION: 'ap-south-1' };
    expect([
      await profileRegion('audit', environment),
      await profileRegion('audit', inEnvironment),
      await profileRegion('single', inEnvironment),
      await profileRegion(null, environment),
      await profileRegion(null, inEnvironment),
      await profileRegion(null, { ...environment, AWS_PROFILE: 'audit' }),
      await profileRegion('single', environment),
    ]).toEqual(['us-west-2', 'us-west-2', 'ap-south-1', 'eu-central-1', 'ap-south-1', 'us-west-2', null]);
  });
});
