import { AppError } from '../contract/errors.ts';
import { followQueue } from './follow/follow-queue.ts';
import { openQueue } from './follow/queue.ts';
import type { JobControl, JobOutcome, JobReport } from './jobs.ts';
import { asAppError } from './sources/s3/bucket-failure.ts';
import { type SyncRun, usualConcurrency } from './sync-run.ts';
import { Wake } from './wake.ts';

/** Syncs, waits, and syncs again, until it is cancelled. */
export async function followByClock(
  run: SyncRun,
  everyMs: number,
  report: (progress: JobReport) => void,
  signal: AbortSignal,
  control: JobControl,
): Promise<JobOutcome> {
  const wake = new Wake();
  control.onWake(() => wake.wake());
  for (;;) {
    const outcome = await run.sync(null, usualConcurrency, report, signal, control);
    if (outcome.isCancelled) return outcome;
    control.show({ note: `Up to date. Looking again every ${Math.round(everyMs / 60_000)} min.` });
    try {
      await wake.pause(everyMs, signal);
    } catch {
      // Only its being cancelled ends the wait.
      return { ...outcome, isCancelled: true };
    }
    control.show({ note: null });
  }
}

/** Brings what the trail's notifications name, until it is cancelled. */
export async function followByQueue(
  run: SyncRun,
  url: string,
  report: (progress: JobReport) => void,
  signal: AbortSignal,
  control: JobControl,
): Promise<JobOutcome> {
  const { credentials, caPem, region } = run.connection;
  if (credentials === null)
    throw new AppError('not-allowed', 'A queue cannot be read without signing in.', {
      advice: 'Sign in with a profile or keys that may read it.',
    });
  const wake = new Wake();
  control.onWake(() => wake.wake());
  const queue = openQueue({ url, region, credentials, caPem });
  try {
    await followQueue({
      queue,
      place: run.settings.place,
      bring: async (keys) => {
        await run.sync(keys, usualConcurrency, report, signal, control);
        return { notInCase: new Set(keys.filter((key) => !run.isInCase(key))) };
      },
      onNews: (note) => control.show({ note }),
      signal,
      wake,
    });
  } catch (error) {
    throw asAppError(error);
  } finally {
    queue.close();
  }
  return { isCancelled: true };
}
