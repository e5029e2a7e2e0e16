import { untilAborted } from './abort.ts';
import type { CallName, Client, Params, Result, StreamName } from './api.ts';
import type { Channel } from './channel.ts';
import { AppError } from './errors.ts';
import { isCallName, isStreamName } from './methods.ts';
import { type ClientMessage, type ServerMessage, serverMessage } from './protocol.ts';

/** A client whose other end can go away. */
export interface ChannelClient extends Client {
  /** Calls `listener` once when the channel dies, at once when it is dead already. */
  onClosed(listener: (reason: AppError) => void): void;
  /** Closes the channel; whatever is pending is rejected. */
  close(): void;
}

/** Why something that was asked got no answer: the engine is gone, not wrong. */
export function disconnectedError(message = 'The connection to the engine was lost.'): AppError {
  return new AppError('internal', message, {
    advice: 'Reconnect; everything that was reported as done is kept.',
  });
}

type Answer = (message: ServerMessage) => void;

/**
 * The client's end of a channel. An aborted call rejects with the signal's reason, an aborted stream ends
 * quietly; both tell the server to stop. Failures are `AppError`s; when the channel dies, everything pending
 * fails with the reason.
 */
export function createChannelClient(channel: Channel): ChannelClient {
  const pending = new Map<number, { readonly answer: Answer; readonly fail: (reason: AppError) => void }>();
  const closedListeners: ((reason: AppError) => void)[] = [];
  let lastId = 0;
  let dead: AppError | undefined;

  function die(reason: AppError): void {
    if (dead !== undefined) return;
    dead = reason;
    for (const { fail } of pending.values()) fail(reason);
    pending.clear();
    for (const listener of closedListeners) listener(reason);
  }

  channel.onClose(() => die(disconnectedError()));
  channel.onMessage((message) => {
    const read = serverMessage.safeParse(message);
    if (!read.success) {
      die(disconnectedError('The engine sent a message that this page does not understand.'));
      channel.close();
      return;
    }
    // No entry: an answer that crossed its own cancellation.
    pending.get(read.data.id)?.answer(read.data);
  });

  function ask(method: string, params: unknown, answer: Answer, fail: (reason: AppError) => void): number {
    if (dead !== undefined) throw dead;
    lastId += 1;
    pending.set(lastId, { answer, fail });
    try {
      channel.send({ kind: 'call', id: lastId, method, params } satisfies ClientMessage);
    } catch (cause) {
      pending.delete(lastId);
      throw new AppError('bad-request', `The parameters of ${method} cannot be sent.`, { cause });
    }
    return lastId;
  }

  /** Forgets a question; tells the server when it is still at work on it. */
  function forget(id: number): void {
    if (pending.delete(id) && dead === undefined)
      channel.send({ kind: 'cancel', id } satisfies ClientMessage);
  }

  async function call<M extends CallName>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
  ): Promise<Result<M>> {
    signal?.throwIfAborted();
    // The message does not say which is meant, so the other end could not refuse it.
    if (isStreamName(method)) throw new AppError('bad-request', `${method} is a stream.`);
    let id = 0;
    const answered = new Promise<unknown>((resolve, reject) => {
      id = ask(
        method,
        params,
        (message) => {
          pending.delete(message.id);
          if (message.kind === 'result') resolve(message.result);
          else reject(message.kind === 'error' ? AppError.fromShape(message.error) : unexpected(method));
        },
        reject,
      );
    });
    try {
      // A cast: the dispatcher at the other end has checked the value against the schema this type comes from.
      return (await untilAborted(answered, signal)) as Result<M>;
    } finally {
      forget(id);
    }
  }

  async function* stream<M extends StreamName>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
  ): AsyncGenerator<Result<M>> {
    if (signal?.aborted) return;
    if (isCallName(method)) throw new AppError('bad-request', `${method} is a call.`);
    const arrived: ServerMessage[] = [];
    let failure: AppError | undefined;
    let wake = () => {};
    const id = ask(
      method,
      params,
      (message) => {
        arrived.push(message);
        wake();
      },
      (reason) => {
        failure = reason;
        wake();
      },
    );
    const onAbort = () => wake();
    signal?.addEventListener('abort', onAbort);
    try {
      while (!signal?.aborted) {
        const message = arrived.shift();
        if (message === undefined) {
          if (failure !== undefined) throw failure;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        if (message.kind === 'next') {
          // A cast: see call().
          yield message.value as Result<M>;
          continue;
        }
        pending.delete(id);
        if (message.kind === 'end') return;
        throw message.kind === 'error' ? AppError.fromShape(message.error) : unexpected(method);
      }
    } finally {
      signal?.removeEventListener('abort', onAbort);
      forget(id);
    }
  }

  return {
    call,
    stream,
    onClosed(listener) {
      if (dead === undefined) closedListeners.push(listener);
      else listener(dead);
    },
    close() {
      channel.close();
      die(disconnectedError('The connection was closed.'));
    },
  };
}

function unexpected(method: string): AppError {
  return disconnectedError(`The engine answered ${method} in a way that this page does not understand.`);
}
