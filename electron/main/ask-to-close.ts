import { app, type BrowserWindow, dialog } from 'electron';
import { closeAnyway, closeQuestion } from './close-question.ts';
import type { Log } from './log.ts';

export interface AskToCloseOptions {
  /** What still runs, one line each. */
  readonly jobs: () => readonly string[];
  /** Whether the application goes on without a window. */
  readonly outlivesWindow: boolean;
  readonly log: Log;
}

/**
 * Asks before a window is closed in which work runs, whichever way it is closed. The dialog is native: it also
 * comes when the page hangs or has crashed.
 */
export function askToClose(window: BrowserWindow, { jobs, outlivesWindow, log }: AskToCloseOptions): void {
  let isQuitting = false;
  let isAsking = false;
  let mayClose = false;
  const onQuit = (): void => {
    isQuitting = true;
  };
  app.on('before-quit', onQuit);
  window.on('closed', () => app.off('before-quit', onQuit));

  async function ask(running: readonly string[]): Promise<void> {
    const endsWork = isQuitting || !outlivesWindow;
    const { response } = await dialog.showMessageBox(window, closeQuestion({ jobs: running, endsWork }));
    mayClose = response === closeAnyway;
    if (mayClose && isQuitting) app.quit();
    else if (mayClose) window.close();
  }

  window.on('close', (event) => {
    const running = jobs();
    if (mayClose || running.length === 0) return;
    event.preventDefault();
    if (isAsking) return;
    isAsking = true;
    ask(running)
      .catch((error: unknown) => log.error('dialog.failed', { detail: String(error) }))
      .finally(() => {
        isAsking = false;
        isQuitting = false;
      });
  });
}
