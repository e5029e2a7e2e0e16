import type { MessagePort } from 'node:worker_threads';
import type { ErrorShape } from '../../contract/errors.ts';
import type { CancelFlag } from './cancellation.ts';
import type { AnyQuestion } from './questions.ts';
import type { Scan } from './scan.ts';
import type { ColumnStore } from './store.ts';

/**
 * What a column thread is started as. The builder loads the case and ends, so that its memory goes with it; the
 * lead answers questions; helpers take part in its scans.
 */
export type ThreadRole =
  | { readonly role: 'builder'; readonly casePath: string; readonly revision: number }
  | { readonly role: 'lead'; readonly casePath: string; readonly helpers: readonly MessagePort[] }
  | { readonly role: 'helper'; readonly thread: number; readonly lead: MessagePort };

/** To the lead. A store is answered with `loaded`, a question with `answer` or `failure`. */
export type ToLead =
  | { readonly kind: 'store'; readonly store: ColumnStore }
  | { readonly kind: 'ask'; readonly id: number; readonly ask: AnyQuestion; readonly cancelFlag: CancelFlag };

/** From the lead. */
export type FromLead =
  | { readonly kind: 'loaded'; readonly revision: number }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: Failure };

/** From the lead to its helpers. */
export type ToHelper =
  | { readonly kind: 'store'; readonly store: ColumnStore }
  | { readonly kind: 'scan'; readonly scan: Scan };

/** From the builder, once. */
export type FromBuilder =
  | { readonly kind: 'built'; readonly store: ColumnStore }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** An error on its way between threads: what a user can meet keeps its shape, anything else its stack. */
export type Failure =
  | { readonly kind: 'app'; readonly shape: ErrorShape }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'unexpected'; readonly stack: string };
