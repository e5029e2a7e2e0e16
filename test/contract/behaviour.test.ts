import { afterEach, describe, expect, it } from 'vitest';
import type { Client } from '../../electron/contract/api.ts';
import { AppError } from '../../electron/contract/errors.ts';
import type { UncheckedClient } from '../../electron/contract/methods.ts';
import { createDispatcher, type Handlers } from '../../electron/engine/dispatcher.ts';
import { makeJob } from './make-job.ts';
import { memoryLog, stubHandlers } from './stub-handlers.ts';
import { type Reached, transports } from './transports.ts';

const position = {
  case: 'c',
  filter: '',
  withDuplicates: false,
  sort: { field: 'time', descending: false },
  event: 1,
} as const;

function signalled() {
  let happen = () => {};
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happened, happen: () => happen() };
}

/** Never answers; tells when it was started and when nobody wants it any more. */
function hanging() {
  const started = signalled();
  const aborted = signalled();
  const wait = (_: unknown, signal: AbortSignal): Promise<never> => {
    started.happen();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted.happen();
        reject(new Error('the handler gave up'));
      });
    });
  };
  return { wait, started: started.happened, aborted: aborted.happened };
}

const rejection = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'no rejection',
    (error: unknown) => error,
  );

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

describe.each(transports)('the contract over $name', ({ name, reach }) => {
  const log = memoryLog();
  const open: Reached[] = [];

  async function serve(some: Partial<Handlers>): Promise<Client> {
    const reached = await reach(createDispatcher(stubHandlers(some), log), log);
    open.push(reached);
    return reached.client;
  }

  afterEach(async () => {
    log.lines.length = 0;
    for (const reached of open.splice(0)) await reached.close();
  });

  it('a call gets its parameters and gives its result', async () => {
    const client = await serve({
      'events.position': async ({ event, sort }) => ({ offset: sort.descending ? 0 : event + 41 }),
    });
    expect(await client.call('events.position', position)).toEqual({ offset: 42 });
  });

  it('parameters that do not fit are refused with the name of the field, and never reach the handler', async () => {
    let calls = 0;
    const client: UncheckedClient = await serve({
      'events.position': async () => {
        calls += 1;
        return { offset: 0 };
      },
    });
    const error = await rejection(
      client.call('events.position', { ...position, sort: { field: 'nonsense', descending: true } }),
    );
    expect(error).toMatchObject({
      name: 'AppError',
      code: 'bad-request',
      message: expect.stringContaining('events.position: sort.field'),
    });
    expect(await rejection(client.call('events.position', null))).toMatchObject({ code: 'bad-request' });
    expect(calls).toBe(0);
  });

  it.each(['no.such', 'constructor', '__proto__', 'toString', 'jobs.watch', ''])(
    'a call of %j is refused',
    async (method) => {
      const client: UncheckedClient = await serve({});
      expect(await rejection(client.call(method, {}))).toMatchObject({
        name: 'AppError',
        code: 'bad-request',
      });
    },
  );

  it.each(['no.such', 'constructor', 'app.info'])('a stream of %j is refused', async (method) => {
    const client: UncheckedClient = await serve({});
    expect(await rejection(collect(client.stream(method, {})))).toMatchObject({
      name: 'AppError',
      code: 'bad-request',
    });
  });

  it('an AppError keeps its code, sentence, advice and place', async () => {
    const thrown = new AppError('filter-syntax', 'A bracket is open.', {
      advice: 'Close it.',
      place: { start: 3, end: 4 },
    });
    const client = await serve({ 'events.position': () => Promise.reject(thrown) });
    const error = await rejection(client.call('events.position', position));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code: 'filter-syntax',
      message: 'A bracket is open.',
      advice: 'Close it.',
      place: { start: 3, end: 4 },
    });
  });

  it('a programming mistake becomes a log number; nothing of it crosses', async () => {
    const client = await serve({
      'app.info': () => Promise.reject(new Error('secret detail at /home/alice')),
    });
    const error = await rejection(client.call('app.info', {}));
    if (!(error instanceof AppError)) throw new Error('not an AppError');
    const logged = log.lines.find((line) => line.event === 'dispatch.failed');
    expect(error.code).toBe('internal');
    expect(error.message).toContain(String(logged?.data.logId));
    expect(JSON.stringify(error.toShape())).not.toMatch(/secret detail|alice|\.ts/);
    expect(logged?.data.detail).toContain('secret detail');
  });

  it('a result that is not what the contract says does not leave', async () => {
    // A cast: the mistake that the dispatcher is there to find.
    const wrong = { name: 'Spoor', version: 5 } as unknown as { name: string; version: string };
    const client = await serve({ 'app.info': async () => wrong });
    expect(await rejection(client.call('app.info', {}))).toMatchObject({ code: 'internal' });
  });

  it('what the contract does not name does not leave either', async () => {
    const client = await serve({
      'app.info': async () => Object.assign({ name: 'Spoor', version: '1' }, { path: '/home/alice' }),
    });
    expect(await client.call('app.info', {})).toEqual({ name: 'Spoor', version: '1' });
  });

  it('an aborted call rejects at once with the reason, its handler is told, and it is no error', async () => {
    const { wait, started, aborted } = hanging();
    const client = await serve({ 'app.info': wait });
    const controller = new AbortController();
    const outcome = rejection(client.call('app.info', {}, controller.signal));
    await started;
    const reason = new Error('not wanted any more');
    controller.abort(reason);
    expect(await outcome).toBe(reason);
    await aborted;
    expect(log.lines).toEqual([]);
  });

  it('a call that is aborted before it starts is not made', async () => {
    let calls = 0;
    const client = await serve({
      'app.info': async () => {
        calls += 1;
        return { name: 'Spoor', version: '1' };
      },
    });
    expect(await rejection(client.call('app.info', {}, AbortSignal.abort('no')))).toBe('no');
    expect(await client.call('app.info', {})).toEqual({ name: 'Spoor', version: '1' });
    expect(calls).toBe(1);
  });

  it('a stream gives its values in order and ends', async () => {
    const client = await serve({
      'jobs.watch': async function* () {
        for (let i = 0; i < 500; i += 1) yield makeJob(String(i + 1));
      },
    });
    const values = await collect(client.stream('jobs.watch', {}));
    expect(values.map((value) => value.id)).toEqual(Array.from({ length: 500 }, (_, i) => String(i + 1)));
  });

  it('a stream that fails gives what came before, then its error', async () => {
    const client = await serve({
      'jobs.watch': async function* () {
        yield makeJob('1');
        throw new AppError('disk-full', 'The disk is full.');
      },
    });
    const seen: string[] = [];
    const outcome = await rejection(
      (async () => {
        for await (const value of client.stream('jobs.watch', {})) seen.push(value.id);
      })(),
    );
    expect(seen).toEqual(['1']);
    expect(outcome).toMatchObject({ code: 'disk-full' });
  });

  it('an aborted stream ends quietly, also while it waits, and its handler is told', async () => {
    const { wait, aborted } = hanging();
    const client = await serve({
      'jobs.watch': async function* (params, signal) {
        yield makeJob('1');
        yield await wait(params, signal);
      },
    });
    const controller = new AbortController();
    const seen: string[] = [];
    for await (const value of client.stream('jobs.watch', {}, controller.signal)) {
      seen.push(value.id);
      setTimeout(() => controller.abort(), 10);
    }
    await aborted;
    expect(seen).toEqual(['1']);
    expect(log.lines.filter((line) => line.level === 'error')).toEqual([]);
  });

  it('leaving a stream tells its handler', async () => {
    const told = signalled();
    const client = await serve({
      'jobs.watch': async function* (_, signal) {
        signal.addEventListener('abort', told.happen);
        for (let i = 1; ; i += 1) {
          yield makeJob(String(i));
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    });
    for await (const value of client.stream('jobs.watch', {})) if (value.id === '3') break;
    await told.happened;
  });

  it('a large answer with every kind of character arrives whole', async () => {
    const piece = 'a"\\\u0000\u001f\u2028é漢😀\ud800<script>';
    const text = piece.repeat(1_000_000);
    const client = await serve({ 'app.info': async () => ({ name: text, version: piece }) });
    const { name: arrived, version } = await client.call('app.info', {});
    expect(version).toBe(piece);
    expect(arrived === text).toBe(true);
  });

  it('many calls at once get each its own answer, whatever the order', async () => {
    const waiting: (() => void)[] = [];
    const client = await serve({
      'events.position': async ({ event }) => {
        // The first ones are answered last.
        await new Promise<void>((resolve) => {
          waiting.unshift(resolve);
          if (waiting.length === 100) for (const go of waiting) go();
        });
        return { offset: event };
      },
    });
    const numbers = Array.from({ length: 100 }, (_, i) => i);
    const answers = await Promise.all(
      numbers.map((event) => client.call('events.position', { ...position, event })),
    );
    expect(answers.map((answer) => answer.offset)).toEqual(numbers);
  });

  it.skipIf(name === 'a direct call')(
    'when the other end dies, everything pending fails with a reason',
    async () => {
      const call = hanging();
      const stream = hanging();
      const client = await serve({
        'app.info': call.wait,
        'jobs.watch': async function* (params, signal) {
          yield await stream.wait(params, signal);
        },
      });
      const outcomes = [
        rejection(client.call('app.info', {})),
        rejection(collect(client.stream('jobs.watch', {}))),
      ];
      await Promise.all([call.started, stream.started]);
      await open[0]?.cut?.();
      for (const outcome of await Promise.all(outcomes)) {
        expect(outcome).toMatchObject({
          code: 'internal',
          message: expect.stringContaining('lost'),
          advice: expect.stringContaining('Reconnect'),
        });
      }
      await Promise.all([call.aborted, stream.aborted]);
      expect(await rejection(client.call('app.info', {}))).toMatchObject({
        message: expect.stringContaining('lost'),
      });
    },
  );
});
