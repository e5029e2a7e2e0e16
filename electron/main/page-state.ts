import type { IpcMain, WebFrameMain } from 'electron';
import { ipc } from '../contract/bridge.ts';
import { type PageState, pageState, type WindowCommandId, windowCommandId } from '../contract/menu.ts';
import type { Log } from './log.ts';
import { checkSender } from './sender.ts';

export interface PageStateOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  /** The page has told something new, or is gone and its state with it. */
  readonly onChange: () => void;
  readonly runInWindow: (id: WindowCommandId) => void;
  readonly log: Log;
}

const nothing: PageState = { commands: [], jobs: [], caseName: null };

/**
 * What the page has told of itself, and the way back to it for commands chosen in the native menu. Each message
 * is checked for its sender and its shape (security: S17).
 */
export class PageStates {
  readonly #options: PageStateOptions;
  #state = nothing;
  #frame: Pick<WebFrameMain, 'send' | 'isDestroyed'> | null = null;

  constructor(options: PageStateOptions) {
    this.#options = options;
    const { ipcMain, log, runInWindow } = options;
    ipcMain.handle(ipc.state, (event, told: unknown) => {
      checkSender(event, ipc.state, log);
      this.#state = pageState.parse(told);
      this.#frame = event.senderFrame;
      options.onChange();
    });
    ipcMain.handle(ipc.window, (event, id: unknown) => {
      checkSender(event, ipc.window, log);
      runInWindow(windowCommandId.parse(id));
    });
  }

  get current(): PageState {
    return this.#state;
  }

  /**
   * A new document is in the window: its commands are not told yet. The jobs run in the engine, so they are
   * believed until the new page knows better.
   */
  pageLoaded(): void {
    this.#frame = null;
    this.#state = { ...this.#state, commands: [] };
    this.#options.onChange();
  }

  /** There is no page any more. */
  forget(): void {
    this.#frame = null;
    this.#state = nothing;
    this.#options.onChange();
  }

  /** Runs a command in the page, which looks once more whether it may. */
  run(id: string): void {
    if (this.#frame === null || this.#frame.isDestroyed()) return;
    this.#frame.send(ipc.command, id);
  }
}
