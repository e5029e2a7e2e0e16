import type { MessagePortMain } from 'electron';
import type { Channel } from '../contract/channel.ts';
import type { FromEngine, PickAnswer } from '../contract/engine-process.ts';
import type { Log, Picker } from '../engine/index.ts';

/** The engine process's line to Electron's main process. */
export interface MainLink {
  send(message: FromEngine): void;
  /** A rejection of the listener ends the process, as every unhandled one does. */
  onMessage(listener: (message: unknown, port: MessagePortMain | undefined) => Promise<void>): void;
  readonly log: Log;
  readonly pick: Picker;
  /** Main's answer to a {@link pick}. */
  picked(id: number, answer: PickAnswer): void;
}

/** Opens the line. @throws Error outside a utility process. */
export function connectMain(): MainLink {
  const parent = process.parentPort;
  if (parent === undefined) throw new Error('This program is started by Electron (utilityProcess.fork).');
  const picking = new Map<number, (answer: PickAnswer) => void>();
  let lastId = 0;
  const send = (message: FromEngine): void => parent.postMessage(message);
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, data: Record<string, unknown> = {}): void =>
      send({ kind: 'log', level, event, data });
  return {
    send,
    onMessage: (listener) => {
      parent.on('message', ({ data, ports }) => {
        void listener(data, ports[0]);
      });
    },
    log: { info: at('info'), warn: at('warn'), error: at('error') },
    pick: (request) =>
      new Promise((resolve) => {
        lastId += 1;
        picking.set(lastId, resolve);
        send({ kind: 'pick', id: lastId, request });
      }),
    picked(id, answer) {
      picking.get(id)?.(answer);
      picking.delete(id);
    },
  };
}

/** Electron's own kind of MessagePort as a channel. */
export function portChannel(port: MessagePortMain): Channel {
  port.start();
  return {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', ({ data }) => listener(data));
    },
    onClose: (listener) => {
      port.once('close', listener);
    },
    close: () => port.close(),
  };
}
