import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../contract/errors.ts';
import type { JobControl, JobOutcome, JobReport } from './jobs.ts';
import { type SyncRun, usualConcurrency } from './sync-run.ts';

/** Syncs, waits, and syncs again, until it is cancelled. */
export async function followByClock(
  run: SyncRun,
  everyMs: number,
  report: (progress: JobReport) => void,
  signal: AbortSignal,
  control: JobControl,
): Promise<JobOutcome> {
  for (;;) {
    const outcome = await run.sync(null, usualConcurrency, report, signal, control);
    if (outcome.isCancelled) return outcome;
    control.show({ note: `Up to date. Looking again every ${Math.round(everyMs / 60_000)} min.` });
    try {
      await pause(everyMs, undefined, { signal });
    } catch {
      // Only its being cancelled ends the wait.
      return { ...outcome, isCancelled: true };
    }
    control.show({ note: null });
  }
}

export async function followByQueue(
  _run: SyncRun,
  _url: string,
  _report: (progress: JobReport) => void,
  _signal: AbortSignal,
  _control: JobControl,
): Promise<JobOutcome> {
  throw new AppError('bad-request', 'Being written.');
}
