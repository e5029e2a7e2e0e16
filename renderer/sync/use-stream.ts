import { useEffect, useState } from 'react';
import { isAborted } from '../state/errors.ts';

export interface Streamed<T> {
  /** The newest value; null before the first. */
  readonly value: T | null;
  readonly error: unknown;
}

/** Follows a stream while `key` stays the same; null follows none. The newest value stands for all before it. */
export function useStream<T>(
  key: string | null,
  open: (signal: AbortSignal) => AsyncIterable<T>,
): Streamed<T> {
  const [state, setState] = useState<Streamed<T>>({ value: null, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is asked; the function is new with every drawing.
  useEffect(() => {
    setState({ value: null, error: null });
    if (key === null) return;
    const left = new AbortController();
    const follow = async (): Promise<void> => {
      for await (const value of open(left.signal)) {
        if (left.signal.aborted) return;
        setState({ value, error: null });
      }
    };
    follow().catch((error: unknown) => {
      if (!left.signal.aborted && !isAborted(error)) setState((before) => ({ ...before, error }));
    });
    return () => left.abort();
  }, [key]);
  return state;
}
