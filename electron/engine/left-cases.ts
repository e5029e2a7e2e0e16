import type { Cases } from './cases.ts';
import type { Jobs } from './jobs.ts';
import type { Log } from './log.ts';

export interface LeftCasesOptions {
  readonly cases: Cases;
  readonly jobs: Jobs;
  readonly log: Log;
}

/**
 * Closes the cases that no window shows any more. A window that is closed cannot close its case itself, and its lock
 * would keep other programs from it until Spoor ends. What works on such a case goes on to its end first.
 */
export class LeftCases {
  readonly #options: LeftCasesOptions;
  /** By the id of the case. */
  readonly #left = new Map<string, AbortController>();

  constructor(options: LeftCasesOptions) {
    this.#options = options;
  }

  /**
   * No window shows the case at this path any more. Resolves when it is closed, or is not to be closed after all;
   * never rejects.
   */
  async leave(casePath: string): Promise<void> {
    const { cases, jobs, log } = this.#options;
    const id = cases.all().find(({ file }) => file.path === casePath)?.id;
    if (id === undefined || this.#left.has(id)) return;
    const kept = new AbortController();
    this.#left.set(id, kept);
    try {
      await jobs.untilIdle(id, kept.signal);
      await jobs.stop(id);
      const isOpen = cases.all().some((session) => session.id === id);
      if (isOpen && !kept.signal.aborted) await cases.close(id);
    } catch (error) {
      if (!kept.signal.aborted) log.warn('case.left-close-failed', { detail: String(error) });
    } finally {
      this.#left.delete(id);
    }
  }

  /** A window shows the case, or closes it by itself. */
  keep(id: string): void {
    this.#left.get(id)?.abort();
    this.#left.delete(id);
  }
}
