import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../../electron/assets/host-assets.ts';
import { createDispatcher } from '../../electron/engine/dispatcher.ts';
import { type RunningServer, startServer } from '../../electron/web/server.ts';
import { dropSegments } from '../../electron/web/upload.ts';
import { splitToken } from '../../renderer/transport/token.ts';
import { memoryLog, stubHandlers } from '../contract/stub-handlers.ts';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string | undefined>;
  readonly body?: string;
}

const page = { bytes: new Uint8Array(Buffer.from('<p>page</p>')), contentType: 'text/html; charset=utf-8' };
const log = memoryLog();
let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spoor-web-'));
  const client = createDispatcher(
    stubHandlers({ 'app.info': async () => ({ name: 'Spoor', version: '1' }) }),
    log,
  );
  server = await startServer({
    client,
    grantPath: async (dropped) => ({
      token: 'g',
      name: path.basename(dropped),
      kind: 'file',
      place: path.dirname(dropped),
      sizeBytes: null,
    }),
    takeOpened: async () => [],
    dropFolder: path.join(folder, 'drops'),
    caseFolder: path.join(folder, 'cases'),
    assets: new Map([
      ['/', page],
      ['/index.html', page],
    ]),
    port: 0,
    log,
  });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A request with exactly these headers: a browser's, with one of them forged. */
function ask({
  method = 'POST',
  path: target = '/api/call/app.info',
  headers = {},
  body = '{}',
}: Asked = {}) {
  const honest: Record<string, string | undefined> = {
    Host: `127.0.0.1:${server.port}`,
    Authorization: `Bearer ${server.token}`,
    'Content-Type': 'application/json',
    Origin: `http://127.0.0.1:${server.port}`,
    'Sec-Fetch-Site': 'same-origin',
    ...headers,
  };
  const sent = Object.fromEntries(
    Object.entries(honest).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  return new Promise<{ status: number; headers: IncomingHttpHeaders; body: string }>((resolve, reject) => {
    const asking = request(
      {
        host: '127.0.0.1',
        port: server.port,
        method,
        path: target,
        headers: sent,
        setHost: false,
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        );
        response.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end(method === 'GET' || method === 'HEAD' ? undefined : body);
  });
}

describe('security P7: the loopback host', () => {
  it('answers an honest request', async () => {
    const { status, body } = await ask();
    expect([status, JSON.parse(body)]).toEqual([200, { result: { name: 'Spoor', version: '1' } }]);
  });

  it('answers under any port of its own names: ssh -L changes it', async () => {
    for (const host of ['127.0.0.1:1', 'localhost:9999', 'localhost', '[::1]:80', 'LOCALHOST:5']) {
      expect([host, (await ask({ headers: { Host: host, Origin: `http://${host}` } })).status]).toEqual([
        host,
        200,
      ]);
    }
  });

  it('the token has 256 bits and stands in the fragment', () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/#token=${server.token}`);
    expect(Buffer.from(server.token, 'base64url')).toHaveLength(32);
  });

  it.each([
    undefined,
    '',
    'evil.invalid',
    'evil.invalid:80',
    '127.0.0.1.evil.invalid',
    'localhost.evil.invalid',
    'evil.invalid#127.0.0.1',
    '127.0.0.2',
    '0.0.0.0',
    '127.0.0.1:80@evil.invalid',
    '127.0.0.1, evil.invalid',
    'localhost:123456',
  ])('Host %j is refused, for the page too', async (host) => {
    expect((await ask({ headers: { Host: host, Origin: undefined } })).status).toBe(421);
    expect((await ask({ method: 'GET', path: '/', headers: { Host: host, Origin: undefined } })).status).toBe(
      421,
    );
  });

  it.each(['cross-site', 'same-site', 'Same-Origin ', ''])('Sec-Fetch-Site %j is refused', async (site) => {
    const { status } = await ask({ headers: { 'Sec-Fetch-Site': site } });
    // A parser trims the header: what is then right is right.
    expect(status).toBe(403);
  });

  it.each(['http://evil.invalid', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1', 'http://localhost', ''])(
    'Origin %j is refused',
    async (origin) => {
      expect((await ask({ headers: { Origin: origin } })).status).toBe(403);
    },
  );

  it.each([
    undefined,
    '',
    'Bearer',
    'Bearer ',
    'Bearer wrong',
    `Bearer ${'A'.repeat(43)}`,
    `Basic ${'A'.repeat(43)}`,
  ])('Authorization %j is refused', async (authorization) => {
    expect((await ask({ headers: { Authorization: authorization } })).status).toBe(401);
  });

  it('a token anywhere else is no token', async () => {
    const headers = { Authorization: undefined, Cookie: `token=${server.token}` };
    expect((await ask({ headers, path: `/api/call/app.info?token=${server.token}` })).status).toBe(401);
  });

  it.each([
    undefined,
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonp',
  ])('Content-Type %j is refused', async (type) => {
    expect((await ask({ headers: { 'Content-Type': type } })).status).toBe(400);
  });

  it.each(['GET', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('%s on the API is refused', async (method) => {
    expect((await ask({ method })).status).toBe(405);
  });

  it.each([
    '/api/call/constructor',
    '/api/call/app.info/x',
    '/api/nothing',
    '/api/',
    '/api/stream/jobs.watch',
    '/api/streams/nothing',
    '/api/streams/say',
    '/api/call/',
  ])('%s is nothing', async (target) => {
    expect((await ask({ path: target })).status).toBe(400);
  });

  it.each(['http://evil.invalid/', '//evil.invalid/', '*'])('the target %s is refused', async (target) => {
    expect((await ask({ method: 'GET', path: target })).status).toBe(400);
  });

  it.each([
    '/..',
    '/../package.json',
    '/%2e%2e/package.json',
    '/..%2fpackage.json',
    '/..\\package.json',
    '/.vite/manifest.json',
    '/INDEX.HTML',
    '/./index.html',
    '/__proto__',
  ])('the file %s does not exist', async (target) => {
    expect((await ask({ method: 'GET', path: target })).status).toBe(404);
  });

  it('sends the policy with every answer, no CORS headers and no cookies', async () => {
    const preflight = {
      method: 'OPTIONS',
      headers: { Origin: 'http://evil.invalid', 'Access-Control-Request-Method': 'POST' },
    };
    const answers = [
      await ask({ method: 'GET', path: '/' }),
      await ask(),
      await ask({ headers: { Authorization: 'x' } }),
      await ask(preflight),
    ];
    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
      expect(Object.keys(headers).filter((name) => /^access-control|set-cookie/.test(name))).toEqual([]);
    }
    expect(answers[1]?.headers['cache-control']).toBe('no-store');
  });

  it('a body over the limit is refused without being read', async () => {
    const { status } = await ask({ body: `"${'x'.repeat(2 * 1024 * 1024)}"` }).catch(() => ({ status: 413 }));
    expect(status).toBe(413);
  });

  it('a body that is no JSON is refused', async () => {
    expect((await ask({ body: '{"a":' })).status).toBe(400);
    expect((await ask({ body: '' })).status).toBe(400);
  });

  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address !== undefined && !address.internal && address.family === 'IPv4');
  it.skipIf(outside === undefined)(
    'is not reachable on another address of this machine (skipped where there is none)',
    async () => {
      const outcome = await new Promise<string>((resolve) => {
        const socket = connect({ host: outside?.address ?? '', port: server.port });
        socket.once('connect', () => resolve('connected'));
        socket.once('error', () => resolve('refused'));
      });
      expect(outcome).toBe('refused');
    },
  );

  it('nothing that was refused is in the log with its token', () => {
    expect(JSON.stringify(log.lines)).not.toContain(server.token);
  });
});

describe('security P5, P7: uploads', () => {
  const upload = (query: string, body = 'bytes') =>
    ask({ path: `/api/upload?${query}`, headers: { 'Content-Type': 'application/octet-stream' }, body });

  it('a dropped file lands in its own folder and comes back as a grant', async () => {
    const { status, body } = await upload('name=trail.json.gz');
    const { result } = JSON.parse(body);
    expect([status, result.name]).toEqual([200, 'trail.json.gz']);
    expect(await readFile(path.join(result.place, result.name), 'utf8')).toBe('bytes');
    expect(path.relative(path.join(folder, 'drops'), result.place)).toMatch(/^[\w-]{36}$/);
  });

  it('the files of a dropped folder are together again, and none replaces another', async () => {
    const batch = 'batch=0b9cfb8e-4f0c-4d5e-9d0c-6f6b4f0e8a11';
    expect(JSON.parse((await upload(`${batch}&name=logs/a/1.json`)).body).result.name).toBe('logs');
    expect((await upload(`${batch}&name=logs/b/2.json`)).status).toBe(200);
    const again = await upload(`${batch}&name=logs/a/1.json`, 'other');
    expect([again.status, JSON.parse(again.body).error.code]).toEqual([409, 'already-exists']);
    const top = path.join(folder, 'drops', batch.slice(6), 'logs');
    expect((await readdir(top)).sort()).toEqual(['a', 'b']);
    expect(await readFile(path.join(top, 'a/1.json'), 'utf8')).toBe('bytes');
  });

  it('a dropped case is kept apart from what is thrown away', async () => {
    const { result } = JSON.parse((await upload('name=review.spoor')).body);
    expect(result.place.startsWith(path.join(folder, 'cases'))).toBe(true);
  });

  it('a batch is a UUID', async () => {
    for (const batch of ['..', '../../x', 'a/b', ''])
      expect((await upload(`name=a&batch=${encodeURIComponent(batch)}`)).status).toBe(400);
  });

  it('names cannot climb, hide, or be devices', () => {
    expect(dropSegments('../../etc/passwd')).toEqual(['etc', 'passwd']);
    expect(dropSegments('..\\..\\windows\\x.json')).toEqual(['windows', 'x.json']);
    expect(dropSegments('/a/./b/../c')).toEqual(['a', 'b', 'c']);
    expect(dropSegments('CON.json')).toEqual(['_CON.json']);
    expect(dropSegments('a\u0000b:c\u202egpj.json ')).toEqual(['a_b_c_gpj.json']);
    for (const name of ['', '..', '///', '. .']) expect(() => dropSegments(name)).toThrow('no usable name');
  });
});

describe('security P7: the token in the page', () => {
  const token = 'A'.repeat(43);

  it('is taken out of the fragment, the view stays', () => {
    expect(splitToken(`#token=${token}`)).toEqual({ token, rest: '' });
    expect(splitToken(`#token=${token}/review?q=a`)).toEqual({ token, rest: '#/review?q=a' });
    for (const rest of ['', '#/review', '#token=short', `#x&token=${token}`])
      expect(splitToken(rest)).toEqual({ token: null, rest });
  });
});
