import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseInfo, FileCounts, FileStatus, LedgerRow, LedgerSort } from '../../electron/contract/api.ts';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';

export interface Ledger {
  /** Null until the first answer. */
  readonly total: number | null;
  readonly counts: FileCounts | null;
  readonly error: unknown;
  readonly rowAt: (index: number) => LedgerRow | undefined;
  /** Asks for what is missing of this run of rows. */
  readonly need: (first: number, last: number) => void;
}

const pageRows = 100;

/** What of the ledger is shown, and in which order; null for that of import. */
export interface LedgerQuestion {
  readonly status: FileStatus | null;
  readonly text: string;
  readonly sort: LedgerSort | null;
}

/** The ledger under a question, page by page as it is looked at, asked again when the case changes. */
export function useLedger(caseInfo: CaseInfo, { status, text, sort }: LedgerQuestion): Ledger {
  const { case: id, revision, files } = caseInfo;
  const seen = files.seen;
  const pages = useRef(new Map<number, readonly LedgerRow[]>());
  const asked = useRef(new Set<number>());
  const abort = useRef(new AbortController());
  const [answer, setAnswer] = useState<{
    total: number | null;
    counts: FileCounts | null;
    error: unknown;
    version: number;
  }>({
    total: null,
    counts: null,
    error: null,
    version: 0,
  });

  const ask = useCallback(
    async (page: number, signal: AbortSignal): Promise<void> => {
      asked.current.add(page);
      try {
        const result = await currentHost().call(
          'ledger.page',
          {
            case: id,
            status,
            text,
            ...(sort === null ? {} : { sort }),
            offset: page * pageRows,
            limit: pageRows,
          },
          signal,
        );
        if (signal.aborted) return;
        pages.current.set(page, result.rows);
        setAnswer(({ version }) => ({
          total: result.total,
          counts: result.counts,
          error: null,
          version: version + 1,
        }));
      } catch (error) {
        if (signal.aborted || isAborted(error)) return;
        asked.current.delete(page);
        setAnswer((before) => ({ ...before, error }));
      }
    },
    [id, status, text, sort],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: more files or a new revision ask the same question again.
  useEffect(() => {
    const current = new AbortController();
    abort.current = current;
    // What is on the screen stays until the new answer is there.
    asked.current.clear();
    pages.current.clear();
    void ask(0, current.signal);
    return () => current.abort();
  }, [ask, revision, seen]);

  const need = useCallback(
    (first: number, last: number): void => {
      for (let page = Math.floor(first / pageRows); page <= Math.floor(last / pageRows); page++) {
        if (page >= 0 && !asked.current.has(page)) void ask(page, abort.current.signal);
      }
    },
    [ask],
  );
  const rowAt = useCallback(
    (index: number) => pages.current.get(Math.floor(index / pageRows))?.[index % pageRows],
    [],
  );
  return { total: answer.total, counts: answer.counts, error: answer.error, rowAt, need };
}
