import type { BrowserWindowConstructorOptions } from 'electron';

/**
 * The window's options, every one that matters for security written out, defaults too: a later default must
 * not loosen what was decided here (security: S2, S3, S4, S12).
 */
export function windowOptions(preload: string, { devTools, isDark }: { devTools: boolean; isDark: boolean }) {
  return {
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 560,
    show: false,
    title: 'Spoor',
    // The page's ground colours (tokens.css), so that no white flashes before the first paint.
    backgroundColor: isDark ? '#171613' : '#faf8f5',
    webPreferences: {
      preload,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Chromium fetches spelling dictionaries from the network (security: P8).
      spellcheck: false,
      devTools,
    },
  } as const satisfies BrowserWindowConstructorOptions;
}
