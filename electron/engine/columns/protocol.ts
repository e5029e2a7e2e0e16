import type { MessagePort } from 'node:worker_threads';
import type { ErrorShape } from '../../contract/errors.ts';
import type { CancelFlag } from './cancellation.ts';
import type { AnyQuestion } from './questions.ts';
import type { Scan } from './scan.ts';
import type { ColumnStore } from './store.ts';

/**
 * What a column thread is started as. The builder loads the case, hands the store to the lead and ends, so that
 * its memory goes with it; the lead answers questions; helpers take part in its scans.
 *
 * `endFlag` says that the revision ends, to a thread that is at work and reads no messages.
 */
export type ThreadRole =
  | {
      readonly role: 'builder';
      readonly casePath: string;
      readonly revision: number;
      readonly lead: MessagePort;
      readonly endFlag: CancelFlag;
    }
  | {
      readonly role: 'lead';
      readonly casePath: string;
      readonly builder: MessagePort;
      readonly helpers: readonly MessagePort[];
      readonly endFlag: CancelFlag;
    }
  | { readonly role: 'helper'; readonly thread: number; readonly lead: MessagePort };

/** A question, answered with `answer` or `failure`. */
export interface LeadQuestion {
  readonly kind: 'question';
  readonly id: number;
  readonly ask: AnyQuestion;
  readonly cancelFlag: CancelFlag;
}

/** From the engine to the lead. After `end` it closes what it has open, and the threads come to their end. */
export type ToLead = LeadQuestion | { readonly kind: 'end' };

/** From the lead to the engine. `ready` or `unready` comes first. */
export type FromLead =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unready'; readonly failure: Failure }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure };

/** From the lead to its helpers: the store first. */
export type ToHelper =
  | { readonly kind: 'store'; readonly store: ColumnStore }
  | { readonly kind: 'scan'; readonly scan: Scan };

/** From the builder to the lead, once. */
export type FromBuilder =
  | { readonly kind: 'built'; readonly store: ColumnStore }
  | { readonly kind: 'failure'; readonly failure: Failure };

/**
 * From the builder to the engine: its message is on the way to the lead. A builder that ends without it leaves the
 * lead waiting, and the lead cannot tell: a port that was closed before anyone listened says nothing.
 */
export const builderDone = 'builder-done';

/** An error on its way between threads: what a user can meet keeps its shape, anything else its stack. */
export type Failure =
  | { readonly kind: 'app'; readonly shape: ErrorShape }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unexpected'; readonly stack: string };
