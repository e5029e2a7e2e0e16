import { randomUUID } from 'node:crypto';
import type { ExportResult, ImportResult, Job } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import type { Log } from './log.ts';
import { Topic } from './topic.ts';

/** Progress reaches the page at most this often. */
const reportEveryMs = 100;

export type JobReport = Partial<Pick<Job['progress'], 'done' | 'total' | 'bytes' | 'events'>>;

export interface JobOutcome {
  readonly isCancelled: boolean;
  readonly importResult?: ImportResult;
  readonly exportResult?: ExportResult;
}

export interface JobStart {
  readonly kind: Job['kind'];
  readonly case: string;
  readonly title: string;
  readonly unit: Job['progress']['unit'];
  readonly run: (report: (progress: JobReport) => void, signal: AbortSignal) => Promise<JobOutcome>;
}

interface Running {
  job: Job;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
}

/** Long work: has progress, can be cancelled, and outlives a reload of the page. */
export class Jobs {
  readonly #running = new Map<string, Running>();
  readonly #topic = new Topic<Job>();
  readonly #clock: () => number;
  readonly #log: Log;

  constructor(clock: () => number, log: Log) {
    this.#clock = clock;
    this.#log = log;
  }

  /** Begins a job and returns its id at once; how it ends is told through {@link watch}. */
  start(start: JobStart): string {
    const id = randomUUID();
    const abort = new AbortController();
    const job: Job = {
      id,
      kind: start.kind,
      case: start.case,
      title: start.title,
      state: 'running',
      startedAtMs: this.#clock(),
      endedAtMs: null,
      progress: { unit: start.unit, done: 0, total: null, bytes: 0, events: 0, perSecond: 0, leftMs: null },
      importResult: null,
      exportResult: null,
      places: null,
      question: null,
      error: null,
    };
    const running: Running = { job, abort, ended: this.#run(id, start, abort.signal) };
    this.#running.set(id, running);
    this.#topic.publish(id, job);
    return id;
  }

  list(): Job[] {
    return [...this.#running.values()].map(({ job }) => job);
  }

  watch(signal: AbortSignal): AsyncGenerator<Job> {
    return this.#topic.watch(
      this.list().map((job) => [job.id, job] as const),
      signal,
    );
  }

  /** Asks a job to stop; what it has finished is kept. A job that has ended is left as it is. */
  cancel(id: string): void {
    const running = this.#find(id);
    if (running.job.state !== 'running') return;
    this.#change(id, { state: 'cancelling' });
    running.abort.abort();
  }

  /** Takes a job that has ended off the list. */
  dismiss(id: string): void {
    if (this.#find(id).job.endedAtMs !== null) this.#running.delete(id);
  }

  /** Cancels the jobs of a case (or all) and waits until the last has ended. */
  async stop(caseId?: string): Promise<void> {
    const concerned = [...this.#running.values()].filter(
      ({ job }) => caseId === undefined || job.case === caseId,
    );
    for (const { job } of concerned) this.cancel(job.id);
    await Promise.all(concerned.map(({ ended }) => ended));
  }

  #find(id: string): Running {
    const running = this.#running.get(id);
    if (running === undefined)
      throw new AppError('not-found', 'There is no such job any more.', { advice: 'Reload the page.' });
    return running;
  }

  #change(id: string, change: Partial<Job>): void {
    const running = this.#running.get(id);
    if (running === undefined) return;
    running.job = { ...running.job, ...change };
    this.#topic.publish(id, running.job);
  }

  async #run(id: string, start: JobStart, signal: AbortSignal): Promise<void> {
    // The job is registered by the caller before its first step runs.
    await Promise.resolve();
    let lastReportMs = 0;
    const report = (progress: JobReport): void => {
      const running = this.#running.get(id);
      if (running === undefined) return;
      const nowMs = this.#clock();
      const job = running.job;
      running.job = { ...job, progress: withRate({ ...job.progress, ...progress }, nowMs - job.startedAtMs) };
      // What is not published now goes out with the next change, the last one at the end at the latest.
      if (nowMs - lastReportMs < reportEveryMs) return;
      lastReportMs = nowMs;
      this.#topic.publish(id, running.job);
    };
    try {
      const outcome = await start.run(report, signal);
      this.#change(id, {
        state: outcome.isCancelled ? 'cancelled' : 'done',
        endedAtMs: this.#clock(),
        importResult: outcome.importResult ?? null,
        exportResult: outcome.exportResult ?? null,
      });
    } catch (error) {
      if (signal.aborted && !(error instanceof AppError)) {
        this.#change(id, { state: 'cancelled', endedAtMs: this.#clock() });
        return;
      }
      const known =
        error instanceof AppError
          ? error
          : new AppError('internal', `${start.title} stopped because of a fault in Spoor.`);
      const details = { job: id, kind: start.kind, code: known.code };
      // A full disk or a missing file is told to the person; only a fault of Spoor's own needs its stack.
      if (error instanceof AppError) this.#log.warn('jobs.failed', { ...details, message: error.message });
      else
        this.#log.error('jobs.failed', {
          ...details,
          detail: error instanceof Error ? error.stack : String(error),
        });
      this.#change(id, { state: 'failed', endedAtMs: this.#clock(), error: known.toShape() });
    }
  }
}

function withRate(progress: Job['progress'], elapsedMs: number): Job['progress'] {
  const perSecond = elapsedMs > 0 ? (progress.done * 1000) / elapsedMs : 0;
  const isKnown = progress.total !== null && perSecond > 0;
  return {
    ...progress,
    perSecond,
    leftMs: isKnown ? (((progress.total ?? 0) - progress.done) * 1000) / perSecond : null,
  };
}
