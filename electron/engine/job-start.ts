import type { ExportResult, ImportResult, Job, Params } from '../contract/api.ts';
import type { AppError } from '../contract/errors.ts';
import type { Overall } from '../contract/integrity.ts';
import type { JobQuestion } from '../contract/s3.ts';
import type { WayOn } from './unfinished-jobs.ts';

export type JobReport = Partial<Pick<Job['progress'], 'done' | 'total' | 'bytes' | 'events'>>;

export type JobAnswer = Params<'jobs.answer'>['answer'];

/** What a job can do beside working. */
export interface JobControl {
  /** Makes it pausable: `set` is told when a person pauses and resumes it. */
  readonly onPausable: (set: (isPaused: boolean) => void) => void;
  /** Puts a question to a person and waits for the answer. @throws the signal's reason */
  readonly ask: (question: JobQuestion) => Promise<JobAnswer>;
  /**
   * Pauses it over something that a person can mend, and says what, until they let it go on. Without a person who
   * looks at the jobs it fails with that instead. @throws `why`; the signal's reason
   */
  readonly halt: (why: AppError) => Promise<void>;
  /** Tells when the machine has slept: a wait for the network need not last longer. Ends when called back. */
  readonly onWake: (tell: () => void) => () => void;
  readonly show: (what: Partial<Pick<Job, 'places' | 'note'>>) => void;
}

export interface JobOutcome {
  readonly isCancelled: boolean;
  readonly importResult?: ImportResult;
  readonly exportResult?: ExportResult;
  readonly overall?: Overall;
}

export interface JobStart {
  readonly kind: Job['kind'];
  readonly case: string;
  readonly title: string;
  readonly unit: Job['progress']['unit'];
  /** Nobody asked for it: it leaves the list at its end, unless it fails. */
  readonly isQuiet?: boolean;
  /** How its rest is done should the engine be ended in the middle of it. */
  readonly unfinished?: {
    readonly casePath: string;
    readonly wayOn: WayOn;
  };
  readonly run: (
    report: (progress: JobReport) => void,
    signal: AbortSignal,
    control: JobControl,
  ) => Promise<JobOutcome>;
}
