import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import type { PageState } from '../contract/menu.ts';
import { groupOpened, isCasePath, type WindowView, windowFor } from './window-choice.ts';

export interface WindowsOptions {
  /** Makes a window, beside the one used last where there is one, and tells when its page is loaded. */
  readonly open: (beside: BrowserWindow | undefined) => BrowserWindow;
  /** What the page of that number has told of itself. */
  readonly stateOf: (page: number) => PageState;
  /** Hands files to a page, now or when it listens. */
  readonly handOver: (page: number, paths: readonly string[]) => void;
  /** Another window is the one used last, or none is left. */
  readonly onCurrent: () => void;
  /** A window was closed; its page had that number. `leftCase` is the case that it was the last to show. */
  readonly onClosed: (page: number, leftCase: string | null) => void;
}

interface Entry {
  /** The number of its web contents: by it pages are told apart. */
  readonly id: number;
  readonly window: BrowserWindow;
  /** Files on their way to its page; it has not taken them up yet. */
  handed: readonly string[];
}

/** The windows of the application, and which of them opened files go to. */
export class Windows {
  readonly #options: WindowsOptions;
  /** The one used last at the head. */
  #entries: readonly Entry[] = [];

  constructor(options: WindowsOptions) {
    this.#options = options;
  }

  get count(): number {
    return this.#entries.length;
  }

  /** The window used last: the focused one while Spoor has the focus. */
  get current(): { readonly id: number; readonly window: BrowserWindow } | undefined {
    return this.#entries[0];
  }

  get(page: number): BrowserWindow | undefined {
    return this.#entries.find(({ id }) => id === page)?.window;
  }

  /** Opens another window, on the start page. */
  openNew(): void {
    this.#openNew();
  }

  /** Brings the window used last to the front, or opens one. */
  show(): void {
    const [entry] = this.#entries;
    if (entry === undefined) this.#openNew();
    else toFront(entry.window);
  }

  /** Opens files that were chosen outside the pages: each case in a window, and only in one. */
  openPaths(paths: readonly string[]): void {
    for (const group of groupOpened(paths.map((file) => (isCasePath(file) ? realPath(file) : file)))) {
      const views = this.#entries.map((entry) => this.#viewOf(entry));
      const chosen = windowFor(group, views);
      const known = this.#entries.find(({ id }) => id === chosen?.id);
      if (known !== undefined) toFront(known.window);
      // It shows the case already.
      if (known !== undefined && chosen?.isFree !== true) continue;
      const entry = known ?? this.#openNew();
      entry.handed = group;
      this.#options.handOver(entry.id, group);
    }
  }

  /** What was handed to a page has reached it, or never will. */
  settle(page: number): void {
    const entry = this.#entries.find(({ id }) => id === page);
    if (entry !== undefined) entry.handed = [];
  }

  #openNew(): Entry {
    const window = this.#options.open(this.#entries[0]?.window);
    const entry: Entry = { id: window.webContents.id, window, handed: [] };
    this.#entries = [entry, ...this.#entries];
    window.on('focus', () => {
      if (this.#entries[0] === entry) return;
      this.#entries = [entry, ...this.#entries.filter((other) => other !== entry)];
      this.#options.onCurrent();
    });
    window.once('closed', () => {
      this.#entries = this.#entries.filter((other) => other !== entry);
      this.#options.onClosed(entry.id, this.#leftBy(entry));
      this.#options.onCurrent();
    });
    this.#options.onCurrent();
    return entry;
  }

  /** The path of the case that no window shows now that this one is closed. */
  #leftBy(closed: Entry): string | null {
    const { casePath } = this.#viewOf(closed);
    const isShown = this.#entries.some(
      // One that is opening something may be opening this.
      (entry) => this.#viewOf(entry).casePath === casePath || this.#options.stateOf(entry.id).isBusy,
    );
    return isShown ? null : casePath;
  }

  #viewOf({ id, handed }: Entry): WindowView {
    const { caseName, casePlace, isBusy } = this.#options.stateOf(id);
    const shown = caseName === null || casePlace === null ? null : path.join(casePlace, caseName);
    return {
      id,
      casePath: handed.find(isCasePath) ?? shown,
      isFree: caseName === null && !isBusy && handed.length === 0,
    };
  }
}

function toFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

/** As the engine names a case file; what is not there is complained of by whoever opens it. */
function realPath(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file;
  }
}
