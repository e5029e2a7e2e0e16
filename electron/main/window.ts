import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import type { Log } from './log.ts';
import { pageUrl } from './our-page.ts';
import { rememberWindow } from './window-memory.ts';
import { groundColour, windowOptions } from './window-options.ts';
import { placeBeside, placeWindow, type Rectangle, type WindowStateFile } from './window-state.ts';

export interface WindowOptions {
  readonly devTools: boolean;
  readonly log: Log;
  /** How the window was left, and where it is written down. */
  readonly stateFile: WindowStateFile;
  /** The window that a person is in, if there is one: the new one goes beside it. */
  readonly beside: Rectangle | null;
  /** A new document was committed in the window whose web contents have that number. */
  readonly onPageLoaded: (page: number) => void;
}

/** A page that crashes again within this time is left as it is, instead of crashing for ever. */
const reloadAgainAfterMs = 10_000;

/** Opens a window on our page. */
export function openWindow({ devTools, log, stateFile, beside, onPageLoaded }: WindowOptions): BrowserWindow {
  const preload = path.join(import.meta.dirname, 'preload.cjs');
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const screens = [primary, ...others].map(({ workArea }) => workArea);
  const place = beside === null ? placeWindow(stateFile.read(), screens) : placeBeside(beside, screens);
  const window = new BrowserWindow({
    ...windowOptions(preload, { devTools, isDark: nativeTheme.shouldUseDarkColors }),
    ...place.bounds,
  });
  if (place.isFullScreen) window.setFullScreen(true);
  rememberWindow(window, stateFile, log);
  followDesktopTheme(window);
  const contents = window.webContents;
  window.once('ready-to-show', () => {
    if (place.isMaximized) window.maximize();
    window.show();
  });
  const { id } = contents;
  contents.on('did-navigate', () => onPageLoaded(id));
  let reloadedAtMs = 0;
  contents.on('render-process-gone', (_event, { reason }) => {
    log.error('page.gone', { reason });
    if (reason === 'clean-exit' || Date.now() - reloadedAtMs < reloadAgainAfterMs) return;
    reloadedAtMs = Date.now();
    contents.reload();
  });
  contents.on('preload-error', (_event, _path, error) =>
    log.error('preload.failed', { detail: String(error) }),
  );
  window.loadURL(pageUrl).catch((error: unknown) => log.error('page.load-failed', { detail: String(error) }));
  return window;
}

/** The ground behind the page, seen when the window grows, changes with the desktop as the page does. */
function followDesktopTheme(window: BrowserWindow): void {
  const follow = (): void => window.setBackgroundColor(groundColour(nativeTheme.shouldUseDarkColors));
  nativeTheme.on('updated', follow);
  window.once('closed', () => nativeTheme.off('updated', follow));
}
