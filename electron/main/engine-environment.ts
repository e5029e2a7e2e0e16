/**
 * What the engine's process may see of the environment (security: P6): where a person's AWS configuration lies,
 * the way to the network, the time zone, and what Windows and temporary files need. Nothing that changes how
 * Node starts (NODE_OPTIONS), and no secrets of other programs.
 */
const allowed = new Set([
  'HOME',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'SYSTEMROOT',
  'TMPDIR',
  'TEMP',
  'TMP',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'TZ',
  'LANG',
  'LC_ALL',
]);

/** The allowed part of an environment. Names are compared without case: Windows and proxies spell them either way. */
export function engineEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const upper = name.toUpperCase();
    if (value !== undefined && (allowed.has(upper) || upper.startsWith('AWS_'))) kept[name] = value;
  }
  return kept;
}
