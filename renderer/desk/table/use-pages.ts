import { useCallback, useEffect, useRef, useState } from 'react';
import type { CaseInfo, EventRow, SortOrder } from '../../../electron/contract/api.ts';
import type { FieldName } from '../../../electron/contract/fields.ts';
import { isAborted } from '../../state/errors.ts';
import { currentHost } from '../../state/host.ts';

const pageRows = 200;
/** Pages kept around where the person looks; the rest is asked again when it is needed. */
const keptPages = 60;

interface PagesQuestion {
  readonly caseInfo: CaseInfo;
  readonly filter: string;
  /** Another number: the same filter has other rows now. */
  readonly found: number;
  readonly withDuplicates: boolean;
  readonly sort: SortOrder;
  readonly columns: readonly FieldName[];
}

export interface Pages {
  /** Rows of the whole answer; null until the first page is there. */
  readonly matched: number | null;
  readonly error: unknown;
  /** Asks again after an error. */
  retry(): void;
  /** The row at a place in the order; undefined while it is being fetched. */
  rowAt(index: number): EventRow | undefined;
  /** Fetches what is not there yet of the rows from `first` to before `end`. */
  need(first: number, end: number): void;
}

interface Kept {
  readonly pages: Map<number, readonly EventRow[]>;
  readonly asked: Set<number>;
  readonly abort: AbortController;
}

/** The rows of the table, fetched a page at a time as they come into view. A new question drops the old pages. */
export function usePages({ caseInfo, filter, found, withDuplicates, sort, columns }: PagesQuestion): Pages {
  const { case: id, revision } = caseInfo;
  const [attempt, setAttempt] = useState(0);
  const question = JSON.stringify([id, revision, filter, withDuplicates, sort, columns, found, attempt]);
  const kept = useRef<Kept>({ pages: new Map(), asked: new Set(), abort: new AbortController() });
  const [state, setState] = useState<{ matched: number | null; error: unknown; shown: Kept | null }>({
    matched: null,
    error: null,
    shown: null,
  });

  const fetchPage = useCallback(
    (own: Kept, at: number): void => {
      if (own.asked.has(at)) return;
      own.asked.add(at);
      const [, , filterText, isWith, order, fields]: [
        string,
        number,
        string,
        boolean,
        SortOrder,
        FieldName[],
      ] = JSON.parse(question);
      const page = { sort: order, offset: at * pageRows, limit: pageRows, columns: fields };
      currentHost()
        .call('events.page', { case: id, filter: filterText, withDuplicates: isWith, page }, own.abort.signal)
        .then(
          ({ matched, rows }) => {
            if (own.abort.signal.aborted) return;
            own.pages.set(at, rows);
            forgetFarPages(own, at);
            setState({ matched, error: null, shown: own });
          },
          (error: unknown) => {
            // It stays asked: a page that fails is asked again when the person says so, not on every drawing.
            if (!own.abort.signal.aborted && !isAborted(error)) setState((before) => ({ ...before, error }));
          },
        );
    },
    [question, id],
  );

  useEffect(() => {
    const own: Kept = { pages: new Map(), asked: new Set(), abort: new AbortController() };
    kept.current = own;
    fetchPage(own, 0);
    return () => own.abort.abort();
  }, [fetchPage]);

  return {
    matched: state.matched,
    error: state.error,
    retry: () => setAttempt((before) => before + 1),
    // Until the first new page is there, the old rows stay on the screen.
    rowAt: (index) => state.shown?.pages.get(Math.floor(index / pageRows))?.[index % pageRows],
    need(first, end) {
      for (let at = Math.floor(first / pageRows); at * pageRows < end; at += 1) fetchPage(kept.current, at);
    },
  };
}

function forgetFarPages(kept: Kept, near: number): void {
  if (kept.pages.size <= keptPages) return;
  const farthest = [...kept.pages.keys()].reduce(
    (far, at) => (Math.abs(at - near) > Math.abs(far - near) ? at : far),
    near,
  );
  kept.pages.delete(farthest);
  kept.asked.delete(farthest);
}
