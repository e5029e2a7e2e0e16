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
  /** Tells the person at that page about files that cannot be opened. */
  readonly complain: (page: number, sentences: readonly string[]) => void;
  readonly log: Log;
}

const droppedPaths = z.array(z.string().min(1).max(32_768)).max(1000);

/** The page hears of a dead engine through its port, main through the process: within milliseconds of each other. */
const deathNewsMs = 1000;

/** What is known of the page of one window. */
interface Page {
  /** The engine that this load of the page has its port to. */
  connectedTo: number | undefined;
  /** Counts the documents that the window has had. */
  load: number;
  /** Where opened files go once the page listens. */
  showOpened: ((grants: unknown) => void) | undefined;
  readonly waiting: string[];
}

/**
 * Everything that a page can ask of main, each question checked for its sender: a port to the engine (once per
 * load and engine), grants for dropped files, and to be told of opened files. Each window's page is known by the
 * number of its web contents, and has nothing to do with the others.
 */
export class PageBridge {
  readonly #options: PageBridgeOptions;
  readonly #pages = new Map<number, Page>();

  constructor(options: PageBridgeOptions) {
    this.#options = options;
    const { ipcMain, engine, log } = options;
    ipcMain.handle(ipc.connect, (event) => {
      checkSender(event, ipc.connect, log);
      return this.#connect(event);
    });
    ipcMain.handle(ipc.grantDropped, async (event, paths: unknown) => {
      checkSender(event, ipc.grantDropped, log);
      const { id } = event.sender;
      const { grants, errors } = await engine.grant(droppedPaths.parse(paths));
      if (errors.length > 0) complain(options, id, errors);
      return grants;
    });
    ipcMain.handle(ipc.opened, (event) => {
      checkSender(event, ipc.opened, log);
      const frame = event.senderFrame;
      this.#page(event.sender.id).showOpened = (grants) => frame?.send(ipc.open, grants);
      this.#tell(event.sender.id);
    });
  }

  /** A new document is in the window: it may connect, and has to listen anew. */
  pageLoaded(id: number): void {
    const page = this.#page(id);
    page.load += 1;
    page.connectedTo = undefined;
    page.showOpened = undefined;
  }

  /** The window was closed. */
  forget(id: number): void {
    const page = this.#pages.get(id);
    // What it asked for and is still under way must not come to anything.
    if (page !== undefined) page.load += 1;
    this.#pages.delete(id);
  }

  /** Passes on files that were opened from outside the page, now or when it listens. */
  open(id: number, paths: readonly string[]): void {
    this.#page(id).waiting.push(...paths);
    this.#tell(id);
  }

  #page(id: number): Page {
    const known = this.#pages.get(id);
    if (known !== undefined) return known;
    const page: Page = { connectedTo: undefined, load: 0, showOpened: undefined, waiting: [] };
    this.#pages.set(id, page);
    return page;
  }

  async #connect(event: IpcMainInvokeEvent): Promise<void> {
    const { engine, openChannel, log } = this.#options;
    const frame = event.senderFrame;
    const page = this.#page(event.sender.id);
    const { load } = page;
    // A page that lost its engine can ask before main knows of the death: that is waited for.
    if (page.connectedTo === engine.generation) await engine.hasEnded(deathNewsMs);
    engine.start();
    // security: S17. One port per load and engine: a second one would go to whoever injected the question.
    if (page.connectedTo === engine.generation || page.load !== load) {
      log.warn('ipc.second-port-refused');
      throw new Error('This page has its port already.');
    }
    page.connectedTo = engine.generation;
    const { port1, port2 } = openChannel();
    engine.connect(port1);
    frame?.postMessage(ipc.port, null, [port2]);
  }

  #tell(id: number): void {
    const { showOpened, waiting } = this.#page(id);
    if (showOpened === undefined || waiting.length === 0) return;
    const { engine, log } = this.#options;
    engine
      .grant(waiting.splice(0))
      .then(({ grants, errors }) => {
        if (grants.length > 0) showOpened(grants);
        if (errors.length > 0) complain(this.#options, id, errors);
      })
      .catch((error: unknown) => log.error('open.failed', { detail: String(error) }));
  }
}

function complain(
  { complain: tell }: PageBridgeOptions,
  page: number,
  errors: readonly { readonly message: string }[],
): void {
  tell(
    page,
    errors.map((error) => error.message),
  );
}
