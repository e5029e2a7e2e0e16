import type { BrowserWindowConstructorOptions } from 'electron';
import { leastSize } from './window-state.ts';

/** The page's ground (`--bg` of tokens.css), so that no white flashes before the first paint. */
export function groundColour(isDark: boolean): string {
  return isDark ? '#151716' : '#f6f5f2';
}

/**
 * The window's options, every one that matters for security written out, defaults too: a later default must
 * not loosen what was decided here (security: S2, S3, S4, S12).
 */
export function windowOptions(preload: string, { devTools, isDark }: { devTools: boolean; isDark: boolean }) {
  return {
    minWidth: leastSize.width,
    minHeight: leastSize.height,
    show: false,
    title: 'Spoor',
    backgroundColor: groundColour(isDark),
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
