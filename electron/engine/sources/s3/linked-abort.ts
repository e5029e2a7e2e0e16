import { setMaxListeners } from 'node:events';

/** A controller of one's own whose signal aborts with the outer one too. */
export function linkedAbort(outer: AbortSignal): {
  readonly signal: AbortSignal;
  readonly abort: () => void;
} {
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  // Every request under way listens to it: many listeners are no leak here.
  setMaxListeners(0, signal);
  return { signal, abort: () => own.abort() };
}
