import { type ClientRequestArgs, Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { isIPv4, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connect as connectTls } from 'node:tls';
import { proxyFailureCode } from './network-errors.ts';

export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;
type Done = (error: Error | null, socket: Duplex) => void;

const connectTimeoutMs = 15_000;

/** The proxy for a host as curl and the AWS CLI take it from the environment; null for none. */
export function proxyFor(
  protocol: 'http:' | 'https:',
  host: string,
  port: number,
  environment: ProxyEnvironment,
): URL | null {
  const read = (name: string) => environment[name.toLowerCase()] || environment[name] || undefined;
  const chosen = read(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY') ?? read('ALL_PROXY');
  if (chosen === undefined || isLoopback(host) || isExempt(host, port, read('NO_PROXY') ?? '')) return null;
  const address = chosen.includes('://') ? chosen : `http://${chosen}`;
  const proxy = URL.canParse(address) ? new URL(address) : null;
  return proxy !== null && /^https?:$/.test(proxy.protocol) ? proxy : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIPv4(host) && host.startsWith('127.'));
}

function isExempt(host: string, port: number, list: string): boolean {
  const name = host.toLowerCase();
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .some((entry) => {
      const [, domain = '', onlyPort] = /^\*?\.?(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (entry === '' || (onlyPort !== undefined && Number(onlyPort) !== port)) return false;
      return entry === '*' || name === domain || (domain !== '' && name.endsWith(`.${domain}`));
    });
}

/** Keeps connections alive, and makes them through the environment's proxy where there is one. */
export class ProxiedHttpAgent extends HttpAgent {
  readonly #environment: ProxyEnvironment;

  constructor(options: ConstructorParameters<typeof HttpAgent>[0], environment: ProxyEnvironment) {
    super(options);
    this.#environment = environment;
  }

  override createConnection(options: ClientRequestArgs, done?: Done): Duplex | null | undefined {
    const { host, port } = targetOf(options, 80);
    const proxy = proxyFor('http:', host, port, this.#environment);
    if (proxy === null || done === undefined) return super.createConnection(options, done);
    tunnel(proxy, host, port, done);
    return undefined;
  }
}

/** The same for TLS, which is spoken with the host itself inside the tunnel. */
export class ProxiedHttpsAgent extends HttpsAgent {
  readonly #environment: ProxyEnvironment;

  constructor(options: ConstructorParameters<typeof HttpsAgent>[0], environment: ProxyEnvironment) {
    super(options);
    this.#environment = environment;
  }

  override createConnection(options: RequestOptions, done?: Done): Duplex | null | undefined {
    const { host, port } = targetOf(options, 443);
    const proxy = proxyFor('https:', host, port, this.#environment);
    if (proxy === null || done === undefined) return super.createConnection(options, done);
    const { ca, servername } = options;
    tunnel(proxy, host, port, (error, socket) => {
      if (error !== null) return done(error, socket);
      const name = servername ?? host;
      const secure = connectTls({ socket, host, servername: name, ...(ca === undefined ? {} : { ca }) });
      return done(null, secure);
    });
    return undefined;
  }
}

function targetOf({ host, port }: ClientRequestArgs, usualPort: number): { host: string; port: number } {
  return { host: host ?? 'localhost', port: Number(port ?? usualPort) };
}

function tunnel(proxy: URL, host: string, port: number, done: Done): void {
  const ask = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const target = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  const signIn = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const request = ask({
    host: proxy.hostname.replace(/^\[|\]$/g, ''),
    port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : proxy.port,
    method: 'CONNECT',
    path: target,
    agent: false,
    timeout: connectTimeoutMs,
    headers: {
      host: target,
      ...(signIn === ':' ? {} : { 'proxy-authorization': `Basic ${Buffer.from(signIn).toString('base64')}` }),
    },
  });
  // Never with the user and the password that the address may hold.
  const fail = (why: string) => {
    const error = Object.assign(new Error(`The proxy ${proxy.host} ${why}.`), { code: proxyFailureCode });
    request.destroy();
    done(error, new Socket());
  };
  request.once('connect', (response, socket) => {
    if (response.statusCode === 200) return done(null, socket);
    socket.destroy();
    return fail(
      response.statusCode === 407 ? 'wants a user and a password' : `answered ${response.statusCode}`,
    );
  });
  request.once('timeout', () => fail('does not answer'));
  request.once('error', (error: NodeJS.ErrnoException) =>
    fail(`cannot be reached (${error.code ?? 'no reason'})`),
  );
  request.end();
}
