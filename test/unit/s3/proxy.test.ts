import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Bucket } from '../../../electron/engine/sources/s3/bucket.ts';
import { proxyFor } from '../../../electron/engine/sources/s3/proxy.ts';
import { openBucket } from '../../../electron/engine/sources/s3/s3-client.ts';
import { failureOf, placeAt, reader, signal } from './place.ts';

const pem = (name: string) => readFileSync(path.join(import.meta.dirname, 'certificates', name), 'utf8');
const caPem = pem('authority.pem');
const empty = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';

let tls: Server;
let proxy: Server;
/** What the proxy was asked to connect to, and as whom. */
let asked: string[];
let hosts: (string | undefined)[];
const sockets = new Set<Socket>();

beforeEach(async () => {
  asked = [];
  hosts = [];
  tls = createTlsServer({ key: pem('key.pem'), cert: caPem }, (request, response) => {
    hosts.push(request.headers.host);
    response.end(empty);
  });
  proxy = createServer();
  proxy.on('connect', (request, client: Socket) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    const upstream = connect(portOf(tls), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.on('error', () => upstream.destroy());
  });
  for (const server of [tls, proxy]) {
    server.on('connection', (socket) => sockets.add(socket));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  }
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  tls.close();
  proxy.close();
});

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function awsBucket(region: string, environment: Record<string, string>, ca: string | null = caPem): Bucket {
  const place = { ...placeAt('http://unused.invalid'), endpoint: null, pathStyle: false };
  const credentials = () => Promise.resolve(reader);
  return openBucket(place, { credentials, region, caPem: ca, environment, firstWaitMs: 0, maxAttempts: 2 });
}

const listing = { prefix: '', byFolder: true } as const;

describe('a proxy of the environment', () => {
  it.each([
    ['us-east-1', 'trail-bucket.s3.us-east-1.amazonaws.com'],
    ['fips-us-gov-west-1', 'trail-bucket.s3-fips.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'trail-bucket.s3.cn-north-1.amazonaws.com.cn'],
  ])('is asked for the host of %s, and TLS goes through it to the end', async (region, host) => {
    const bucket = awsBucket(region, { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
    expect(await bucket.list(listing, signal)).toEqual({ objects: [], folders: [], next: null });
    expect([asked, hosts]).toEqual([[`${host}:443`], [host]]);
    bucket.close();
  });

  it('is signed in to, and one connection is used again and again', async () => {
    const bucket = awsBucket('us-east-1', { https_proxy: `http://user:p%40ss@127.0.0.1:${portOf(proxy)}` });
    for (let at = 0; at < 3; at++) await bucket.list(listing, signal);
    const signIn = Buffer.from('user:p@ss').toString('base64');
    expect([asked, hosts.length]).toEqual([
      [`trail-bucket.s3.us-east-1.amazonaws.com:443 Basic ${signIn}`],
      3,
    ]);
    bucket.close();
  });

  it('that fails is named without its password', async () => {
    proxy.removeAllListeners('connect');
    proxy.on('connect', (_request, client: Socket) => client.end('HTTP/1.1 407 Authenticate\r\n\r\n'));
    const { port } = new URL(`http://127.0.0.1:${portOf(proxy)}`);
    const bucket = awsBucket('us-east-1', { HTTPS_PROXY: `http://user:hunter2@127.0.0.1:${port}` });
    const error = await failureOf(bucket.list(listing, signal));
    expect([error.fault, error.message]).toEqual([
      'network',
      `The proxy 127.0.0.1:${port} wants a user and a password.`,
    ]);
    expect(JSON.stringify([error, error.stack])).not.toContain('hunter2');
  });

  it('that is not there is named', async () => {
    const port = portOf(proxy);
    await new Promise((resolve) => proxy.close(resolve));
    const error = await failureOf(
      awsBucket('us-east-1', { HTTPS_PROXY: `127.0.0.1:${port}` }).list(listing, signal),
    );
    expect(error.message).toBe(`The proxy 127.0.0.1:${port} cannot be reached (ECONNREFUSED).`);
  });
});

describe('which proxy', () => {
  const environment = {
    HTTPS_PROXY: 'http://proxy.example:3128',
    NO_PROXY: '.internal.example, other.example:8443',
  };

  it.each([
    ['s3.amazonaws.com', 443, 'proxy.example:3128'],
    ['s3.internal.example', 443, null],
    ['internal.example', 443, null],
    ['notinternal.example', 443, 'proxy.example:3128'],
    ['other.example', 8443, null],
    ['other.example', 443, 'proxy.example:3128'],
    ['127.0.0.1', 9000, null],
    ['localhost', 9000, null],
  ])('for %s:%i', (host, port, proxyHost) => {
    expect(proxyFor('https:', host, port, environment)?.host ?? null).toBe(proxyHost);
  });

  it('is none for http, with a star, or with an address that is none', () => {
    expect([
      proxyFor('http:', 's3.example', 80, environment),
      proxyFor('https:', 's3.example', 443, { ...environment, no_proxy: '*' }),
      proxyFor('https:', 's3.example', 443, { HTTPS_PROXY: 'socks5://proxy.example' }),
      proxyFor('https:', 's3.example', 443, { HTTPS_PROXY: '%%%' }),
    ]).toEqual([null, null, null, null]);
  });
});

describe('a private authority', () => {
  const place = () => placeAt(`https://localhost:${portOf(tls)}`);
  const options = { credentials: null, region: 'us-east-1', firstWaitMs: 0, maxAttempts: 2 };

  it('is trusted where its certificate was chosen', async () => {
    const bucket = openBucket(place(), { ...options, caPem });
    expect(await bucket.list(listing, signal)).toEqual({ objects: [], folders: [], next: null });
    bucket.close();
  });

  it('is not trusted else, and the certificate is asked for', async () => {
    const bucket = openBucket(place(), { ...options, caPem: null });
    const error = await failureOf(bucket.list(listing, signal));
    expect([error.fault, error.message]).toEqual([
      'network',
      expect.stringMatching(/^The certificate of localhost:\d+ is not trusted \(\w+\)\.$/),
    ]);
    expect(error.advice).toContain('choose its certificate as a PEM file');
  });
});
