import { untilAborted } from '../contract/abort.ts';
import type { Channel } from '../contract/channel.ts';
import { AppError } from '../contract/errors.ts';
import { isStreamName, type UncheckedClient } from '../contract/methods.ts';
import { clientMessage, type ServerMessage } from '../contract/protocol.ts';
import type { Log } from './log.ts';

/** More questions at once than this are a fault in the page; it must not be able to fill the engine's memory. */
const maxRunning = 1000;

/**
 * Answers the questions that come over a channel, until it closes; then everything still running is aborted
 * (jobs are not: they belong to the engine, not to who started them).
 */
export function serveChannel(client: UncheckedClient, channel: Channel, log: Log): void {
  const running = new Map<number, AbortController>();

  function send(message: ServerMessage): void {
    try {
      channel.send(message);
    } catch (error) {
      log.warn('channel.send-failed', { kind: message.kind, detail: String(error) });
    }
  }

  async function drained(): Promise<void> {
    await channel.drained?.();
  }

  function refuse(id: number, message: string): void {
    send({ kind: 'error', id, error: new AppError('bad-request', message).toShape() });
  }

  async function answer(id: number, method: string, params: unknown, signal: AbortSignal): Promise<void> {
    try {
      if (isStreamName(method)) {
        for await (const value of client.stream(method, params, signal)) {
          if (signal.aborted) return;
          send({ kind: 'next', id, value });
          await untilAborted(drained(), signal);
        }
        if (!signal.aborted) send({ kind: 'end', id });
      } else {
        const result = await client.call(method, params, signal);
        if (!signal.aborted) send({ kind: 'result', id, result });
      }
    } catch (error) {
      if (signal.aborted) return;
      // The dispatcher throws nothing but AppErrors; a client that is none still must not leak a stack.
      const known =
        error instanceof AppError ? error : new AppError('internal', 'Something went wrong inside Spoor.');
      if (known !== error) log.error('channel.failed', { method, detail: String(error) });
      send({ kind: 'error', id, error: known.toShape() });
    } finally {
      running.delete(id);
    }
  }

  channel.onMessage((raw) => {
    const read = clientMessage.safeParse(raw);
    if (!read.success) {
      log.warn('channel.bad-message', { detail: read.error.issues[0]?.message ?? '' });
      const id = idOf(raw);
      if (id !== undefined) refuse(id, 'This message is not in the contract.');
      return;
    }
    const message = read.data;
    if (message.kind === 'cancel') {
      running.get(message.id)?.abort();
      return;
    }
    if (running.has(message.id)) return refuse(message.id, `The call number ${message.id} is in use.`);
    if (running.size >= maxRunning) return refuse(message.id, `More than ${maxRunning} calls at once.`);
    const controller = new AbortController();
    running.set(message.id, controller);
    // Never rejects: answer() turns every failure into a message.
    void answer(message.id, message.method, message.params, controller.signal);
  });

  channel.onClose(() => {
    for (const controller of running.values()) controller.abort();
  });
}

function idOf(message: unknown): number | undefined {
  if (typeof message !== 'object' || message === null || !('id' in message)) return undefined;
  return typeof message.id === 'number' && Number.isInteger(message.id) ? message.id : undefined;
}
