import path from 'node:path';
import { BrowserWindow, nativeTheme } from 'electron';
import type { Log } from './log.ts';
import { pageUrl } from './our-page.ts';
import { windowOptions } from './window-options.ts';

export interface WindowOptions {
  readonly devTools: boolean;
  readonly log: Log;
  /** A new document was committed in the window. */
  readonly onPageLoaded: () => void;
}

/** A page that crashes again within this time is left as it is, instead of crashing for ever. */
const reloadAgainAfterMs = 10_000;

/** Opens the one window on our page. */
export function openWindow({ devTools, log, onPageLoaded }: WindowOptions): BrowserWindow {
  const preload = path.join(import.meta.dirname, 'preload.cjs');
  const window = new BrowserWindow(
    windowOptions(preload, { devTools, isDark: nativeTheme.shouldUseDarkColors }),
  );
  const contents = window.webContents;
  window.once('ready-to-show', () => window.show());
  contents.on('did-navigate', onPageLoaded);
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
