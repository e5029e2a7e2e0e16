import type { ErrorShape } from '../../contract/errors.ts';
import type { SkipProgress } from './build.ts';

/** What the skip thread is started with. */
export interface SkipTask {
  readonly casePath: string;
  /** Nothing is done while fewer events are not noted. */
  readonly minEvents: number;
  /** Nobody waits for it: everything else goes first. */
  readonly isInBackground: boolean;
}

/** To the thread. */
export type SkipCommand = 'cancel' | 'pause' | 'resume';

/** From it: progress, and one of the others at its end. */
export type SkipMessage =
  | { readonly kind: 'progress'; readonly progress: SkipProgress }
  | { readonly kind: 'done' }
  | { readonly kind: 'cancelled' }
  /** `detail` is the stack where `error` is a fault of Spoor's own. */
  | { readonly kind: 'failed'; readonly error: ErrorShape; readonly detail: string };
