import { isIP, isIPv4, isIPv6 } from 'node:net';
import { getProxyForUrl } from 'proxy-from-env';

export type Protocol = 'http:' | 'https:';

/** The environment's proxy for hosts that NO_PROXY does not name; null for none. */
export function usualProxy(protocol: Protocol): URL | null {
  return proxyFor(protocol, 'host.invalid', 443);
}

/** The proxy for a host as curl and the AWS CLI take it from the environment; null for none. */
export function proxyFor(protocol: Protocol, host: string, port: number): URL | null {
  if (isLoopback(host)) return null;
  const chosen = namesOf(host).map((name) => getProxyForUrl(`${protocol}//${name}:${port}`));
  const [first] = chosen;
  return first === undefined || chosen.includes('') ? null : proxyAt(first);
}

function isLoopback(host: string): boolean {
  return /^(.*\.)?localhost$/i.test(host) || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

/**
 * A host, and what it is exempted with: an entry of NO_PROXY is meant with all that is under it, and one with
 * a leading dot with the domain itself. The library takes both by the letter.
 */
function namesOf(host: string): string[] {
  if (isIP(host) !== 0) return [isIPv6(host) ? `[${host}]` : host];
  const labels = host.split('.');
  return [`any.${host}`, ...labels.map((_, at) => labels.slice(at).join('.'))];
}

function proxyAt(chosen: string): URL | null {
  // Where no scheme was written, the library puts the target's; a proxy speaks plain HTTP unless somebody says else.
  const isWritten = Object.values(process.env).includes(chosen);
  const address = isWritten ? chosen : chosen.replace(/^https:/, 'http:');
  const proxy = URL.canParse(address) ? new URL(address) : null;
  return proxy !== null && /^https?:$/.test(proxy.protocol) ? proxy : null;
}
