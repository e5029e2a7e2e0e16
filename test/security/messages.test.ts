import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAssets } from '../../electron/assets/host-assets.ts';
import { api } from '../../electron/contract/api.ts';
import { createChannelClient } from '../../electron/contract/client.ts';
import { AppError } from '../../electron/contract/errors.ts';
import { isMethodName, type UncheckedClient } from '../../electron/contract/methods.ts';
import { type ServerMessage, serverMessage } from '../../electron/contract/protocol.ts';
import { redact } from '../../electron/contract/redact.ts';
import { createDispatcher } from '../../electron/engine/dispatcher.ts';
import { serveChannel } from '../../electron/engine/serve-channel.ts';
import { memoryLog, stubHandlers } from '../contract/stub-handlers.ts';
import { nodeChannel } from '../contract/transports.ts';

/** What the server's end of a channel says to raw messages, until it has answered number 99999. */
async function answersTo(messages: readonly unknown[]): Promise<ServerMessage[]> {
  const { port1, port2 } = new MessageChannel();
  const client = createDispatcher(
    stubHandlers({ 'app.info': async () => ({ name: 'Spoor', version: '1' }) }),
    memoryLog(),
  );
  serveChannel(client, nodeChannel(port1), memoryLog());
  const answers: ServerMessage[] = [];
  const last = new Promise<void>((resolve) => {
    port2.on('message', (raw: unknown) => {
      const message = serverMessage.parse(raw);
      if (message.id === 99_999) resolve();
      else answers.push(message);
    });
  });
  for (const message of messages) port2.postMessage(message);
  port2.postMessage({ kind: 'call', id: 99_999, method: 'app.info', params: {} });
  await last;
  port2.close();
  return answers;
}

const fits = (method: string, params: unknown): boolean =>
  isMethodName(method) && api[method].params.safeParse(params).success;

describe('security S17: messages of the wrong shape', () => {
  it('every method refuses what does not fit, and nothing but AppErrors come out', async () => {
    const log = memoryLog();
    const client: UncheckedClient = createDispatcher(stubHandlers({}), log);
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...Object.keys(api)), fc.jsonValue(), async (method, params) => {
        for (const ask of [
          () => client.call(method, params),
          () => client.stream(method, params)[Symbol.asyncIterator]().next(),
        ]) {
          const error = await ask().catch((thrown: unknown) => thrown);
          expect(error).toBeInstanceOf(AppError);
          // What does not fit reaches no handler: those of this test would fail as `internal`.
          if (!fits(method, params)) expect(error).toMatchObject({ code: 'bad-request' });
        }
      }),
      { numRuns: 300 },
    );
  });

  it('a channel survives anything, and answers what has a number', async () => {
    const odd = [
      null,
      0,
      'x',
      [],
      {},
      { kind: 'call' },
      { kind: 'nonsense', id: 1 },
      { kind: 'call', id: 2, method: 5 },
      { kind: 'cancel', id: 77 },
    ];
    const answers = await answersTo(odd);
    expect(answers.map(({ kind, id }) => [kind, id])).toEqual([
      ['error', 1],
      ['error', 2],
    ]);
  });

  it('no random message brings the channel down', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            fc.jsonValue(),
            fc.record({
              kind: fc.constantFrom('call', 'cancel'),
              id: fc.integer(),
              method: fc.string(),
              params: fc.jsonValue(),
            }),
          ),
          { maxLength: 20 },
        ),
        async (messages) => {
          const answers = await answersTo(messages);
          expect(answers.every(({ kind }) => kind === 'error')).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('a client that hears nonsense fails what is pending, instead of waiting for ever', async () => {
    const { port1, port2 } = new MessageChannel();
    const client = createChannelClient(nodeChannel(port2));
    port1.on('message', () => port1.postMessage({ kind: 'result' }));
    await expect(client.call('app.info', {})).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('does not understand'),
    });
  });
});

describe('security P1: the log', () => {
  it('keeps no secrets, whatever they are called or wherever they stand', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    const line = redact({
      secretAccessKey: secret,
      nested: [{ Authorization: 'Bearer abc' }, `key ${secret} used`],
      url: 'https://b.s3.amazonaws.com/k?X-Amz-Signature=abcdef&X-Amz-Date=1',
      header: 'authorization: Bearer abc.def-ghi',
      page: `http://127.0.0.1:1/#token=${'A'.repeat(43)}`,
      // Too short to be told by their looks.
      short: {
        password: 'hunter2',
        sessionToken: 'hunter3',
        client_secret: 'hunter4',
        privateKey: ['hunter5'],
      },
    });
    expect(JSON.stringify(line)).not.toMatch(/wJalr|abcdef|abc\.def|AAAA|Bearer abc|hunter/);
  });

  it('leaves what is no secret', () => {
    const data = {
      event: 'import.done',
      files: 3,
      sha1: 'a'.repeat(40),
      path: '/data/AWSLogs/111122223333/x.json.gz',
      ok: true,
      none: null,
    };
    expect(redact(data)).toEqual(data);
  });
});

describe('security S18: the map of the page', () => {
  it('holds the built files by their exact paths, and neither the bundler’s notes nor other kinds', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'spoor-assets-'));
    try {
      await mkdir(path.join(folder, 'assets'));
      await mkdir(path.join(folder, '.vite'));
      for (const name of [
        'index.html',
        'assets/a-1.js',
        'assets/a-1.js.map',
        'assets/i.woff2',
        '.vite/manifest.json',
        'notes.txt',
      ]) {
        await writeFile(path.join(folder, name), name);
      }
      expect([...loadAssets(folder).keys()].sort()).toEqual([
        '/',
        '/assets/a-1.js',
        '/assets/i.woff2',
        '/index.html',
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('a page that is not built is said to be so', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'spoor-assets-'));
    expect(() => loadAssets(folder)).toThrow('npm run build');
    await rm(folder, { recursive: true });
  });
});
