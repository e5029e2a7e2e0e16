import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { ProfileInfo } from '../../../contract/s3.ts';
import { type IniSections, parseIni } from './ini.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Settings = ReadonlyMap<string, string>;
type Profiles = ReadonlyMap<string, Settings>;

/** Files of the AWS CLI are small; what is larger is none. */
const maxBytes = 4 * 1024 * 1024;

/**
 * The profiles of the shared config and credentials files, `default` first, without anything secret.
 * `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` are honoured
 * (https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html). Files that are not there hold none.
 */
export async function listProfiles(environment: Environment = process.env): Promise<ProfileInfo[]> {
  const profiles = await readProfiles(environment);
  return [...profiles.keys()]
    .sort((a, b) => Number(b === 'default') - Number(a === 'default') || a.localeCompare(b, 'en'))
    .map((name) => profileInfo(name, profiles));
}

/** The region that a profile names, or the environment; null for neither. */
export async function profileRegion(
  profile: string | null,
  environment: Environment = process.env,
): Promise<string | null> {
  const fromEnvironment = environment.AWS_REGION || environment.AWS_DEFAULT_REGION || null;
  if (profile === null && fromEnvironment !== null) return fromEnvironment;
  const name = profile ?? (environment.AWS_PROFILE || 'default');
  return (await readProfiles(environment)).get(name)?.get('region') ?? fromEnvironment;
}

async function readProfiles(environment: Environment): Promise<Profiles> {
  const folder = path.join(homedir(), '.aws');
  const config = await readIni(environment.AWS_CONFIG_FILE || path.join(folder, 'config'));
  const keys = await readIni(environment.AWS_SHARED_CREDENTIALS_FILE || path.join(folder, 'credentials'));
  const profiles = new Map<string, Map<string, string>>();
  const add = (name: string, settings: Settings) => {
    profiles.set(name, new Map([...(profiles.get(name) ?? []), ...settings]));
  };
  for (const [section, settings] of config) {
    const name = section === 'default' ? section : /^profile\s+(.+)$/.exec(section)?.[1];
    if (name !== undefined) add(name.replace(/^(["'])(.*)\1$/, '$2'), settings);
  }
  for (const [section, settings] of keys) add(section, settings);
  return profiles;
}

async function readIni(file: string): Promise<IniSections> {
  const text = await readFile(file, 'utf8').catch(() => {
    // No file, or none that may be read: the sign-in itself says so when it needs it.
    return '';
  });
  return text.length > maxBytes ? new Map() : parseIni(text);
}

function profileInfo(name: string, profiles: Profiles): ProfileInfo {
  const settings = profiles.get(name) ?? new Map<string, string>();
  return {
    name,
    way: wayOf(settings),
    region: settings.get('region') ?? null,
    mfaSerial: mfaSerialOf(name, profiles),
  };
}

/** In the order in which the SDK decides. */
function wayOf(settings: Settings): ProfileInfo['way'] {
  if (settings.has('role_arn') && (settings.has('source_profile') || settings.has('credential_source'))) {
    return 'assumeRole';
  }
  if (settings.has('aws_access_key_id')) return 'keys';
  if (settings.has('web_identity_token_file')) return 'webIdentity';
  if (settings.has('credential_process')) return 'process';
  if (settings.has('sso_session') || settings.has('sso_start_url')) return 'sso';
  return 'other';
}

/** The device of the first role on the way to the keys. It counts with a role only, as in the AWS CLI. */
function mfaSerialOf(name: string, profiles: Profiles): string | null {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const settings: Settings | undefined = profiles.get(next);
    if (settings === undefined || !settings.has('role_arn')) return null;
    const serial = settings.get('mfa_serial');
    if (serial !== undefined) return serial;
    next = settings.get('source_profile');
  }
  return null;
}
