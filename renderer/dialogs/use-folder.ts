import { useEffect, useState } from 'react';
import type { Grant } from '../../electron/contract/api.ts';
import { currentHost } from '../state/host.ts';

interface Folder {
  readonly entries: readonly Grant[];
  readonly isTruncated: boolean;
  readonly isLoading: boolean;
  readonly error: unknown;
}

const loading: Folder = { entries: [], isTruncated: false, isLoading: true, error: null };

/** What lies in a folder; null stands for the list of roots. `attempt` grows to ask again. */
export function useFolder(folder: Grant | null, roots: readonly Grant[], attempt: number): Folder {
  const [state, setState] = useState<Folder>(loading);
  const token = folder?.token;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks the same question again.
  useEffect(() => {
    if (token === undefined) {
      setState({ entries: roots, isTruncated: false, isLoading: false, error: null });
      return;
    }
    const abort = new AbortController();
    setState(loading);
    currentHost()
      .call('host.browse', { grant: token }, abort.signal)
      .then(
        ({ entries, isTruncated }) => setState({ entries, isTruncated, isLoading: false, error: null }),
        (error: unknown) => {
          if (!abort.signal.aborted) setState({ entries: [], isTruncated: false, isLoading: false, error });
        },
      );
    return () => abort.abort();
  }, [token, roots, attempt]);
  return state;
}
