import { useEffect, useRef, useState } from 'react';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';

/** The view is counted anew with what was found at most this often. */
const tellEveryMs = 300;

export interface RecordSearch {
  /** Null while nothing is being searched. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** It was stopped, or it failed, before every event was decided. */
  readonly isStopped: boolean;
  readonly error: unknown;
  stop(): void;
  goOn(): void;
}

interface SearchQuestion {
  readonly case: string;
  /** The filter of the answer on the screen. */
  readonly filter: string;
  readonly withDuplicates: boolean;
  /** How many events that answer leaves undecided, and of which state of the case it is. */
  readonly undecided: number;
  readonly revision: number;
  /** There is more to show. */
  readonly onFound: () => void;
}

interface State {
  readonly progress: RecordSearch['progress'];
  readonly isStopped: boolean;
  readonly error: unknown;
}

const idle: State = { progress: null, isStopped: false, error: null };

/** Searches the records for what columns could not answer, beside what is known already. Another filter ends it. */
export function useRecordSearch(question: SearchQuestion): RecordSearch {
  const { case: id, filter, withDuplicates, undecided, revision } = question;
  const [state, setState] = useState<State>(idle);
  const [attempt, setAttempt] = useState(0);
  const abort = useRef<AbortController>(null);
  const onFound = useRef(question.onFound);
  onFound.current = question.onFound;
  const isNeeded = undecided > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: an attempt asks the same again, and so does a case that has grown.
  useEffect(() => {
    setState(idle);
    if (!isNeeded) return undefined;
    const own = new AbortController();
    abort.current = own;
    search({ case: id, filter, withDuplicates }, own.signal, setState, () => onFound.current()).catch(
      (error: unknown) => {
        if (!own.signal.aborted && !isAborted(error)) setState({ progress: null, isStopped: true, error });
      },
    );
    return () => own.abort();
  }, [id, revision, filter, withDuplicates, isNeeded, attempt]);

  return {
    ...state,
    stop() {
      abort.current?.abort();
      setState({ progress: null, isStopped: true, error: null });
      onFound.current();
    },
    goOn: () => setAttempt((before) => before + 1),
  };
}

async function search(
  selection: { readonly case: string; readonly filter: string; readonly withDuplicates: boolean },
  signal: AbortSignal,
  setState: (state: State) => void,
  onFound: () => void,
): Promise<void> {
  let toldAtMs = performance.now();
  for await (const progress of currentHost().stream('events.search', selection, signal)) {
    if (signal.aborted) return;
    setState({ progress, isStopped: false, error: null });
    if (performance.now() - toldAtMs < tellEveryMs) continue;
    toldAtMs = performance.now();
    onFound();
  }
  if (!signal.aborted) onFound();
}
