import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Client } from '../../electron/contract/api.ts';
import type { Channel } from '../../electron/contract/channel.ts';
import { createChannelClient } from '../../electron/contract/client.ts';
import type { Log } from '../../electron/engine/log.ts';
import { serveChannel } from '../../electron/engine/serve-channel.ts';
import { startServer } from '../../electron/web/server.ts';
import { createHttpClient } from '../../renderer/transport/http-host.ts';

/** A client at the far end of a transport. */
export interface Reached {
  readonly client: Client;
  /** Ends the server's side as a crash would; null where both sides are one. */
  readonly cut: (() => Promise<void>) | null;
  close(): Promise<void>;
}

export interface Transport {
  readonly name: string;
  reach(server: Client, log: Log): Promise<Reached>;
}

/** Node's kind of MessagePort as a channel: Electron's two kinds behave the same way. */
export function nodeChannel(port: MessagePort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', listener);
    },
    onClose: (listener) => {
      port.once('close', listener);
    },
    close: () => port.close(),
  };
}

/** Every way to the engine. A suite that runs over these holds for each of them. */
export const transports: readonly Transport[] = [
  {
    name: 'a direct call',
    reach: async (server) => ({ client: server, cut: null, close: async () => {} }),
  },
  {
    name: 'a MessagePort',
    async reach(server, log) {
      const { port1, port2 } = new MessageChannel();
      serveChannel(server, nodeChannel(port1), log);
      const client = createChannelClient(nodeChannel(port2));
      return { client, cut: async () => port1.close(), close: async () => client.close() };
    },
  },
  {
    name: 'HTTP',
    async reach(server, log) {
      const folder = await mkdtemp(path.join(tmpdir(), 'spoor-http-'));
      const running = await startServer({
        client: server,
        grantPath: () => Promise.reject(new Error('No uploads here.')),
        takeOpened: async () => [],
        dropFolder: folder,
        caseFolder: folder,
        assets: new Map(),
        port: 0,
        log,
      });
      const client = createHttpClient({ base: `http://127.0.0.1:${running.port}`, token: running.token });
      return {
        client,
        cut: () => running.close(),
        async close() {
          await running.close();
          await rm(folder, { recursive: true });
        },
      };
    },
  },
];
