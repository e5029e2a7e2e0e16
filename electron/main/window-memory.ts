import type { BrowserWindow } from 'electron';
import type { Log } from './log.ts';
import type { WindowStateFile } from './window-state.ts';

/** Moving and sizing tell of every step: written once they have come to rest. */
const restMs = 500;

/** Writes down how the window is left, also in between: an application that is killed closes nothing. */
export function rememberWindow(window: BrowserWindow, file: WindowStateFile, log: Log): void {
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    clearTimeout(timer);
    // A minimised window's own bounds are kept by the desktop; the next start shows it.
    const bounds = window.getNormalBounds();
    try {
      file.write({ bounds, isMaximized: window.isMaximized(), isFullScreen: window.isFullScreen() });
    } catch (error) {
      log.warn('window.not-remembered', { detail: String(error) });
    }
  };
  const writeSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(write, restMs);
  };
  window.on('resize', writeSoon);
  window.on('move', writeSoon);
  window.on('close', write);
  window.on('closed', () => clearTimeout(timer));
}
