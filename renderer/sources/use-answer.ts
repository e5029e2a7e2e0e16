import { useEffect, useState } from 'react';
import { isAborted } from '../state/errors.ts';

export interface Answer<T> {
  readonly value: T | null;
  readonly error: unknown;
}

/** Asks once for each `key`; while a new answer is awaited the one before stays. */
export function useAnswer<T>(key: string, ask: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [state, setState] = useState<Answer<T>>({ value: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked; the function is new with every drawing.
  useEffect(() => {
    const left = new AbortController();
    ask(left.signal).then(
      (value) => {
        if (!left.signal.aborted) setState({ value, error: null });
      },
      (error: unknown) => {
        if (!left.signal.aborted && !isAborted(error)) setState((before) => ({ ...before, error }));
      },
    );
    return () => left.abort();
  }, [key]);
  return state;
}
