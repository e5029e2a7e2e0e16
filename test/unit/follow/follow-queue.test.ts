import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type FollowQueue, followQueue } from '../../../electron/engine/follow/follow-queue.ts';
import type { Queue, Received } from '../../../electron/engine/follow/queue.ts';
import { BucketError } from '../../../electron/engine/sources/s3/bucket.ts';

const place = { bucket: 'trail-bucket', prefix: '' };
const named = (...keys: string[]): string => JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: keys });
const messageOf = (body: string, id = 'm', count = 1): Received => ({ id, body, receipt: `r-${id}`, count });

/** A queue that gives these pages and then nothing more until it is cancelled. */
class PagesQueue implements Queue {
  readonly deleted: string[] = [];
  readonly kept: string[] = [];
  receives = 0;
  readonly #pages: (readonly Received[] | Error)[];
  readonly #onEmpty: () => void;

  constructor(pages: readonly (readonly Received[] | Error)[], onEmpty: () => void) {
    this.#pages = [...pages];
    this.#onEmpty = onEmpty;
  }

  async receive(signal: AbortSignal, how = 'wait'): Promise<readonly Received[]> {
    this.receives += 1;
    const page = this.#pages.shift();
    if (page === undefined && how === 'wait') this.#onEmpty();
    signal.throwIfAborted();
    if (page instanceof Error) throw page;
    return page ?? [];
  }

  async delete(messages: readonly Received[]): Promise<void> {
    this.deleted.push(...messages.map(({ id }) => id));
  }

  async keep(messages: readonly Received[]): Promise<void> {
    this.kept.push(...messages.map(({ id }) => id));
  }

  close(): void {
    // Nothing is open.
  }
}

type Change = Partial<Omit<FollowQueue, 'queue' | 'place' | 'signal'>>;

/** Follows until the pages have ended. */
async function follow(pages: readonly (readonly Received[] | Error)[], change: Change = {}) {
  const ending = new AbortController();
  const queue = new PagesQueue(pages, () => ending.abort());
  const asked: string[][] = [];
  const news: string[] = [];
  const bring = change.bring ?? (() => Promise.resolve({ notInCase: new Set<string>() }));
  await followQueue({
    queue,
    place,
    onNews: (sentence) => {
      if (sentence !== null) news.push(sentence);
    },
    signal: ending.signal,
    waitsMs: { first: 1, most: 2 },
    ...change,
    bring: (keys) => {
      asked.push([...keys]);
      return bring(keys);
    },
  });
  return { queue, asked, news };
}

afterEach(() => void vi.useRealTimers());

describe('a round', () => {
  it('takes the messages of several pages together', async () => {
    const full = Array.from({ length: 10 }, (_, at) => messageOf(named(`k${at}`), `m${at}`));
    const { asked, queue } = await follow([full, [messageOf(named('last'), 'last')]]);
    expect(asked).toEqual([[...full.map((_, at) => `k${at}`), 'last']]);
    expect(queue.deleted).toHaveLength(11);
  });

  it('has an end, even when messages that say nothing never end', async () => {
    const page = Array.from({ length: 10 }, (_, at) => messageOf('hello', `m${at}`));
    const { asked } = await follow([
      ...Array.from({ length: 300 }, () => page),
      [messageOf(named('a'), 'wanted')],
    ]);
    expect(asked).toEqual([['a']]);
    const rounds: string[] = [];
    await follow(
      Array.from({ length: 300 }, () => page),
      { onNews: (note) => void rounds.push(note ?? '') },
    );
    expect(rounds.filter((note) => note.startsWith('Waiting')).length).toBeGreaterThan(3);
  });

  it('brings what is of the source from a message that names other things too, and leaves the message', async () => {
    const mixed = JSON.stringify({
      Records: ['trail-bucket', 'another-bucket'].map((name) => ({
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name }, object: { key: 'AWSLogs/a' } },
      })),
    });
    const { asked, queue, news } = await follow([[messageOf(mixed)]]);
    expect(asked).toEqual([['AWSLogs/a']]);
    expect(queue.deleted).toEqual([]);
    expect(news.join('\n')).toContain('“AWSLogs/a” in the bucket another-bucket');
  });

  it('deletes set-up messages and nothing that it does not understand', async () => {
    const setup = messageOf('CloudTrail validation message.', 'setup');
    const { asked, queue } = await follow([
      [setup, messageOf('hello', 'foreign'), messageOf(named(), 'none')],
    ]);
    expect(asked).toEqual([]);
    expect(queue.deleted).toEqual(['setup']);
  });

  it('deletes nothing once it is cancelled', async () => {
    const ending = new AbortController();
    const queue = new PagesQueue([[messageOf(named('a'))]], () => ending.abort());
    await followQueue({
      queue,
      place,
      bring: async () => {
        ending.abort();
        return { notInCase: new Set() };
      },
      onNews: () => undefined,
      signal: ending.signal,
    });
    expect([queue.deleted, queue.receives]).toEqual([[], 1]);
  });
});

describe('what is left', () => {
  const gone = { bring: () => Promise.resolve({ notInCase: new Set(['gone']) }) };

  it('is told as long as it waits, each message once', async () => {
    const { news } = await follow([
      [messageOf('hello', 'one'), messageOf('hello', 'two')],
      [messageOf('hello', 'two', 2)],
    ]);
    expect(news.filter((note) => note.startsWith('Message two'))).toHaveLength(1);
    expect(news.at(-1)).toMatch(/^Waiting for notifications\. 2 messages are left in the queue/);
  });

  it('is a message whose files cannot be had, told when it has come many times, and never deleted', async () => {
    const { news, queue } = await follow(
      [1, 2, 3, 4, 5, 6].map((count) => [messageOf(named('gone'), 'poison', count)]),
      gone,
    );
    expect(queue.deleted).toEqual([]);
    const told = news.filter((note) => note.startsWith('Message poison'));
    expect(told).toEqual([expect.stringContaining('It came 5 times.')]);
  });

  it('is forgotten when its files can be had after all', async () => {
    let isThere = false;
    const { news, queue } = await follow(
      [[messageOf(named('late'), 'late', 5)], [messageOf(named('late'), 'late', 6)]],
      {
        bring: async () => {
          const notInCase = new Set(isThere ? [] : ['late']);
          isThere = true;
          return { notInCase };
        },
      },
    );
    expect(queue.deleted).toEqual(['late']);
    expect(news.at(-1)).toBe('Waiting for notifications.');
  });

  it('is told without what could steer a terminal', async () => {
    const { news } = await follow([
      [messageOf(JSON.stringify({ s3Bucket: 'other\u001b[2J', s3ObjectKey: ['a\u202eb'] }), 'i\u001bd')],
    ]);
    expect(news.join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});

describe('while files are fetched', () => {
  it('their messages stay hidden, and no others', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { queue } = await follow([[messageOf(named('a'), 'ours'), messageOf('hello', 'foreign')]], {
      bring: async () => {
        vi.advanceTimersByTime(200_000);
        return { notInCase: new Set() };
      },
    });
    expect(queue.kept).toEqual(['ours', 'ours', 'ours']);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a fault', () => {
  const fault = (kind: 'network' | 'denied') => new BucketError(kind, 'Something failed.', 'Try again.');

  it('of the network is waited out', async () => {
    const { asked, news } = await follow([fault('network'), fault('network'), [messageOf(named('a'))]]);
    expect(asked).toEqual([['a']]);
    expect(news).toContain('Something failed. Trying again in 1 s.');
  });

  it('of a later page does not lose the first', async () => {
    const full = Array.from({ length: 10 }, (_, at) => messageOf(named(`k${at}`), `m${at}`));
    const { queue } = await follow([full, fault('network')]);
    expect(queue.deleted).toHaveLength(10);
  });

  it('of the queue ends it', async () => {
    await expect(follow([fault('denied')])).rejects.toMatchObject({ fault: 'denied' });
  });
});

interface Sent {
  readonly id: string;
  readonly keys: readonly string[];
}

describe('whatever the order and however often messages come', () => {
  it('each is deleted once its files are in the case, and never before', async () => {
    const keys = Array.from({ length: 8 }, (_, at) => `k${at}`);
    const messages = fc.array(fc.subarray(keys, { minLength: 1 }), { minLength: 1, maxLength: 12 });
    const rounds = fc.record({
      /** Which messages come, some twice, in any order. */
      picks: fc.array(fc.nat(11), { maxLength: 10 }),
      denied: fc.subarray(keys),
      isKilled: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(messages, fc.array(rounds, { maxLength: 8 }), async (bodies, plan) => {
        const waiting = new Map<string, Sent>(
          bodies.map((named, at) => [`m${at}`, { id: `m${at}`, keys: named }]),
        );
        const inCase = new Set<string>();
        // In the end everything comes and everything can be had.
        const all = { picks: bodies.map((_, at) => at), denied: [], isKilled: false };
        for (const round of [...plan, all, all]) {
          const ending = new AbortController();
          const pages = new PagesQueue(
            [
              round.picks.flatMap((pick) => {
                const sent = waiting.get(`m${pick}`);
                return sent === undefined ? [] : [messageOf(named(...sent.keys), sent.id)];
              }),
            ],
            () => ending.abort(),
          );
          const remove = pages.delete.bind(pages);
          pages.delete = async (gone) => {
            for (const { id } of gone) {
              expect(waiting.get(id)?.keys.every((key) => inCase.has(key)) ?? true).toBe(true);
              waiting.delete(id);
            }
            await remove(gone);
          };
          const following = followQueue({
            queue: pages,
            place,
            bring: async (wanted) => {
              for (const [at, key] of wanted.entries()) {
                if (round.isKilled && at === 1) throw new Error('killed');
                if (!round.denied.includes(key)) inCase.add(key);
              }
              return { notInCase: new Set(wanted.filter((key) => !inCase.has(key))) };
            },
            onNews: () => undefined,
            signal: ending.signal,
          });
          await following.catch((error: unknown) => expect(error).toMatchObject({ message: 'killed' }));
        }
        expect([...waiting.keys()]).toEqual([]);
        expect(inCase).toEqual(new Set(bodies.flat()));
      }),
    );
  });
});
