import { randomUUID } from 'node:crypto';
import { untilAborted } from '../contract/abort.ts';
import type { Job } from '../contract/api.ts';
import { AppError } from '../contract/errors.ts';
import { asDiskError } from './case/disk-error.ts';
import type { JobAnswer, JobControl, JobReport, JobStart } from './job-start.ts';
import type { Log } from './log.ts';

import { Topic } from './topic.ts';
import type { UnfinishedJobs } from './unfinished-jobs.ts';

export type { JobAnswer, JobControl, JobOutcome, JobReport, JobStart } from './job-start.ts';

/** Progress reaches the page at most this often. */
const reportEveryMs = 100;

interface Running {
  job: Job;
  readonly isQuiet: boolean;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  setPaused: ((isPaused: boolean) => void) | null;
  answer: ((answer: JobAnswer) => void) | null;
  readonly wakes: Set<() => void>;
}

export interface JobsOptions {
  /** Null: nobody is told of jobs that were cut off. */
  readonly unfinished?: UnfinishedJobs | null;
  /** Somebody looks at the jobs, and lets one go on that has halted. */
  readonly hasPage?: boolean;
}

/** Long work: has progress, can be cancelled, and outlives a reload of the page. */
export class Jobs {
  readonly #running = new Map<string, Running>();
  readonly #topic = new Topic<Job>();
  readonly #clock: () => number;
  readonly #log: Log;

  readonly #unfinished: UnfinishedJobs | null;
  readonly #hasPage: boolean;

  constructor(clock: () => number, log: Log, { unfinished = null, hasPage = false }: JobsOptions = {}) {
    this.#clock = clock;
    this.#log = log;
    this.#unfinished = unfinished;
    this.#hasPage = hasPage;
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
      overall: null,
      places: null,
      question: null,
      note: null,
      error: null,
    };
    if (start.unfinished !== undefined)
      this.#unfinished?.begin({
        id,
        kind: start.unfinished.wayOn.kind,
        title: start.title,
        startedAtMs: job.startedAtMs,
        ...start.unfinished,
      });
    const ended = this.#run(id, start, abort.signal);
    const isQuiet = start.isQuiet === true;
    this.#running.set(id, { job, isQuiet, abort, ended, setPaused: null, answer: null, wakes: new Set() });
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
    if (running.job.endedAtMs !== null || running.job.state === 'cancelling') return;
    this.#change(id, { state: 'cancelling', question: null, note: null });
    // What is paused ends as well.
    running.setPaused?.(false);
    running.abort.abort();
  }

  /** @throws AppError `bad-request` for a job that cannot be paused */
  pause(id: string): void {
    const running = this.#find(id);
    if (running.setPaused === null)
      throw new AppError('bad-request', `${running.job.title} cannot be paused.`);
    if (running.job.state !== 'running') return;
    running.setPaused(true);
    this.#change(id, { state: 'paused' });
  }

  resume(id: string): void {
    const running = this.#find(id);
    if (running.job.state !== 'paused') return;
    running.setPaused?.(false);
    this.#change(id, { state: 'running' });
  }

  /** The machine has slept: what waits for the network tries again at once. */
  wake(): void {
    for (const { wakes } of this.#running.values()) for (const tell of [...wakes]) tell();
  }

  /** @throws AppError `bad-request` for a job that asks nothing */
  answer(id: string, answer: JobAnswer): void {
    const running = this.#find(id);
    if (running.answer === null) throw new AppError('bad-request', `${running.job.title} asks nothing.`);
    running.answer(answer);
  }

  /** Takes a job that has ended off the list, and tells everyone who watches. */
  dismiss(id: string): void {
    if (this.#find(id).job.endedAtMs === null) return;
    this.#change(id, { state: 'dismissed' });
    this.#running.delete(id);
  }

  /** Cancels the jobs of a case (or all) and waits until the last has ended. */
  async stop(caseId?: string): Promise<void> {
    const concerned = [...this.#running.values()].filter(
      ({ job }) => caseId === undefined || job.case === caseId,
    );
    for (const { job } of concerned) this.cancel(job.id);
    await Promise.all(concerned.map(({ ended }) => ended));
  }

  /** Waits until nothing that somebody asked for works on a case. @throws the signal's reason */
  async untilIdle(caseId: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      const busy = [...this.#running.values()].filter(
        ({ job, isQuiet }) => job.case === caseId && job.endedAtMs === null && !isQuiet,
      );
      if (busy.length === 0) return;
      await untilAborted(Promise.all(busy.map(({ ended }) => ended)), signal);
    }
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

  #controlOf(id: string, signal: AbortSignal): JobControl {
    return {
      onPausable: (set) => {
        const running = this.#running.get(id);
        if (running !== undefined) running.setPaused = set;
      },
      ask: async (question) => {
        const running = this.#find(id);
        const answered = new Promise<JobAnswer>((resolve) => {
          running.answer = resolve;
        });
        this.#change(id, { state: 'waiting', question });
        try {
          return await untilAborted(answered, signal);
        } finally {
          running.answer = null;
          if (!signal.aborted) this.#change(id, { state: 'running', question: null });
        }
      },
      halt: async (why) => {
        if (!this.#hasPage) throw why;
        const running = this.#find(id);
        const before = running.setPaused;
        const mended = new Promise<void>((resolve) => {
          running.setPaused = (isPaused) => {
            if (!isPaused) resolve();
          };
        });
        this.#log.warn('jobs.halted', { job: id, kind: running.job.kind, code: why.code });
        this.#change(id, { state: 'paused', note: `${why.message} ${why.advice}` });
        try {
          await mended;
          signal.throwIfAborted();
        } finally {
          running.setPaused = before;
          if (!signal.aborted) this.#change(id, { state: 'running', note: null });
        }
      },
      onWake: (tell) => {
        const { wakes } = this.#find(id);
        wakes.add(tell);
        return () => wakes.delete(tell);
      },
      show: (what) => this.#change(id, what),
    };
  }

  async #run(id: string, start: JobStart, signal: AbortSignal): Promise<void> {
    // The job is registered by the caller before its first step runs.
    await Promise.resolve();
    const startedMs = this.#clock();
    this.#log.info('jobs.started', { job: id, kind: start.kind });
    let lastReportMs = 0;
    let isCutOff = false;
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
      const outcome = await start.run(report, signal, this.#controlOf(id, signal));
      this.#change(id, {
        state: outcome.isCancelled ? 'cancelled' : 'done',
        endedAtMs: this.#clock(),
        note: null,
        importResult: outcome.importResult ?? null,
        exportResult: outcome.exportResult ?? null,
        overall: outcome.overall ?? null,
      });
    } catch (error) {
      if (signal.aborted && !(error instanceof AppError)) {
        this.#change(id, { state: 'cancelled', endedAtMs: this.#clock(), note: null });
        return;
      }
      const known =
        error instanceof AppError
          ? error
          : (asDiskError(error) ??
            new AppError('internal', `${start.title} stopped because of a fault in Spoor.`));
      this.#logFailure(id, start.kind, known, error);
      // A drive that comes back has the rest still to be done.
      if (known.code === 'disk-failed') isCutOff = true;
      this.#change(id, { state: 'failed', endedAtMs: this.#clock(), note: null, error: known.toShape() });
    } finally {
      if (!isCutOff) this.#unfinished?.end(id);
      const state = this.#running.get(id)?.job.state;
      this.#log.info('jobs.ended', {
        job: id,
        kind: start.kind,
        state,
        durationMs: this.#clock() - startedMs,
      });
      if (start.isQuiet === true && state !== 'failed') this.dismiss(id);
    }
  }

  /** Codes only: what a sentence names is of the case. A fault of Spoor's own needs its stack. */
  #logFailure(job: string, kind: Job['kind'], { code }: AppError, error: unknown): void {
    if (code !== 'internal') this.#log.warn('jobs.failed', { job, kind, code });
    else {
      const detail = error instanceof Error ? error.stack : String(error);
      this.#log.error('jobs.failed', { job, kind, code, detail });
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
