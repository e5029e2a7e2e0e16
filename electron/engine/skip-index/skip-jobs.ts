import { AppError } from '../../contract/errors.ts';
import type { CaseSession } from '../case-session.ts';
import type { Jobs } from '../jobs.ts';
import { fewEvents, needsSkipIndex } from './build.ts';
import { startSkipBuild } from './start-build.ts';

export interface SkipJobsOptions {
  readonly workersDir: string;
  /** Whether cases get their index by themselves, or only when somebody asks for it. */
  readonly isAutomatic: boolean;
}

interface Running {
  readonly job: string;
  readonly ended: Promise<void>;
}

/** The jobs that build skip indexes, one to a case. They make way for everything that changes its events. */
export class SkipJobs {
  readonly #jobs: Jobs;
  readonly #options: SkipJobsOptions;
  /** By case. */
  readonly #running = new Map<string, Running>();
  readonly #holds = new Map<string, number>();

  constructor(jobs: Jobs, options: SkipJobsOptions) {
    this.#jobs = jobs;
    this.#options = options;
  }

  /** Builds the index of all events, however few. @returns the job; the one that runs already */
  start(session: CaseSession): string {
    return this.#running.get(session.id)?.job ?? this.#start(session, 1, false);
  }

  /** Builds it in the background where it is worth it, unless the events are about to change. */
  startIfNeeded(session: CaseSession): void {
    const { id, file } = session;
    if (!this.#options.isAutomatic || file.access !== 'write' || session.isLost) return;
    if (this.#running.has(id) || this.#holds.has(id) || !needsSkipIndex(file.db)) return;
    this.#start(session, fewEvents, true);
  }

  /** Ends the job of a case, and lets none begin by itself until called back. */
  async hold({ id }: CaseSession): Promise<() => void> {
    this.#holds.set(id, (this.#holds.get(id) ?? 0) + 1);
    const running = this.#running.get(id);
    if (running !== undefined) {
      this.#jobs.cancel(running.job);
      await running.ended;
    }
    return () => {
      const left = (this.#holds.get(id) ?? 1) - 1;
      if (left === 0) this.#holds.delete(id);
      else this.#holds.set(id, left);
    };
  }

  #start(session: CaseSession, minEvents: number, isInBackground: boolean): string {
    const { id, file } = session;
    let end: () => void = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const job = this.#jobs.start({
      kind: 'skipIndex',
      case: id,
      title: 'Making search faster',
      unit: 'events',
      isQuiet: isInBackground,
      run: async (report, signal, { onPausable }) => {
        try {
          const task = { casePath: file.path, minEvents, isInBackground };
          const isWhole = await startSkipBuild(task, {
            workersDir: this.#options.workersDir,
            signal,
            onPausable,
            onProgress: ({ done, total, bytes }) => report({ done, total, bytes, events: done }),
          });
          return { isCancelled: !isWhole };
        } catch (error) {
          if (error instanceof AppError && error.code === 'disk-failed') session.markLost(error.message);
          throw error;
        } finally {
          this.#running.delete(id);
          end();
        }
      },
    });
    this.#running.set(id, { job, ended });
    return job;
  }
}
