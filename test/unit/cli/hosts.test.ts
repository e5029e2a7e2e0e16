import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logBody, recordNumber } from '../../support/bucket-trail.ts';
import { spoorIn, startSpoor } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-hosts-'));
const spoor = spoorIn(folder);
const tokenIn = (url: URL): string => url.hash.replace('#token=', '');

beforeAll(async () => {
  writeFileSync(path.join(folder, 'a.json.gz'), logBody(recordNumber(1), recordNumber(2)));
  expect((await spoor('import', 'a.spoor', 'a.json.gz')).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A browser that writes down what it is to open. */
function browser(): { readonly env: Record<string, string>; readonly opened: string } {
  const bin = path.join(folder, 'bin');
  const opened = path.join(folder, 'opened');
  mkdirSync(bin, { recursive: true });
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(
      path.join(bin, name),
      `#!/bin/sh\nprintf %s "$1" > '${opened}.part'\nmv '${opened}.part' '${opened}'\n`,
    );
    chmodSync(path.join(bin, name), 0o755);
  }
  return { env: { PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` }, opened };
}

async function serve(args: readonly string[], env: Record<string, string> = {}) {
  const running = startSpoor(folder, ['serve', ...args], env);
  const { out } = await running.said('\n');
  const url = new URL(/http:\S+/.exec(out)?.[0] ?? 'about:blank');
  const end = async () => {
    running.child.kill('SIGINT');
    return running.ended;
  };
  return { url, end };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address !== null ? address.port : 0;
}

describe('spoor serve', () => {
  it('serves at the port that is named, without a browser, until Ctrl C', async () => {
    const port = await freePort();
    const { env, opened } = browser();
    const { url, end } = await serve(['a.spoor', '--port', String(port), '--no-open'], env);
    expect(url).toMatchObject({ hostname: '127.0.0.1', port: String(port) });
    expect((await fetch(new URL('/', url))).status).toBe(200);
    const taken = await spoor('serve', '--port', String(port), '--no-open');
    expect(taken).toMatchObject({ code: 3, out: '' });
    expect(taken.err).toContain(`The port ${port} cannot be used.`);
    expect((await end()).code).toBe(0);
    expect(existsSync(opened)).toBe(false);
  });

  it('gives the token in the fragment only, which no server and no log sees', async () => {
    const { url, end } = await serve(['--no-open']);
    expect(url).toMatchObject({ pathname: '/', search: '' });
    expect(tokenIn(url)).toMatch(/^[\w-]{40,}$/);
    const ask = (address: string, headers: Record<string, string>) =>
      fetch(new URL(address, url), {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{}',
      });
    expect((await ask('/api/call/app.info', {})).status).toBe(401);
    expect((await ask(`/api/call/app.info?token=${tokenIn(url)}`, {})).status).toBe(401);
    expect((await ask(`/api/${tokenIn(url)}/call/app.info`, {})).status).toBe(401);
    const known = await ask('/api/call/app.info', { authorization: `Bearer ${tokenIn(url)}` });
    expect(known.status).toBe(200);
    const { out, err } = await end();
    expect(err).not.toContain(tokenIn(url));
    expect(out.split(tokenIn(url))).toHaveLength(2);
  });

  it.skipIf(process.platform === 'win32')('opens a browser unless it is told not to', async () => {
    const { env, opened } = browser();
    const { url, end } = await serve([], env);
    await vi.waitUntil(() => existsSync(opened), { timeout: 20_000 });
    expect(readFileSync(opened, 'utf8')).toBe(url.href);
    await end();
  });
});

describe('spoor reindex', () => {
  it('builds the same index anew, and says so as JSON', async () => {
    const before = (await spoor('query', 'a.spoor', '--json')).out;
    const { code, out } = await spoor('reindex', 'a.spoor', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ files: { seen: 1, read: 1 }, records: 2, events: 2 });
    expect((await spoor('query', 'a.spoor', '--json')).out).toBe(before);
  });

  it('answers 3 where there is no case', async () => {
    expect(await spoor('reindex', 'none.spoor')).toMatchObject({ code: 3, out: '' });
  });
});

describe('spoor sample', () => {
  it('makes a case of about 20,000 events, and not on top of another', async () => {
    const { code, out } = await spoor('sample', 'sample.spoor', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).events).toBeGreaterThan(15_000);
    const stopped = await spoor('query', 'sample.spoor', 'name:StopLogging', '--json');
    expect(JSON.parse(stopped.out).length).toBeGreaterThan(0);
    expect((await spoor('sample', 'sample.spoor')).code).toBe(3);
  });
});

describe('the data folder', () => {
  it('is not needed to work on a case, and commands leave the recent list of the page alone', async () => {
    const inTheWay = { SPOOR_DATA: path.join(folder, 'a.json.gz', 'data') };
    const made = await startSpoor(folder, ['import', 'b.spoor', 'a.json.gz'], inTheWay).ended;
    expect(made).toMatchObject({ code: 0, err: '' });
    expect((await spoor('info', 'b.spoor')).code).toBe(0);
    expect(existsSync(path.join(folder, 'data', 'recent-cases.json'))).toBe(false);
  });
});
