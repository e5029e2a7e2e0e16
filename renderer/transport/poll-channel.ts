import { z } from 'zod';
import type { Channel } from '../../electron/contract/channel.ts';
import { clientMessage } from '../../electron/contract/protocol.ts';

/** Asks one of the host's paths; rejects when the host is gone. `isLast`: the page ends and does not wait for it. */
export type Ask = (path: string, body: unknown, isLast?: boolean) => Promise<unknown>;

/** A page's channel for its streams. */
export interface PollChannel extends Channel {
  /** Tells the host that the page is closed, as far as that still can be told. */
  leave(): void;
}

/** After an answer that was not held: as often as this a page asks when too many others wait. */
const pauseMs = 500;
const taken = z.object({
  isHeld: z.boolean(),
  messages: z.array(z.object({ kind: z.string(), id: z.number() }).loose()),
});

/**
 * A channel over ordinary requests: all streams of a page share one question at a time, "what is new?", which
 * the host holds back while there is nothing (see `PageStreams`). While no stream is open, nothing is asked.
 */
export function createPollChannel(ask: Ask): PollChannel {
  const page = crypto.randomUUID();
  const open = new Set<number>();
  const unsaid: unknown[] = [];
  const listeners: ((message: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let saying = Promise.resolve();
  let isTaking = false;
  let isClosed = false;

  function end(): void {
    if (isClosed) return;
    isClosed = true;
    for (const listener of closeListeners) listener();
  }

  async function say(): Promise<void> {
    if (unsaid.length > 0 && !isClosed) await ask('streams/say', { page, messages: unsaid.splice(0) });
  }

  async function take(): Promise<void> {
    if (isTaking) return;
    isTaking = true;
    while (open.size > 0 && !isClosed) {
      const { isHeld, messages } = taken.parse(await ask('streams/take', { page }));
      for (const message of messages) {
        if (message.kind !== 'next') open.delete(message.id);
        for (const listener of listeners) listener(message);
      }
      if (!isHeld && messages.length === 0) await pause();
    }
    isTaking = false;
  }

  return {
    send(message) {
      const { kind, id } = clientMessage.parse(message);
      if (kind === 'call') open.add(id);
      else open.delete(id);
      unsaid.push(message);
      // One request after the other: what was said first has to arrive first, and before anything is taken.
      saying = saying.then(say);
      saying.then(take).catch(end);
    },
    onMessage: (listener) => void listeners.push(listener),
    onClose: (listener) => void closeListeners.push(listener),
    close: end,
    leave() {
      end();
      // Nobody is left to tell whether it arrived.
      ask('streams/leave', { page }, true).catch(() => undefined);
    },
  };
}

function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, pauseMs);
  });
}
