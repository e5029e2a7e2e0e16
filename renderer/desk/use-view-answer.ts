import { useEffect, useRef, useState } from 'react';
import type { CaseInfo, Params, Result } from '../../electron/contract/api.ts';
import { timeRangeOf } from '../../electron/contract/filter/edit.ts';
import { everything } from '../../electron/contract/filter/syntax-tree.ts';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';
import { useView } from '../state/view.ts';
import { noteAnswered, readFilter } from './edit-filter.ts';
import { shownValues, useFacets } from './facets/facet-state.ts';
import { type LatestAnswer, latestAnswer } from './latest-answer.ts';
import { type Domain, domainOf } from './timeline/domain.ts';

export type ViewAnswer = Result<'events.view'>;

interface Question {
  readonly params: Params<'events.view'>;
  readonly domain: Domain | null;
}

interface Answered {
  /** The last answer; it stays on the screen until the next is there. */
  readonly answer: ViewAnswer | null;
  /** The filter that {@link answer} answers. */
  readonly answeredFilter: string;
  /** The time that its bars cover. */
  readonly domain: Domain | null;
  /** True while a question about something else than {@link answer} is open. */
  readonly isStale: boolean;
  readonly error: unknown;
}

export interface ViewState extends Answered {
  /** The question on the screen could not be answered: what is shown answers the last one that could. */
  readonly isOutdated: boolean;
  /** The case has grown since the answer; the next is on its way. */
  readonly isBehind: boolean;
}

/** As many bars as the width of a laptop shows apart. */
const maxBars = 180;

/**
 * Timeline and facets of the current filter. Another view cancels the question; a grown case waits for its answer.
 *
 * @param found grows whenever a search in the records has more to show
 */
export function useViewAnswer(caseInfo: CaseInfo, found: number): ViewState & { readonly retry: () => void } {
  const { case: id, revision } = caseInfo;
  const filter = useView((state) => state.filterText);
  const withDuplicates = useView((state) => state.withDuplicates);
  const expanded = useFacets((state) => state.expanded);
  const shown = useFacets((state) => state.shown);
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Answered>({
    answer: null,
    answeredFilter: '',
    domain: null,
    isStale: true,
    error: null,
  });
  const asker = useRef<LatestAnswer<Question>>(null);
  const lastTopic = useRef('');

  useEffect(() => {
    const own = latestAnswer<Question, ViewAnswer>({
      ask: ({ params }, signal) => currentHost().call('events.view', params, signal),
      onAnswer: ({ params, domain }, answer) => {
        noteAnswered(params.filter);
        setState({ answer, answeredFilter: params.filter, domain, isStale: false, error: null });
      },
      onError: (_, error) => {
        if (!isAborted(error)) setState((before) => ({ ...before, isStale: false, error }));
      },
    });
    asker.current = own;
    return () => own.stop();
  }, []);

  // In any order the same fields are the same question.
  const wanted = shown.toSorted().map((field) => ({ field, top: shownValues(expanded.includes(field)) }));
  const topic = JSON.stringify([id, filter, withDuplicates, wanted, attempt]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the topic holds what is asked; a new revision, or more that was found, asks it again.
  useEffect(() => {
    const domain = domainOf(timeRangeOf(readFilter(filter) ?? everything), caseInfo, maxBars);
    // The bars stand still while a person filters: their step comes from the time looked at, not from what matches.
    const histogram = domain === null ? null : { maxBars: domain.bars, stepMs: domain.stepMs };
    const params = { case: id, filter, withDuplicates, histogram, facets: wanted, page: null };
    if (topic !== lastTopic.current) setState((before) => ({ ...before, isStale: true, error: null }));
    lastTopic.current = topic;
    asker.current?.next({ topic, question: { params, domain } });
  }, [topic, revision, found]);

  const { answer, error } = state;
  return {
    ...state,
    isOutdated: error !== null && answer !== null,
    isBehind: error === null && answer !== null && answer.revision < revision,
    retry: () => setAttempt((before) => before + 1),
  };
}
