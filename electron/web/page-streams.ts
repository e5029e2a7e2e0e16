import { z } from 'zod';
import { AppError } from '../contract/errors.ts';
import type { UncheckedClient } from '../contract/methods.ts';
import { type Log, serveChannel } from '../engine/index.ts';
import { PageOutbox } from './page-outbox.ts';

/** A page that is closed says so; more than these have crashed, and those that asked least recently are given up. */
const maxPages = 64;
/**
 * Of the six connections that a browser has for an origin, in all its tabs together, at most so many are held by
 * pages that wait for news. The others are for calls.
 */
const maxHeld = 3;

const pageId = z.uuid();
const said = z.object({ page: pageId, messages: z.array(z.unknown()).max(1000) });
const asked = z.object({ page: pageId });

/**
 * The streams of every page. A page opens and closes them with messages of the protocol, as over any channel
 * (`say`), and asks for what has come of all of them together (`take`).
 *
 * Why it is asked for and not sent down one long response: that response would hold one of the six connections
 * a browser has per origin for as long as its tab is open, and the seventh tab would hang. A WebSocket is outside
 * the six, but needs a library at this end and cannot carry the bearer token as every other request does
 * (security: P7). So an asking page is kept waiting only while few others are; the rest are answered at once and
 * come back a moment later, and any number of tabs works with nothing but ordinary requests.
 */
export class PageStreams {
  /** In the order in which they were last heard of. */
  readonly #pages = new Map<string, PageOutbox>();
  readonly #client: UncheckedClient;
  readonly #log: Log;
  #held = 0;

  constructor(client: UncheckedClient, log: Log) {
    this.#client = client;
    this.#log = log;
  }

  /** Takes a page's messages in their order. @throws AppError `bad-request` */
  say(body: unknown): void {
    const { page, messages } = read(said, body);
    const outbox = this.#pages.get(page) ?? this.#open();
    this.#touch(page, outbox);
    for (const message of messages) outbox.receive(message);
  }

  /**
   * What has come for a page since it asked last. Waits for the first of it for up to 20 seconds, unless too many
   * wait already; then `isHeld` is false and the page has to leave a pause before it asks again.
   *
   * @throws AppError `not-found` when the page has no streams here (any more), `bad-request`.
   */
  async take(body: unknown, gone: AbortSignal): Promise<{ isHeld: boolean; messages: unknown[] }> {
    const { page } = read(asked, body);
    const outbox = this.#pages.get(page);
    if (outbox === undefined)
      throw new AppError('not-found', 'The streams of this page are closed.', { advice: 'Connect again.' });
    this.#touch(page, outbox);
    const isHeld = this.#held < maxHeld;
    if (isHeld && !outbox.hasNews) {
      this.#held += 1;
      try {
        await outbox.news(gone);
      } finally {
        this.#held -= 1;
      }
    }
    // What is taken for nobody would be lost.
    return { isHeld, messages: gone.aborted ? [] : outbox.takeAll() };
  }

  /** A page is closed: nobody reads its streams any more. @throws AppError `bad-request` */
  leave(body: unknown): void {
    this.#drop(read(asked, body).page);
  }

  close(): void {
    for (const page of [...this.#pages.keys()]) this.#drop(page);
  }

  #open(): PageOutbox {
    const outbox = new PageOutbox();
    serveChannel(this.#client, outbox, this.#log);
    return outbox;
  }

  #touch(page: string, outbox: PageOutbox): void {
    this.#pages.delete(page);
    this.#pages.set(page, outbox);
    const [oldest] = this.#pages.keys();
    if (this.#pages.size > maxPages && oldest !== undefined) this.#drop(oldest);
  }

  #drop(page: string): void {
    this.#pages.get(page)?.close();
    this.#pages.delete(page);
  }
}

function read<T>(schema: z.ZodType<T>, body: unknown): T {
  const known = schema.safeParse(body);
  if (!known.success) throw new AppError('bad-request', 'This is no message of a page about its streams.');
  return known.data;
}
