import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { rootCertificates } from 'node:tls';
import { usualProxy } from './proxy.ts';
import { ForwardingAgent, TunnellingAgent } from './proxy-agents.ts';

export interface Connecting {
  /** Certificates of a private authority, trusted beside the usual ones. */
  readonly caPem: string | null;
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
export function requestHandlerOptions({ caPem, timeoutMs = 60_000 }: Connecting) {
  const keep = { keepAlive: true, maxSockets, scheduling: 'lifo' } as const;
  const authorities = caPem === null ? undefined : [...rootCertificates, caPem];
  const [httpProxy, httpsProxy] = [usualProxy('http:'), usualProxy('https:')];
  return {
    httpAgent: httpProxy === null ? new HttpAgent(keep) : new ForwardingAgent(httpProxy, keep, authorities),
    httpsAgent:
      httpsProxy === null
        ? new HttpsAgent({ ...keep, ...(authorities === undefined ? {} : { ca: authorities }) })
        : new TunnellingAgent(httpsProxy, keep, authorities),
    connectionTimeout: connectionTimeoutMs,
    requestTimeout: timeoutMs,
    throwOnRequestTimeout: true,
    socketTimeout: timeoutMs,
    logger: quiet,
  };
}
