import { useEffect } from 'react';
import { create } from 'zustand';
import type { FindingsSummary } from '../../electron/contract/detect.ts';
import { isAborted } from './errors.ts';
import { currentHost } from './host.ts';

interface FindingsState {
  /** Null until it is known. */
  readonly summary: FindingsSummary | null;
  readonly error: unknown;
  /** Grows whenever the findings may have changed: ask again. */
  readonly news: number;
}

const unknown: FindingsState = { summary: null, error: null, news: 0 };

/** How the findings of the case stand: what their page and the rail say. */
export const useFindings = create<FindingsState>(() => unknown);

/** Follows the findings of a case. */
export function useFindingsOf(caseId: string): void {
  useEffect(() => {
    const left = new AbortController();
    follow(caseId, left.signal).catch((error: unknown) => {
      if (!left.signal.aborted && !isAborted(error)) useFindings.setState({ error });
    });
    return () => {
      left.abort();
      useFindings.setState(unknown);
    };
  }, [caseId]);
}

async function follow(caseId: string, signal: AbortSignal): Promise<void> {
  for await (const summary of currentHost().stream('findings.watch', { case: caseId }, signal)) {
    if (signal.aborted) return;
    useFindings.setState(({ news }) => ({ summary, error: null, news: news + 1 }));
  }
}
