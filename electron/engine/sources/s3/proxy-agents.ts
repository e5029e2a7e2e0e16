import type { AgentOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
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
    super(proxy, optionsOf(options, authorities));
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
    super(proxy, optionsOf(options, authorities));
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

/** The options are those of the connection to the proxy, too: it may be of the same private authority. */
function optionsOf(options: AgentOptions, ca: string[] | undefined): AgentOptions & { ca?: string[] } {
  return { ...options, noDelay: true, ...(ca === undefined ? {} : { ca }) };
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

/** Never with the user and the password that the address may hold. */
function failureOf({ host }: URL, why: string): Error {
  return Object.assign(new Error(`The proxy ${host} ${why}.`), { code: proxyFailureCode });
}
