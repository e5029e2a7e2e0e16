import { create } from 'zustand';
import type { Job } from '../../electron/contract/api.ts';
import { isQuiet, isRunning, useJobs } from './jobs.ts';

/** A case that is about to be left while it is worked on: what the person is asked. */
export interface LeaveRequest {
  readonly case: string;
  readonly caseName: string;
  /** What would come instead, as a question: "Open other.spoor?" */
  readonly question: string;
  /** The word on the button that goes on: "open". */
  readonly verb: 'open' | 'close';
  readonly answer: (mayLeave: boolean) => void;
}

interface LeavingState {
  readonly request: LeaveRequest | null;
}

export const useLeaving = create<LeavingState>(() => ({ request: null }));

/** The jobs of a case that would be stopped with it, the one that began first at the head. */
export function runningJobs(jobs: readonly Job[], caseId: string): readonly Job[] {
  return jobs.filter((job) => job.case === caseId && isRunning(job) && !isQuiet(job)).reverse();
}

/** Whether a case may be left: at once where nothing of it runs, else as the person says. */
export async function mayLeave(request: Omit<LeaveRequest, 'answer'>): Promise<boolean> {
  if (runningJobs(useJobs.getState().jobs, request.case).length === 0) return true;
  // A second way out while the first is asked about: the newest is meant.
  useLeaving.getState().request?.answer(false);
  return new Promise((resolve) => {
    const answer = (isYes: boolean): void => {
      useLeaving.setState({ request: null });
      resolve(isYes);
    };
    useLeaving.setState({ request: { ...request, answer } });
  });
}
