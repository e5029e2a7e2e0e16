import { useEffect, useState } from 'react';
import type { EventDetail } from '../../../electron/contract/api.ts';
import { isAborted } from '../../state/errors.ts';
import { currentHost } from '../../state/host.ts';

export interface DetailState {
  /** The last record that arrived: the one before, until the new one is there. */
  readonly detail: EventDetail | null;
  readonly error: unknown;
  /** It takes long enough to say so. */
  readonly isSlow: boolean;
  readonly retry: () => void;
}

/** Sooner than this nobody is told that something is being waited for. */
const slowMs = 150;

/** One event with its record, asked for again when the case changes. */
export function useEventDetail(caseId: string, event: number, revision: number): DetailState {
  const [state, setState] = useState<{ detail: EventDetail | null; error: unknown }>({
    detail: null,
    error: null,
  });
  const [isSlow, setIsSlow] = useState(false);
  const [attempt, setAttempt] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or attempt asks the same question again.
  useEffect(() => {
    const abort = new AbortController();
    const timer = window.setTimeout(() => setIsSlow(true), slowMs);
    const settle = (next: (before: EventDetail | null) => { detail: EventDetail | null; error: unknown }) => {
      if (abort.signal.aborted) return;
      window.clearTimeout(timer);
      setIsSlow(false);
      setState(({ detail }) => next(detail));
    };
    currentHost()
      .call('events.get', { case: caseId, event }, abort.signal)
      .then(
        (detail) => settle(() => ({ detail, error: null })),
        (error: unknown) => {
          if (!isAborted(error)) settle((detail) => ({ detail, error }));
        },
      );
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [caseId, event, revision, attempt]);

  return { ...state, isSlow, retry: () => setAttempt((before) => before + 1) };
}
