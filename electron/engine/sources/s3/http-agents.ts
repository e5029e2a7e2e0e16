import { rootCertificates } from 'node:tls';
import { ProxiedHttpAgent, ProxiedHttpsAgent, type ProxyEnvironment } from './proxy.ts';

export interface Connecting {
  /** Certificates of a private authority, trusted beside the usual ones. */
  readonly caPem: string | null;
  readonly environment?: ProxyEnvironment;
  /** So long may pass until an answer begins, or a connection stands still. */
  readonly timeoutMs?: number;
}

/** More than anybody asks in parallel: a request never waits for a socket. */
const maxSockets = 256;
const connectionTimeoutMs = 10_000;

/** Nothing: the SDK would write warnings to the console. What matters comes as errors. */
export const quiet = {
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** How clients of the SDK connect: connections kept alive, own authorities, the environment's proxy, and time limits. */
export function requestHandlerOptions({ caPem, environment = process.env, timeoutMs = 60_000 }: Connecting) {
  const keep = { keepAlive: true, maxSockets, scheduling: 'lifo' } as const;
  const trusted = caPem === null ? {} : { ca: [...rootCertificates, caPem] };
  return {
    httpAgent: new ProxiedHttpAgent(keep, environment),
    httpsAgent: new ProxiedHttpsAgent({ ...keep, ...trusted }, environment),
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: timeoutMs,
    throwOnRequestTimeout: true,
    socketTimeout: timeoutMs,
    logger: quiet,
  };
}
