import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Assets, securityHeaders } from '../assets/host-assets.ts';
import { AppError } from '../contract/errors.ts';
import { answerError } from './answer.ts';
import { type ApiOptions, answerApi } from './api-routes.ts';
import { PageStreams } from './page-streams.ts';
import { hasToken, type Refusal, refuseForeign } from './request-guard.ts';

export interface ServerOptions extends ApiOptions {
  readonly assets: Assets;
  /** 0 for any free port. */
  readonly port: number;
}

export interface RunningServer {
  /** With the token in the fragment, which browsers send to nobody. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  close(): Promise<void>;
}

/**
 * Serves the page and the contract on 127.0.0.1 to whoever has the token (security: P7). No cookies, no CORS, no
 * names other than this host's own.
 *
 * @throws AppError `already-exists` when the port is taken.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const token = randomBytes(32).toString('base64url');
  const streams = new PageStreams(options.client, options.log);
  const server = createServer(
    {
      // A request's head has to be there in this time, in whatever small pieces it comes.
      headersTimeout: 10_000,
      // Bodies have limits of their own (readJson, receiveUpload): an upload may take long.
      requestTimeout: 0,
      keepAliveTimeout: 30_000,
      connectionsCheckingInterval: 5_000,
      maxHeaderSize: 16 * 1024,
      // A request without Host goes to our own check.
      requireHostHeader: false,
    },
    (request, response) => answer(request, response, token, options, streams),
  );
  server.maxConnections = 256;
  await listen(server, options.port);
  const address = server.address();
  const { port } = isTcp(address) ? address : { port: options.port };
  return {
    url: `http://127.0.0.1:${port}/#token=${token}`,
    port,
    token,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        streams.close();
        // A page that waits for news would hold it open.
        server.closeAllConnections();
      }),
  };
}

function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  options: ServerOptions,
  streams: PageStreams,
): void {
  const target = request.url ?? '';
  const refusal = refuseForeign(request.headers) ?? refuseTarget(target);
  if (refusal !== undefined) refuse(request, response, refusal);
  else if (!target.startsWith('/api/')) answerAsset(request, response, target, options.assets);
  else if (!hasToken(request.headers, token)) refuse(request, response, noToken);
  else if (request.method !== 'POST')
    refuse(request, response, { status: 405, message: 'The API takes POST only.' });
  // Never rejects: answerApi() turns every failure into an answer.
  else void answerApi(request, response, new URL(target, 'http://127.0.0.1'), options, streams);
}

const noToken: Refusal = { status: 401, message: 'This request has no valid token.' };

/** An absolute target (`GET http://elsewhere/`) would bring a host of its own past the check. */
function refuseTarget(target: string): Refusal | undefined {
  const isPath =
    target.startsWith('/') && !target.startsWith('//') && URL.canParse(target, 'http://127.0.0.1');
  return isPath ? undefined : { status: 400, message: 'This is no path.' };
}

function answerAsset(
  request: IncomingMessage,
  response: ServerResponse,
  target: string,
  assets: Assets,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(request, response, { status: 405, message: 'Files can be read only.' });
    return;
  }
  // The path as it is written, not decoded and not resolved: only the exact names in the map exist.
  const asset = assets.get(target.split('?', 1)[0] ?? '');
  if (asset === undefined) {
    refuse(request, response, { status: 404, message: 'There is no such file.' });
    return;
  }
  response.writeHead(200, {
    ...securityHeaders,
    'Content-Type': asset.contentType,
    'Content-Length': asset.bytes.length,
    'Cache-Control': 'no-cache',
  });
  response.end(request.method === 'HEAD' ? undefined : asset.bytes);
}

function refuse(request: IncomingMessage, response: ServerResponse, { status, message }: Refusal): void {
  // The rest of a refused body is not read.
  if (!request.complete) response.setHeader('Connection', 'close');
  const advice = 'Open the address that spoor serve printed.';
  answerError(response, new AppError('not-allowed', message, { advice }), status);
}

async function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const isTaken = cause.code === 'EADDRINUSE' || cause.code === 'EACCES';
      reject(
        isTaken
          ? new AppError('already-exists', `The port ${port} cannot be used.`, {
              cause,
              advice: 'Choose another with --port.',
            })
          : cause,
      );
    });
    // Named, not left to a default: without it Node listens on every address of the machine.
    server.listen({ port, host: '127.0.0.1', exclusive: true }, resolve);
  });
}

function isTcp(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
