import type { IpcMain, IpcMainInvokeEvent, MessageChannelMain } from 'electron';
import { z } from 'zod';
import { ipc } from '../contract/bridge.ts';
import type { EngineHost } from './engine-host.ts';
import type { Log } from './log.ts';
import { checkSender } from './sender.ts';

export interface PageBridgeOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  readonly engine: Pick<EngineHost, 'generation' | 'hasEnded' | 'start' | 'connect' | 'grant'>;
  readonly openChannel: () => MessageChannelMain;
  /** Tells the person about files that cannot be opened. */
  readonly complain: (sentences: readonly string[]) => void;
  readonly log: Log;
}

const droppedPaths = z.array(z.string().min(1).max(32_768)).max(1000);

/** The page hears of a dead engine through its port, main through the process: within milliseconds of each other. */
const deathNewsMs = 1000;

/** Where opened files go once the page listens. */
type ShowOpened = (grants: unknown) => void;

/**
 * Everything that the page can ask of main, each question checked for its sender: a port to the engine (once per
 * load and engine), grants for dropped files, and to be told of opened files.
 */
export class PageBridge {
  readonly #options: PageBridgeOptions;
  /** The engine that this load of the page has its port to. */
  #connectedTo: number | undefined;
  /** Counts the documents that the window has had. */
  #load = 0;
  #showOpened: ShowOpened | undefined;
  #waiting: string[] = [];

  constructor(options: PageBridgeOptions) {
    this.#options = options;
    const { ipcMain, engine, log } = options;
    ipcMain.handle(ipc.connect, (event) => {
      checkSender(event, ipc.connect, log);
      return this.#connect(event);
    });
    ipcMain.handle(ipc.grantDropped, async (event, paths: unknown) => {
      checkSender(event, ipc.grantDropped, log);
      const { grants, errors } = await engine.grant(droppedPaths.parse(paths));
      if (errors.length > 0) options.complain(errors.map((error) => error.message));
      return grants;
    });
    ipcMain.handle(ipc.opened, (event) => {
      checkSender(event, ipc.opened, log);
      const frame = event.senderFrame;
      this.#showOpened = (grants) => frame?.send(ipc.open, grants);
      this.#tell();
    });
  }

  /** A new document is in the window: it may connect, and has to listen anew. */
  pageLoaded(): void {
    this.#load += 1;
    this.#connectedTo = undefined;
    this.#showOpened = undefined;
  }

  /** Passes on files that were opened from outside the page, now or when it listens. */
  open(paths: readonly string[]): void {
    this.#waiting.push(...paths);
    this.#tell();
  }

  async #connect(event: IpcMainInvokeEvent): Promise<void> {
    const { engine, openChannel, log } = this.#options;
    const frame = event.senderFrame;
    const load = this.#load;
    // A page that lost its engine can ask before main knows of the death: that is waited for.
    if (this.#connectedTo === engine.generation) await engine.hasEnded(deathNewsMs);
    engine.start();
    // security: S17. One port per load and engine: a second one would go to whoever injected the question.
    if (this.#connectedTo === engine.generation || this.#load !== load) {
      log.warn('ipc.second-port-refused');
      throw new Error('This page has its port already.');
    }
    this.#connectedTo = engine.generation;
    const { port1, port2 } = openChannel();
    engine.connect(port1);
    frame?.postMessage(ipc.port, null, [port2]);
  }

  #tell(): void {
    const show = this.#showOpened;
    if (show === undefined || this.#waiting.length === 0) return;
    const { engine, complain, log } = this.#options;
    engine
      .grant(this.#waiting.splice(0))
      .then(({ grants, errors }) => {
        if (grants.length > 0) show(grants);
        if (errors.length > 0) complain(errors.map((error) => error.message));
      })
      .catch((error: unknown) => log.error('open.failed', { detail: String(error) }));
  }
}
