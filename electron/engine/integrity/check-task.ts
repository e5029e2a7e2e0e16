import type { MessagePort } from 'node:worker_threads';
import type { ErrorShape } from '../../contract/errors.ts';
import type { Proof, UsedKey, Verdict, Verification, VerifyChoice } from '../../contract/integrity.ts';
import type { GivenKey } from './key-ring.ts';
import type { ValidateOutput, ValidateQuestion } from './validate-text.ts';
import type { Note, Reason } from './verdicts.ts';

/** What is asked of a check. */
export interface CheckRequest {
  readonly version: string;
  readonly choice: VerifyChoice;
  /** Beside those of the case. */
  readonly keys: readonly GivenKey[];
  /** Given: what validate-logs would print is wanted, and nothing is kept. */
  readonly question: ValidateQuestion | null;
  /** Whether the result is written into the case; else it is handed out. */
  readonly keeps: boolean;
}

/** What the verify thread is started with. */
export interface CheckTask extends Omit<CheckRequest, 'keys'> {
  readonly casePath: string;
  /** All, and where they are from. */
  readonly keys: readonly (GivenKey & Pick<UsedKey, 'origin' | 'region'>)[];
  /** The last file of the case, and how many keys it has: what comes in meanwhile is for the next check. */
  readonly lastObject: number;
  readonly keyCount: number;
  /** From the threads that hash. */
  readonly hashers: readonly MessagePort[];
}

/** What was found of one object, as the case keeps it. */
export interface VerdictRow {
  /** Its number in the ledger; null for what is missing. */
  readonly object: number | null;
  readonly kind: 'digest' | 'log';
  readonly verdict: Verdict;
  readonly reason: Reason;
  readonly how: Proof | null;
  /** Where CloudTrail delivered it; null for what is unknown, or as the ledger has it. */
  readonly bucket: string | null;
  readonly key: string | null;
  readonly byObject: number | null;
  readonly notes: readonly Note[];
  readonly account: string | null;
  readonly region: string | null;
  readonly series: number | null;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly logCount: number | null;
  readonly isAsked: boolean;
}

/** The summary as it is kept: what is known only when it is read again is left out. */
export type CheckSummary = Omit<Verification, 'id' | 'atMs' | 'isCurrent' | 'isKept'>;

export interface CheckResult {
  readonly summary: CheckSummary;
  /** The worst first. */
  readonly rows: readonly VerdictRow[];
  /** What the case held: later files and keys make the result an old one. */
  readonly lastObject: number;
  readonly keyCount: number;
}

/** From the engine to the thread. */
export type CheckCommand = 'cancel';

/** From the thread to the engine: progress, and then one of the others. */
export type CheckMessage =
  | { readonly kind: 'progress'; readonly done: number; readonly total: number; readonly bytes: number }
  | { readonly kind: 'done'; readonly result: CheckResult | null; readonly overall: Verification['overall'] }
  | { readonly kind: 'text'; readonly lines: readonly ValidateOutput[] }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: ErrorShape; readonly detail: string };
