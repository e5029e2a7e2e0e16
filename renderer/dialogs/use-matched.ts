import { useEffect, useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { countExactly } from '../desk/count-exactly.ts';

interface Matched {
  /** Null while it is being counted. */
  readonly count: number | null;
  readonly total: number;
  readonly error: unknown;
}

/** How many events a filter leaves: exact, and asked again when the case grows. */
export function useMatched(
  { case: id, revision }: CaseInfo,
  filter: string,
  withDuplicates: boolean,
): Matched {
  const [matched, setMatched] = useState<Matched>({ count: null, total: 0, error: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision asks the same question again.
  useEffect(() => {
    const abort = new AbortController();
    setMatched({ count: null, total: 0, error: null });
    countExactly({ case: id, filter, withDuplicates }, abort.signal).then(
      (answer) => setMatched({ count: answer.matched, total: answer.total, error: null }),
      (error: unknown) => {
        if (!abort.signal.aborted) setMatched({ count: null, total: 0, error });
      },
    );
    return () => abort.abort();
  }, [id, revision, filter, withDuplicates]);
  return matched;
}
