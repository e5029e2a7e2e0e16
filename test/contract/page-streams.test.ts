import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { createDispatcher, type Handlers } from '../../electron/engine/dispatcher.ts';
import { Topic } from '../../electron/engine/topic.ts';
import { PageStreams } from '../../electron/web/page-streams.ts';
import { startServer } from '../../electron/web/server.ts';
import { createHttpClient, type HttpClient } from '../../renderer/transport/http-host.ts';
import { makeJob } from './make-job.ts';
import { memoryLog, stubHandlers } from './stub-handlers.ts';

const log = memoryLog();
const never = new AbortController().signal;
const cleanUp: (() => Promise<unknown> | unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

/** A browser's rule: six requests of one origin at a time, in all its tabs; the seventh waits for a free one. */
function sixConnections(): void {
  const real = globalThis.fetch;
  const waiting: (() => void)[] = [];
  let free = 6;
  vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      const response = await real(...asked);
      // A connection is in use until the last byte is there.
      return new Response(await response.arrayBuffer(), { status: response.status });
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  });
  cleanUp.push(() => vi.unstubAllGlobals());
}

async function serve(some: Partial<Handlers>): Promise<() => HttpClient> {
  const folder = await mkdtemp(path.join(tmpdir(), 'spoor-pages-'));
  const server = await startServer({
    client: createDispatcher(stubHandlers(some), log),
    grantPath: () => Promise.reject(new Error('No uploads here.')),
    takeOpened: async () => [],
    dropFolder: folder,
    caseFolder: folder,
    assets: new Map(),
    port: 0,
    log,
  });
  cleanUp.push(
    () => rm(folder, { recursive: true }),
    () => server.close(),
  );
  return () => createHttpClient({ base: `http://127.0.0.1:${server.port}`, token: server.token });
}

/** Streams without an end, and a way to tell something in all of them. */
function endless(some: Partial<Handlers> = {}) {
  const topic = new Topic<ReturnType<typeof makeJob>>();
  let open = 0;
  const client = createDispatcher(
    stubHandlers({
      'jobs.watch': async function* (_, signal) {
        open += 1;
        try {
          yield* topic.watch([['first', makeJob('first')]], signal);
        } finally {
          open -= 1;
        }
      },
      ...some,
    }),
    log,
  );
  return { client, topic, openCount: () => open };
}

const call = (id: number) => ({ kind: 'call', id, method: 'jobs.watch', params: {} });

test('ten tabs with three streams each are served through the six connections of a browser, and calls too', async () => {
  const topic = new Topic<ReturnType<typeof makeJob>>();
  const open = await serve({
    'app.info': async () => ({ name: 'Spoor', version: '1' }),
    'jobs.watch': (_, signal) => topic.watch([['first', makeJob('first')]], signal),
  });
  sixConnections();
  const streams = Array.from({ length: 10 }, open).flatMap((client) =>
    Array.from({ length: 3 }, () => ({
      client,
      values: client.stream('jobs.watch', {})[Symbol.asyncIterator](),
    })),
  );
  const next = () => Promise.all(streams.map(async ({ values }) => (await values.next()).value?.id));
  expect(new Set(await next())).toEqual(new Set(['first']));
  const answers = await Promise.all(streams.map(({ client }) => client.call('app.info', {})));
  expect(answers).toHaveLength(30);
  topic.publish('second', makeJob('second'));
  expect(new Set(await next())).toEqual(new Set(['second']));
});

test('three pages are kept waiting for news, a fourth is answered at once and told so', async () => {
  const { client, topic } = endless();
  const streams = new PageStreams(client, log);
  cleanUp.push(() => streams.close());
  const pages = Array.from({ length: 4 }, () => randomUUID());
  for (const page of pages) {
    streams.say({ page, messages: [call(1)] });
    expect(await streams.take({ page }, never)).toMatchObject({ isHeld: true, messages: [{ id: 1 }] });
  }
  const held = pages.slice(0, 3).map((page) => streams.take({ page }, never));
  expect(await streams.take({ page: pages[3] }, never)).toEqual({ isHeld: false, messages: [] });
  topic.publish('news', makeJob('news'));
  for (const answer of await Promise.all(held))
    expect(answer).toMatchObject({ isHeld: true, messages: [{ kind: 'next', value: { id: 'news' } }] });
});

test('what nobody reads is not lost: it waits for the next question', async () => {
  const { client, topic } = endless();
  const streams = new PageStreams(client, log);
  cleanUp.push(() => streams.close());
  const page = randomUUID();
  streams.say({ page, messages: [call(1)] });
  await streams.take({ page }, never);
  const gone = new AbortController();
  const held = streams.take({ page }, gone.signal);
  gone.abort();
  topic.publish('news', makeJob('news'));
  expect((await held).messages).toEqual([]);
  expect((await streams.take({ page }, never)).messages).toMatchObject([{ value: { id: 'news' } }]);
});

test('a page that asks no more holds up its streams and fills no memory', async () => {
  let made = 0;
  const { client } = endless({
    'jobs.watch': async function* () {
      for (; made < 10_000; made += 1) yield makeJob(`${made}`);
    },
  });
  const streams = new PageStreams(client, log);
  const page = randomUUID();
  streams.say({ page, messages: [call(1)] });
  // Any amount of turns: it is the count that must not go on.
  for (let turn = 0; turn < 5000; turn += 1) await Promise.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  expect(made).toBeLessThan(300);
  const seen: unknown[] = [];
  while (seen.length <= 10_000) seen.push(...(await streams.take({ page }, never)).messages);
  expect(seen).toHaveLength(10_001);
  expect(seen.at(-1)).toEqual({ kind: 'end', id: 1 });
});

test('a page that leaves ends its streams, and so does the 65th page for the one longest unheard of', async () => {
  const { client, openCount } = endless();
  const streams = new PageStreams(client, log);
  const [first = '', second = '', ...others] = Array.from({ length: 64 }, () => randomUUID());
  for (const page of [first, second]) {
    streams.say({ page, messages: [call(1), call(2)] });
    await streams.take({ page }, never);
  }
  expect(openCount()).toBe(4);
  streams.say({ page: first, messages: [] });
  for (const page of others) streams.say({ page, messages: [] });
  streams.say({ page: randomUUID(), messages: [] });
  await expect(streams.take({ page: second }, never)).rejects.toMatchObject({ code: 'not-found' });
  await vi.waitFor(() => expect(openCount()).toBe(2));
  streams.leave({ page: first });
  await vi.waitFor(() => expect(openCount()).toBe(0));
});

test.each([
  ['nothing', null],
  ['no page', { messages: [] }],
  ['a page that is no UUID', { page: '../x', messages: [] }],
  ['no messages', { page: randomUUID() }],
  ['too many messages', { page: randomUUID(), messages: Array.from({ length: 1001 }) }],
])('a body with %s is refused', (_, body) => {
  const streams = new PageStreams(endless().client, log);
  expect(() => streams.say(body)).toThrow('no message');
});
