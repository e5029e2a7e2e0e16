import type { AgentOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { unescape as unescaped } from 'node:querystring';
import { connect as connectTls } from 'node:tls';
import { HttpProxyAgent } from 'http-proxy-agent';
import { HttpsProxyAgent } from 'https-proxy-agent';
import { awsFailureOf } from './aws-failure.ts';
import { proxyFailureCode } from './network-errors.ts';
import { proxyFor } from './proxy.ts';

type Forwarded = Parameters<HttpProxyAgent<string>['connect']>;
type Tunnelled = Parameters<HttpsProxyAgent<string>['connect']>;

/** Less than the SDK waits for a connection: it would blame the host behind the proxy. */
const answerWithinMs = 8_000;

/** For http: the proxy is asked for the thing itself. Hosts that it is not for are connected to directly. */
export class ForwardingAgent extends HttpProxyAgent<string> {
  constructor(proxy: URL, options: AgentOptions, authorities: string[] | undefined) {
    super(withoutSignIn(proxy), optionsOf(proxy, options, authorities));
  }

  /** The library would look for it in the stack of its callers. */
  override isSecureEndpoint(): boolean {
    return false;
  }

  override setRequestProps(...[request, target]: Forwarded): void {
    if (isDirect('http:', target)) return;
    const { path } = request;
    super.setRequestProps(request, target);
    // The library tidies paths as a browser does; a key is signed by the letter, with `..` and `//` in it.
    request.path = `http://${request.getHeader('host')}${path}`;
  }

  override async connect(...[request, target]: Forwarded): Promise<Socket> {
    if (isDirect('http:', target))
      return connect({ host: target.host ?? 'localhost', port: Number(target.port), noDelay: true });
    return connected(this, () => super.connect(request, target));
  }
}

/** For https: TLS is spoken with the host itself, inside a tunnel. Again directly where the proxy is not meant. */
export class TunnellingAgent extends HttpsProxyAgent<string> {
  readonly #authorities: string[] | undefined;

  constructor(proxy: URL, options: AgentOptions, authorities: string[] | undefined) {
    super(withoutSignIn(proxy), optionsOf(proxy, options, authorities));
    this.#authorities = authorities;
  }

  override isSecureEndpoint(): boolean {
    return true;
  }

  override async connect(...[request, asked]: Tunnelled): Promise<Socket> {
    // The library means the authorities that it is given for the proxy only.
    const ca = this.#authorities;
    const target = ca === undefined ? asked : { ...asked, ca };
    if (isDirect('https:', target)) return connectTls({ ...target, port: Number(target.port) });
    let status = 200;
    request.once('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      status = statusCode;
    });
    const socket = await connected(this, () => super.connect(request, target));
    if (status === 200) return socket;
    // It holds the proxy's answer, which would be read as the host's.
    socket.destroy();
    throw failureOf(
      this.proxy,
      status === 407 ? 'wants a user and a password' : `answered ${status || 'no HTTP'}`,
    );
  }
}

/** The library writes the address that it is given to the terminal where somebody debugs with DEBUG. */
function withoutSignIn(proxy: URL): URL {
  return Object.assign(new URL(proxy), { username: '', password: '' });
}

/** The authorities are those of the connection to the proxy, too: it may speak TLS itself. */
function optionsOf({ username, password }: URL, options: AgentOptions, ca: string[] | undefined) {
  const signIn = Buffer.from(`${unescaped(username)}:${unescaped(password)}`).toString('base64');
  const headers = username === '' && password === '' ? {} : { 'Proxy-Authorization': `Basic ${signIn}` };
  return { ...options, noDelay: true, headers, ...(ca === undefined ? {} : { ca }) };
}

function isDirect(protocol: 'http:' | 'https:', { host, port }: Tunnelled[1]): boolean {
  return proxyFor(protocol, host ?? 'localhost', Number(port)) === null;
}

/** Waits for the proxy, and not for ever. What fails is said of the proxy. */
async function connected(
  agent: ForwardingAgent | TunnellingAgent,
  doing: () => Promise<Socket>,
): Promise<Socket> {
  const giveUp = new AbortController();
  const timer = setTimeout(() => giveUp.abort(), answerWithinMs);
  agent.connectOpts = { ...agent.connectOpts, signal: giveUp.signal };
  try {
    return await doing();
  } catch (error) {
    if (giveUp.signal.aborted) throw failureOf(agent.proxy, 'does not answer');
    const { code, message } = awsFailureOf(error);
    throw failureOf(agent.proxy, `cannot be reached (${code === 'Error' ? message : code})`);
  } finally {
    clearTimeout(timer);
  }
}

function failureOf({ host }: URL, why: string): Error {
  return Object.assign(new Error(`The proxy ${host} ${why}.`), { code: proxyFailureCode });
}
