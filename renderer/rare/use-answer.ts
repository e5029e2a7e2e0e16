import { useCallback, useEffect, useRef, useState } from 'react';
import { isAborted } from '../state/errors.ts';

export interface Answer<T> {
  readonly value: T | null;
  readonly error: unknown;
  readonly isAsking: boolean;
  /** Asks anew; a question that is still open is given up. */
  readonly ask: (question: (signal: AbortSignal) => Promise<T>) => void;
}

/** One answer at a time: what is on the screen stays until the next one is there. */
export function useAnswer<T>(): Answer<T> {
  const abort = useRef(new AbortController());
  const [state, setState] = useState<Omit<Answer<T>, 'ask'>>({ value: null, error: null, isAsking: false });
  useEffect(() => () => abort.current.abort(), []);
  const ask = useCallback((question: (signal: AbortSignal) => Promise<T>): void => {
    abort.current.abort();
    const current = new AbortController();
    abort.current = current;
    const { signal } = current;
    setState((before) => ({ ...before, error: null, isAsking: true }));
    question(signal).then(
      (value) => {
        if (!signal.aborted) setState({ value, error: null, isAsking: false });
      },
      (error: unknown) => {
        if (!signal.aborted && !isAborted(error)) setState({ value: null, error, isAsking: false });
      },
    );
  }, []);
  return { ...state, ask };
}
