import type { IpcMain, WebFrameMain } from 'electron';
import { ipc } from '../contract/bridge.ts';
import { type PageState, pageState, type WindowCommandId, windowCommandId } from '../contract/menu.ts';
import type { Log } from './log.ts';
import { checkSender } from './sender.ts';

export interface PageStateOptions {
  readonly ipcMain: Pick<IpcMain, 'handle'>;
  /** The page of that number has told something new, or is gone and its state with it. */
  readonly onChange: (page: number) => void;
  readonly runInWindow: (page: number, id: WindowCommandId) => void;
  readonly log: Log;
}

const nothing: PageState = {
  commands: [],
  jobs: [],
  caseJobs: [],
  caseName: null,
  casePlace: null,
  isBusy: false,
};

interface Told {
  readonly state: PageState;
  readonly frame: Pick<WebFrameMain, 'send' | 'isDestroyed'> | null;
}

/**
 * What the pages have told of themselves, and the way back to each for commands chosen in the native menu. Each
 * message is checked for its sender and its shape (security: S17). A page has the number of its web contents.
 */
export class PageStates {
  readonly #options: PageStateOptions;
  readonly #told = new Map<number, Told>();

  constructor(options: PageStateOptions) {
    this.#options = options;
    const { ipcMain, log, runInWindow } = options;
    ipcMain.handle(ipc.state, (event, told: unknown) => {
      checkSender(event, ipc.state, log);
      this.#told.set(event.sender.id, { state: pageState.parse(told), frame: event.senderFrame });
      options.onChange(event.sender.id);
    });
    ipcMain.handle(ipc.window, (event, id: unknown) => {
      checkSender(event, ipc.window, log);
      runInWindow(event.sender.id, windowCommandId.parse(id));
    });
  }

  of(page: number | undefined): PageState {
    return (page === undefined ? undefined : this.#told.get(page)?.state) ?? nothing;
  }

  /** What runs in the engine. Every page tells of all of it; one that was just opened or is lost knows less. */
  get jobs(): readonly string[] {
    let most: readonly string[] = [];
    for (const { state } of this.#told.values()) if (state.jobs.length > most.length) most = state.jobs;
    return most;
  }

  /**
   * A new document is in the window: its commands are not told yet. The jobs run in the engine, so they are
   * believed until the new page knows better.
   */
  pageLoaded(page: number): void {
    this.#told.set(page, { state: { ...this.of(page), commands: [] }, frame: null });
    this.#options.onChange(page);
  }

  /** There is no such page any more. */
  forget(page: number): void {
    this.#told.delete(page);
    this.#options.onChange(page);
  }

  /** Runs a command in the page, which looks once more whether it may. */
  run(page: number, id: string): void {
    const frame = this.#told.get(page)?.frame ?? null;
    if (frame === null || frame.isDestroyed()) return;
    frame.send(ipc.command, id);
  }
}
