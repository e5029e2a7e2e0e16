import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { vi } from 'vitest';
import { reader } from '../s3/place.ts';

/** Nothing of this machine's AWS settings: the keys of the tests in the environment, and a shared config of their own. */
export function stubAws(folder: string): { writeConfig(text: string): void } {
  for (const name of ['AWS_PROFILE', 'AWS_SESSION_TOKEN', 'AWS_REGION', 'AWS_DEFAULT_REGION'])
    vi.stubEnv(name, '');
  const config = path.join(folder, 'config');
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  vi.stubEnv('AWS_CONFIG_FILE', config);
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', path.join(folder, 'nowhere'));
  vi.stubEnv('AWS_ACCESS_KEY_ID', reader.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', reader.secretAccessKey);
  return { writeConfig: (text) => writeFileSync(config, text) };
}
