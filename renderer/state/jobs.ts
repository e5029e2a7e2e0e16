import { create } from 'zustand';
import type { Job } from '../../electron/contract/api.ts';
import { runCommand } from './commands.ts';
import { isAborted } from './errors.ts';
import { currentHost, useHost } from './host.ts';
import { describeOutcome, problemCount } from './job-words.ts';
import { reportError, runInBackground, showToast } from './toasts.ts';

interface JobsState {
  /** Newest first. */
  readonly jobs: readonly Job[];
}

/** Every job of the engine, as `jobs.watch` tells. */
export const useJobs = create<JobsState>(() => ({ jobs: [] }));

let shownCase: string | null = null;

/** The news of jobs is that of the case that this window shows; another window has its own. Null: of every case. */
export function tellJobsOf(id: string | null): void {
  shownCase = id;
}

export function isRunning(job: Job): boolean {
  return job.endedAtMs === null;
}

/** Nobody asked for it and nothing waits for it: only a look into the tray shows it, or its failure. */
export function isQuiet(job: Job): boolean {
  return job.kind === 'skipIndex' && job.state !== 'failed';
}

/** Follows the jobs until `signal` aborts. Call again after a lost connection. */
export async function watchJobs(signal: AbortSignal): Promise<void> {
  useJobs.setState({ jobs: [] });
  try {
    for await (const job of currentHost().stream('jobs.watch', {}, signal)) take(job);
  } catch (error) {
    // A lost connection is told by the host itself.
    if (!signal.aborted && !isAborted(error) && useHost.getState().failure === null) reportError(error);
  }
}

function take(job: Job): void {
  if (job.state === 'dismissed') {
    forget(job.id);
    return;
  }
  const before = useJobs.getState().jobs.find(({ id }) => id === job.id);
  useJobs.setState(({ jobs }) => ({
    jobs: [job, ...jobs.filter(({ id }) => id !== job.id)].sort((a, b) => b.startedAtMs - a.startedAtMs),
  }));
  if (shownCase !== null && job.case !== shownCase) return;
  if (before?.state !== 'paused' && job.state === 'paused' && job.note !== null) tellHalt(job, job.note);
  // Only what ended before these eyes is news; after a reload the tray has it.
  if (before !== undefined && isRunning(before) && !isRunning(job) && !isQuiet(job)) tellEnd(job);
}

/** It has paused by itself, over something that only a person can mend. */
function tellHalt({ id, title }: Job, note: string): void {
  const action = { label: 'Go on', run: () => resumeJob(id) };
  showToast({ tone: 'fail', title: `${title} is paused`, text: note, stays: true, action });
}

function tellEnd(job: Job): void {
  const { title, text } = describeOutcome(job);
  const tone = job.state === 'failed' ? 'fail' : job.state !== 'done' || hasDoubts(job) ? 'neutral' : 'ok';
  const files = job.importResult?.files;
  const hasProblems = files !== undefined && problemCount(files) > 0;
  const action = { label: 'Open the ledger', run: () => runCommand('page.ledger') };
  const proof = { label: 'Show the proof', run: () => runCommand('page.proof') };
  showToast({
    tone,
    title,
    text,
    ...(job.overall !== null ? { action: proof } : hasProblems ? { action } : {}),
  });
}

/** A check that has found something is no success to be told in green. */
function hasDoubts({ overall }: Job): boolean {
  return overall !== null && overall !== 'intact';
}

export function pauseJob(job: string): void {
  runInBackground(() => currentHost().call('jobs.pause', { job }));
}

export function resumeJob(job: string): void {
  runInBackground(() => currentHost().call('jobs.resume', { job }));
}

export function cancelJob(job: string): void {
  runInBackground(() => currentHost().call('jobs.cancel', { job }));
}

/** Takes a job that has ended off the list. */
export function dismissJob(job: string): void {
  forget(job);
  runInBackground(() => currentHost().call('jobs.dismiss', { job }));
}

function forget(job: string): void {
  useJobs.setState(({ jobs }) => ({ jobs: jobs.filter(({ id }) => id !== job) }));
}
