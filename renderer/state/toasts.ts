import { create } from 'zustand';
import { describeError, isAborted } from './errors.ts';

export interface Toast {
  readonly id: number;
  readonly tone: 'ok' | 'fail' | 'neutral';
  readonly title: string;
  readonly text: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Until it is dismissed or its action taken, as errors do. */
  readonly stays?: boolean;
  /** The person has put it away without its action. */
  readonly onDismiss?: () => void;
}

interface ToastState {
  readonly toasts: readonly Toast[];
  /** What is open and has a place for toasts, by a name each; the topmost last. */
  readonly places: readonly string[];
}

/** Short news in a corner, or in the dialog that is open. Errors stay until they are dismissed. */
export const useToasts = create<ToastState>(() => ({ toasts: [], places: [] }));

const shownMs = 7000;
const mostAtOnce = 4;
let lastId = 0;

export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts, { ...toast, id }].slice(-mostAtOnce) }));
  if (toast.tone !== 'fail' && toast.stays !== true) window.setTimeout(() => dismissToast(id), shownMs);
}

export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }));
}

/** Toasts appear in the place that was made last, until it is left. @returns how to leave it */
export function makePlace(name: string): () => void {
  useToasts.setState(({ places }) => ({ places: [...places, name] }));
  return () => useToasts.setState(({ places }) => ({ places: places.filter((place) => place !== name) }));
}

/** Tells of a failed action as message and advice. What was no longer wanted is not told. */
export function reportError(error: unknown): void {
  if (isAborted(error)) return;
  const { message, advice } = describeError(error);
  showToast({ tone: 'fail', title: message, text: advice });
}

/** Runs an action that nothing waits for; a failure becomes a toast. */
export function runInBackground(action: () => Promise<unknown>): void {
  action().catch(reportError);
}
