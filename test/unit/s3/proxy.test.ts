import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Bucket } from '../../../electron/engine/sources/s3/bucket.ts';
import { openBucket } from '../../../electron/engine/sources/s3/s3-client.ts';
import { type Certificate, certificateFor } from '../../support/certificate.ts';
import { setProxies } from '../../support/proxy-environment.ts';
import { failureOf, placeAt, reader, signal } from './place.ts';

const empty = '<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>';
const emptyPage = { objects: [], folders: [], next: null };

let certificate: Certificate;
let tls: Server;
let proxy: Server;
/** What the proxy was asked to connect to, and as whom. */
let asked: string[];
let hosts: (string | undefined)[];
const sockets = new Set<Socket>();

beforeAll(async () => {
  certificate = await certificateFor([
    'localhost',
    '127.0.0.1',
    '*.s3.us-east-1.amazonaws.com',
    '*.s3-fips.us-gov-west-1.amazonaws.com',
    '*.s3.cn-north-1.amazonaws.com.cn',
  ]);
});

beforeEach(async () => {
  setProxies();
  asked = [];
  hosts = [];
  tls = createTlsServer(certificate, (request, response) => {
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
  for (const server of [tls, proxy]) await listen(server);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
  tls.close();
  proxy.close();
});

async function listen(server: Server): Promise<void> {
  server.on('connection', (socket) => sockets.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function portOf(server: Server): number {
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** The proxy's address, with a user and a password in it. */
function proxyAs(user: string, password: string): string {
  return Object.assign(new URL(`http://127.0.0.1:${portOf(proxy)}`), { username: user, password }).href;
}

function awsBucket(region: string, environment: Record<string, string>): Bucket {
  setProxies(environment);
  const place = { ...placeAt('http://unused.invalid'), endpoint: null, pathStyle: false };
  const credentials = () => Promise.resolve(reader);
  return openBucket(place, { credentials, region, caPem: certificate.cert, firstWaitMs: 0, maxAttempts: 2 });
}

const listing = { prefix: '', byFolder: true } as const;
const host = 'trail-bucket.s3.us-east-1.amazonaws.com';
const basic = (signIn: string) => `Basic ${Buffer.from(signIn).toString('base64')}`;

describe('a proxy of the environment', () => {
  it.each([
    ['us-east-1', host],
    ['fips-us-gov-west-1', 'trail-bucket.s3-fips.us-gov-west-1.amazonaws.com'],
    ['cn-north-1', 'trail-bucket.s3.cn-north-1.amazonaws.com.cn'],
  ])('is asked for the host of %s, and TLS goes through it to the end', async (region, name) => {
    const bucket = awsBucket(region, { HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
    expect(await bucket.list(listing, signal)).toEqual(emptyPage);
    expect([asked, hosts]).toEqual([[`${name}:443`], [name]]);
    bucket.close();
  });

  it.each([
    ['p@ss', proxyAs],
    // As curl reads it: a per cent sign that escapes nothing is one.
    ['50%off', (user: string) => `http://${user}:50%off@127.0.0.1:${portOf(proxy)}`],
  ])(
    'is signed in to as user with %s, and one connection is used again and again',
    async (password, addressAs) => {
      const bucket = awsBucket('us-east-1', { https_proxy: addressAs('user', password) });
      for (let at = 0; at < 3; at++) await bucket.list(listing, signal);
      expect([asked, hosts.length]).toEqual([[`${host}:443 ${basic(`user:${password}`)}`], 3]);
      bucket.close();
    },
  );

  it('opens more connections for requests side by side, and keeps them', async () => {
    const bucket = awsBucket('us-east-1', { ALL_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
    const page = () => bucket.list(listing, signal);
    await Promise.all([page(), page(), page()]);
    await Promise.all([page(), page(), page()]);
    expect([asked.length, hosts.length]).toEqual([3, 6]);
    bucket.close();
  });

  it.each([
    ['407 Authenticate', 'wants a user and a password'],
    ['403 Forbidden', 'answered 403'],
    ['502 Bad Gateway', 'answered 502'],
  ])('that says %s is named without its password, and asked once', async (status, why) => {
    const answer = vi.fn((_request, client: Socket) =>
      client.end(`HTTP/1.1 ${status}\r\n\r\n<html>no</html>`),
    );
    proxy.removeAllListeners('connect').on('connect', answer);
    const error = await failureOf(
      awsBucket('us-east-1', { HTTPS_PROXY: proxyAs('user', 'hunter2') }).list(listing, signal),
    );
    expect([error.fault, error.message]).toEqual(['network', `The proxy 127.0.0.1:${portOf(proxy)} ${why}.`]);
    expect(error.advice).toContain('HTTPS_PROXY');
    expect(JSON.stringify([error, error.stack])).not.toContain('hunter2');
    expect(answer).toHaveBeenCalledOnce();
  });

  it('that hangs up or is not there is named, with plain HTTP spoken where no scheme is written', async () => {
    const port = portOf(proxy);
    proxy.removeAllListeners('connect').on('connect', (_request, client: Socket) => client.end());
    const page = () => awsBucket('us-east-1', { HTTPS_PROXY: `127.0.0.1:${port}` }).list(listing, signal);
    expect((await failureOf(page())).message).toMatch(
      new RegExp(`^The proxy 127\\.0\\.0\\.1:${port} cannot be reached \\(.*ended before.*\\)\\.$`),
    );
    await new Promise((resolve) => proxy.close(resolve));
    expect((await failureOf(page())).message).toBe(
      `The proxy 127.0.0.1:${port} cannot be reached (ECONNREFUSED).`,
    );
  });

  it('that keeps silent is given up', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const isAsked = new Promise((resolve) => proxy.removeAllListeners('connect').on('connect', resolve));
    const page = failureOf(
      awsBucket('us-east-1', { HTTPS_PROXY: `127.0.0.1:${portOf(proxy)}` }).list(listing, signal),
    );
    await isAsked;
    await vi.advanceTimersByTimeAsync(8_000);
    expect((await page).message).toBe(`The proxy 127.0.0.1:${portOf(proxy)} does not answer.`);
  });

  it('may speak TLS itself, by the authority that was chosen', async () => {
    const secure = createTlsServer(certificate);
    for (const listener of proxy.listeners('connect')) secure.on('connect', (...args) => listener(...args));
    await listen(secure);
    const bucket = awsBucket('us-east-1', { HTTPS_PROXY: `https://127.0.0.1:${portOf(secure)}` });
    expect([await bucket.list(listing, signal), asked]).toEqual([emptyPage, [`${host}:443`]]);
    bucket.close();
    secure.close();
  });

  it('does not hide that the host behind it is not trusted', async () => {
    setProxies({ HTTPS_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
    const place = { ...placeAt('https://s3.trail.example'), pathStyle: true };
    const bucket = openBucket(place, { credentials: null, region: 'us-east-1', caPem: null, maxAttempts: 1 });
    const error = await failureOf(bucket.list(listing, signal));
    expect(error.message).toMatch(/^The certificate of s3\.trail\.example is not trusted \(\w+\)\.$/);
  });
});

describe('a proxy for plain http', () => {
  /** Answers what it was asked for itself, as S3 would. */
  function answerForwarded(status = 200): void {
    proxy.on('request', (request, response) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
      hosts.push(request.headers.host);
      response.writeHead(status, { etag: '"x"' }).end(status === 200 ? empty : '<html>no</html>');
    });
  }

  function httpBucket(
    environment: Record<string, string>,
    endpoint = 'http://s3.trail.example:9000',
  ): Bucket {
    setProxies(environment);
    const credentials = () => Promise.resolve(reader);
    const options = { credentials, region: 'us-east-1', caPem: null, firstWaitMs: 0, maxAttempts: 2 };
    return openBucket(placeAt(endpoint), options);
  }

  it('is asked for the whole address, and signed in to', async () => {
    answerForwarded();
    const bucket = httpBucket({ HTTP_PROXY: proxyAs('user', 'hunter2') });
    for (let at = 0; at < 2; at++) expect(await bucket.list(listing, signal)).toEqual(emptyPage);
    expect(hosts).toEqual(['s3.trail.example:9000', 's3.trail.example:9000']);
    expect(asked[1]).toMatch(/^http:\/\/s3\.trail\.example:9000\/trail-bucket\/?\?[^ ]+ Basic \w+=*$/);
    expect(sockets.size).toBe(1);
    bucket.close();
  });

  it('is asked for keys by the letter', async () => {
    answerForwarded();
    const bucket = httpBucket({ HTTP_PROXY: `http://127.0.0.1:${portOf(proxy)}` });
    const sizeBytes = empty.length;
    const object = {
      key: '/x.example/../a//b',
      sizeBytes,
      etag: 'x',
      lastModifiedMs: null,
      storageClass: null,
    };
    await bucket.get(object, signal);
    expect(asked[0]).toMatch(/^http:\/\/s3\.trail\.example:9000\/trail-bucket\/\/x\.example\/\.\.\/a\/\/b\?/);
    bucket.close();
  });

  it('that wants a sign-in or is not there is named', async () => {
    const port = portOf(proxy);
    answerForwarded(407);
    const page = () => httpBucket({ HTTP_PROXY: proxyAs('user', 'hunter2') }).list(listing, signal);
    const error = await failureOf(page());
    expect([error.fault, error.message]).toEqual([
      'network',
      `The proxy 127.0.0.1:${port} wants a user and a password.`,
    ]);
    expect(JSON.stringify([error, error.stack])).not.toContain('hunter2');
    await new Promise((resolve) => proxy.close(resolve));
    vi.stubEnv('HTTP_PROXY', `http://127.0.0.1:${port}`);
    const bucket = httpBucket({ HTTP_PROXY: `http://127.0.0.1:${port}` });
    expect((await failureOf(bucket.list(listing, signal))).message).toBe(
      `The proxy 127.0.0.1:${port} cannot be reached (ECONNREFUSED).`,
    );
  });

  it('is passed by for this machine', async () => {
    answerForwarded();
    const own = createServer((_request, response) => response.end(empty));
    await listen(own);
    const bucket = httpBucket(
      { ALL_PROXY: `http://127.0.0.1:${portOf(proxy)}` },
      `http://localhost:${portOf(own)}`,
    );
    for (let at = 0; at < 2; at++) expect(await bucket.list(listing, signal)).toEqual(emptyPage);
    expect(asked).toEqual([]);
    bucket.close();
    own.close();
  });
});

describe('a private authority', () => {
  const place = () => placeAt(`https://localhost:${portOf(tls)}`);
  const options = { credentials: null, region: 'us-east-1', firstWaitMs: 0, maxAttempts: 2 };

  it.each([
    ['and no proxy', {}],
    ['past a proxy', { HTTPS_PROXY: 'http://proxy.invalid:3128' }],
  ])('is trusted where its certificate was chosen, with %s', async (_, environment) => {
    setProxies(environment);
    const bucket = openBucket(place(), { ...options, caPem: certificate.cert });
    expect(await bucket.list(listing, signal)).toEqual(emptyPage);
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
