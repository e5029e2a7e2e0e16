import { useEffect, useRef, useState } from 'react';
import type { CaseInfo, Result } from '../../electron/contract/api.ts';
import { timeRangeOf } from '../../electron/contract/filter/edit.ts';
import { everything } from '../../electron/contract/filter/syntax-tree.ts';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';
import { useView } from '../state/view.ts';
import { readFilter } from './edit-filter.ts';
import { facetFields, shownValues, useFacets } from './facets/facet-state.ts';
import { type Domain, domainOf } from './timeline/domain.ts';

export type ViewAnswer = Result<'events.view'>;

export interface ViewState {
  /** The last answer; it stays on the screen until the next is there. */
  readonly answer: ViewAnswer | null;
  /** The filter that {@link answer} answers. */
  readonly answeredFilter: string;
  /** The time that its bars cover. */
  readonly domain: Domain | null;
  /** True while a newer question is open. */
  readonly isStale: boolean;
  readonly error: unknown;
}

/** As many bars as the width of a laptop shows apart. */
const maxBars = 180;

/** Timeline and facets of the current filter. A newer question cancels the older one. */
export function useViewAnswer(caseInfo: CaseInfo): ViewState & { readonly retry: () => void } {
  const { case: id, revision } = caseInfo;
  const filter = useView((state) => state.filterText);
  const withDuplicates = useView((state) => state.withDuplicates);
  const expanded = useFacets((state) => state.expanded);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<ViewState>({
    answer: null,
    answeredFilter: '',
    domain: null,
    isStale: true,
    error: null,
  });
  const latest = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision or attempt asks the same question again.
  useEffect(() => {
    const abort = new AbortController();
    latest.current += 1;
    const question = latest.current;
    setState((before) => ({ ...before, isStale: true }));
    const domain = domainOf(timeRangeOf(readFilter(filter) ?? everything), caseInfo, maxBars);
    // The bars stand still while a person filters: their step comes from the time looked at, not from what matches.
    const histogram = domain === null ? null : { maxBars: domain.bars, stepMs: domain.stepMs };
    const facets = facetFields.map((field) => ({ field, top: shownValues(expanded.includes(field)) }));
    currentHost()
      .call('events.view', { case: id, filter, withDuplicates, histogram, facets, page: null }, abort.signal)
      .then(
        (answer) => {
          if (question === latest.current)
            setState({ answer, answeredFilter: filter, domain, isStale: false, error: null });
        },
        (error: unknown) => {
          if (question === latest.current && !isAborted(error))
            setState((before) => ({ ...before, isStale: false, error }));
        },
      );
    return () => abort.abort();
  }, [id, revision, filter, withDuplicates, expanded, attempt]);
  return { ...state, retry: () => setAttempt((before) => before + 1) };
}
