import { type Bridge, portMessage } from '../../electron/contract/bridge.ts';
import type { Channel } from '../../electron/contract/channel.ts';
import { type ChannelClient, createChannelClient } from '../../electron/contract/client.ts';
import { grantList } from '../../electron/contract/engine-process.ts';
import { AppError } from '../../electron/contract/errors.ts';
import type { Host } from './host.ts';
import { createListeners } from './listeners.ts';

/** The host inside Electron: a MessagePort to the engine's process, which the preload hands over. */
export async function connectBridge(bridge: Bridge): Promise<Host> {
  const disconnected = createListeners<AppError>();
  let client = await connectPort();

  async function connectPort(): Promise<ChannelClient> {
    const arriving = portFromPreload();
    try {
      await bridge.connect();
    } catch (cause) {
      arriving.giveUp();
      throw new AppError('internal', 'The engine cannot be reached.', {
        cause,
        advice: 'Reload the window.',
      });
    }
    const connected = createChannelClient(portChannel(await arriving.port));
    connected.onClosed((reason) => disconnected.tell(reason));
    return connected;
  }

  return {
    call: (method, params, signal) => client.call(method, params, signal),
    stream: (method, params, signal) => client.stream(method, params, signal),
    async grantDropped(files) {
      try {
        return grantList.parse(await bridge.grantDropped(files));
      } catch (cause) {
        throw new AppError('unreadable', 'The dropped files cannot be taken.', { cause });
      }
    },
    onOpen: (listener) => bridge.onOpen((grants) => listener(grantList.parse(grants))),
    onDisconnect: disconnected.add,
    async reconnect() {
      client = await connectPort();
    },
    desktop: {
      showState: (state) => bridge.showState(state),
      onCommand: (listener) =>
        bridge.onCommand((id) => {
          if (typeof id === 'string') listener(id);
        }),
      runInWindow: (id) => bridge.runInWindow(id),
    },
  };
}

function portFromPreload(): { readonly port: Promise<MessagePort>; giveUp(): void } {
  const listening = new AbortController();
  const port = new Promise<MessagePort>((resolve) => {
    window.addEventListener(
      'message',
      (event) => {
        // Only our own window posts this, and only the preload has a port to give.
        const [first] = event.ports;
        if (event.source !== window || event.data !== portMessage || first === undefined) return;
        listening.abort();
        resolve(first);
      },
      { signal: listening.signal },
    );
  });
  return { port, giveUp: () => listening.abort() };
}

/** The page's own kind of MessagePort as a channel. */
export function portChannel(port: MessagePort): Channel {
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      port.addEventListener('message', ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => port.addEventListener('close', listener, { once: true }),
    close: () => port.close(),
  };
}
