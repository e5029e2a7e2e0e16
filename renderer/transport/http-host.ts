import type { CallName, Client, Grant, Params, Result } from '../../electron/contract/api.ts';
import {
  type ChannelClient,
  createChannelClient,
  disconnectedError,
} from '../../electron/contract/client.ts';
import { grantList } from '../../electron/contract/engine-process.ts';
import type { AppError } from '../../electron/contract/errors.ts';
import { relativePath } from './dropped-files.ts';
import type { Host } from './host.ts';
import { createListeners } from './listeners.ts';
import { createMailbox } from './mailbox.ts';
import { createPollChannel, type PollChannel } from './poll-channel.ts';
import { readAnswer } from './read-answer.ts';

export interface HttpOptions {
  /** Without a slash at the end; '' for the page's own origin. */
  readonly base: string;
  readonly token: string;
}

/** A client over the loopback host's HTTP API, and the two things that only a page asks. */
export interface HttpClient extends Client {
  upload(file: File, batch: string, signal?: AbortSignal): Promise<Grant>;
  takeOpened(): Promise<Grant[]>;
  /** The page ends: the host need not keep its streams. */
  leave(): void;
}

/** @param onLost told when the host does not answer at all. */
export function createHttpClient(
  { base, token }: HttpOptions,
  onLost: (reason: AppError) => void = () => {},
): HttpClient {
  let streams: { readonly client: ChannelClient; readonly channel: PollChannel } | undefined;

  async function post(
    path: string,
    body: Blob | string,
    signal?: AbortSignal,
    keepalive = false,
  ): Promise<Response> {
    const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    try {
      return await fetch(`${base}/api/${path}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${token}`, 'Content-Type': type },
        body,
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        keepalive,
        ...(signal === undefined ? {} : { signal }),
      });
    } catch (error) {
      throw lost(error, signal);
    }
  }

  /** What a failed fetch means: the person's own abort, or a host that is gone. */
  function lost(cause: unknown, signal: AbortSignal | undefined): unknown {
    if (signal?.aborted) return signal.reason;
    const reason = disconnectedError('The connection to Spoor was lost.');
    reason.cause = cause;
    onLost(reason);
    return reason;
  }

  async function result(
    path: string,
    body: Blob | string,
    signal?: AbortSignal,
    keepalive = false,
  ): Promise<unknown> {
    const response = await post(path, body, signal, keepalive);
    let text: string;
    try {
      text = await response.text();
    } catch (error) {
      throw lost(error, signal);
    }
    return readAnswer(text);
  }

  async function call<M extends CallName>(
    method: M,
    params: Params<M>,
    signal?: AbortSignal,
  ): Promise<Result<M>> {
    signal?.throwIfAborted();
    // A cast: the dispatcher in the host has checked the value against the schema this type comes from.
    return (await result(`call/${method}`, JSON.stringify(params), signal)) as Result<M>;
  }

  /** What carries all streams of this page; made anew after it was lost. */
  function carrier(): ChannelClient {
    if (streams !== undefined) return streams.client;
    const channel = createPollChannel((path, body, isLast) =>
      result(path, JSON.stringify(body), undefined, isLast),
    );
    const made = { channel, client: createChannelClient(channel) };
    streams = made;
    made.client.onClosed((reason) => {
      if (streams === made) streams = undefined;
      onLost(reason);
    });
    return made.client;
  }

  return {
    call,
    stream: (method, params, signal) => carrier().stream(method, params, signal),
    async upload(file, batch, signal) {
      const query = new URLSearchParams({ name: relativePath(file), batch });
      const [grant] = grantList.parse([await result(`upload?${query}`, file, signal)]);
      if (grant === undefined) throw disconnectedError();
      return grant;
    },
    takeOpened: async () => grantList.parse(await result('opened', '{}')),
    leave: () => streams?.channel.leave(),
  };
}

/** The host behind 127.0.0.1. There is no lasting connection: every request succeeds or fails for itself. */
export function connectHttp(options: HttpOptions): Host {
  const disconnected = createListeners<AppError>();
  const opened = createMailbox<Grant[]>();
  let isLost = false;
  const client = createHttpClient(options, (reason) => {
    if (isLost) return;
    isLost = true;
    disconnected.tell(reason);
  });

  window.addEventListener('pagehide', ({ persisted }) => {
    // A page that the browser keeps for the way back goes on asking when it returns.
    if (!persisted) client.leave();
  });

  return {
    call: client.call,
    stream: client.stream,
    async grantDropped(files, signal) {
      const batch = crypto.randomUUID();
      // Files of one dropped folder share a grant: the folder's.
      const grants = new Map<string, Grant>();
      for (const file of files) {
        const [top = ''] = relativePath(file).split('/');
        grants.set(top, await client.upload(file, batch, signal));
      }
      return [...grants.values()];
    },
    onOpen(listener) {
      const stop = opened.listen(listener);
      client.takeOpened().then(
        (grants) => {
          if (grants.length > 0) opened.deliver(grants);
        },
        // A host that is gone has been told of by onDisconnect.
        () => undefined,
      );
      return stop;
    },
    onDisconnect: disconnected.add,
    async reconnect() {
      await client.call('app.info', {});
      isLost = false;
    },
  };
}
