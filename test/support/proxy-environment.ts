import { vi } from 'vitest';

const names = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY'];

/** These proxies, and none that the machine of the tests has. To be undone with `vi.unstubAllEnvs()`. */
export function setProxies(environment: Readonly<Record<string, string>> = {}): void {
  for (const name of names) for (const spelled of [name, name.toLowerCase()]) vi.stubEnv(spelled, undefined);
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}
