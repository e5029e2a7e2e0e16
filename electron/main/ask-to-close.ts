import { app, type BrowserWindow, dialog } from 'electron';
import { closeAnyway, closeQuestion } from './close-question.ts';
import type { Log } from './log.ts';

export interface CloseQuestionsOptions {
  /** What still runs, of all cases, one line each. */
  readonly jobs: () => readonly string[];
  /** How many windows are open. */
  readonly windowCount: () => number;
  /** The window that a person is in; the question over quitting is asked there. */
  readonly currentWindow: () => BrowserWindow | undefined;
  /** Whether the application goes on without a window. */
  readonly outlivesWindows: boolean;
  readonly log: Log;
}

/**
 * Asks before work is ended, or left out of sight, whichever way a window is closed or Spoor is quit. The dialogs
 * are native: they also come when the page hangs or has crashed.
 */
export class CloseQuestions {
  readonly #options: CloseQuestionsOptions;
  #mayQuit = false;
  #isAskingToQuit = false;

  constructor(options: CloseQuestionsOptions) {
    this.#options = options;
    // Asked here, once, and not by each window that quitting closes.
    app.on('before-quit', (event) => {
      const jobs = options.jobs();
      if (this.#mayQuit || jobs.length === 0) return;
      event.preventDefault();
      if (this.#isAskingToQuit) return;
      this.#isAskingToQuit = true;
      this.#askToQuit(jobs)
        .catch((error: unknown) => options.log.error('dialog.failed', { detail: String(error) }))
        .finally(() => {
          this.#isAskingToQuit = false;
        });
    });
  }

  /** @param caseJobs what still runs for the case that the window shows, one line each */
  watch(window: BrowserWindow, caseJobs: () => readonly string[]): void {
    const { jobs, log } = this.#options;
    let isAsking = false;
    let mayClose = false;
    const affected = (): readonly string[] => (this.#isLast() ? jobs() : caseJobs());

    window.on('close', (event) => {
      if (mayClose || this.#mayQuit || affected().length === 0) return;
      event.preventDefault();
      if (isAsking) return;
      isAsking = true;
      this.#ask(window, affected)
        .then((isYes) => {
          mayClose = isYes;
          if (isYes && !window.isDestroyed()) window.close();
        })
        .catch((error: unknown) => log.error('dialog.failed', { detail: String(error) }))
        .finally(() => {
          isAsking = false;
        });
    });
  }

  async #ask(window: BrowserWindow, affected: () => readonly string[]): Promise<boolean> {
    for (;;) {
      const endsWork = this.#isLast();
      const { response } = await dialog.showMessageBox(window, closeQuestion({ jobs: affected(), endsWork }));
      if (response !== closeAnyway) return false;
      // Meanwhile it may have become the last one: what was said of the work is not so any more.
      if (endsWork === this.#isLast() || affected().length === 0) return true;
    }
  }

  async #askToQuit(jobs: readonly string[]): Promise<void> {
    const question = closeQuestion({ jobs, endsWork: true, isQuit: true });
    const window = this.#options.currentWindow();
    const { response } = await (window === undefined
      ? dialog.showMessageBox(question)
      : dialog.showMessageBox(window, question));
    if (response !== closeAnyway) return;
    this.#mayQuit = true;
    app.quit();
  }

  /** Whether the application, and its work, would end with the next window that is closed. */
  #isLast(): boolean {
    return !this.#options.outlivesWindows && this.#options.windowCount() === 1;
  }
}
