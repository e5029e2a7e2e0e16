import { SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { conditionsOf, timeRangeOf, without } from '../../electron/contract/filter/edit.ts';
import { printFilter } from '../../electron/contract/filter/print.ts';
import { everything, type Filter } from '../../electron/contract/filter/syntax-tree.ts';
import { formatCounted } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { editFilter, readFilter } from './edit-filter.ts';
import styles from './empty-result.module.css';

interface EmptyResultProps {
  readonly caseInfo: CaseInfo;
  readonly filterText: string;
}

/** Why no event is shown: which condition to let go, and what that would bring back. */
export function EmptyResult({ caseInfo, filterText }: EmptyResultProps) {
  const zone = useView((state) => state.zone);
  const filter = readFilter(filterText) ?? everything;
  const conditions = conditionsOf(filter);
  const outside = outsideOf(caseInfo, filter);
  return (
    <div className={styles.place}>
      <EmptyState
        icon={<SearchX size={28} />}
        title="No event meets this filter"
        actions={<Button onClick={() => useView.getState().setFilterText('')}>Clear the filter</Button>}
      >
        {outside ? (
          <p>
            The case has events from {formatTime(caseInfo.firstTimeMs, zone)} to{' '}
            {formatTime(caseInfo.lastTimeMs, zone)}; the filter asks for another time. Whether anything was
            logged then, these files cannot say.
          </p>
        ) : null}
        {conditions.length > 1 ? (
          <ul className={styles.conditions} aria-label="Conditions that can be let go">
            {conditions.map((condition) => (
              <Condition
                key={printFilter(condition)}
                caseInfo={caseInfo}
                filter={filter}
                condition={condition}
              />
            ))}
          </ul>
        ) : null}
      </EmptyState>
    </div>
  );
}

function Condition({
  caseInfo,
  filter,
  condition,
}: {
  readonly caseInfo: CaseInfo;
  readonly filter: Filter;
  readonly condition: Filter;
}) {
  const withDuplicates = useView((state) => state.withDuplicates);
  const rest = printFilter(without(filter, condition));
  const [matched, setMatched] = useState<number | null>(null);
  useEffect(() => {
    const abort = new AbortController();
    currentHost()
      .call(
        'events.view',
        { case: caseInfo.case, filter: rest, withDuplicates, histogram: null, facets: [], page: null },
        abort.signal,
      )
      .then(
        (answer) => setMatched(answer.matched),
        () => {
          // Without the number the button still works.
        },
      );
    return () => abort.abort();
  }, [caseInfo.case, rest, withDuplicates]);
  return (
    <li>
      <Button size="small" onClick={() => editFilter(() => without(filter, condition))}>
        without <code>{visibleText(printFilter(condition))}</code>
      </Button>
      <span>{matched === null ? '' : formatCounted(matched, 'event')}</span>
    </li>
  );
}

function outsideOf({ firstTimeMs, lastTimeMs }: CaseInfo, filter: Filter): boolean {
  const { fromMs, untilMs } = timeRangeOf(filter);
  if (firstTimeMs === null || lastTimeMs === null) return false;
  return (fromMs !== null && fromMs > lastTimeMs) || (untilMs !== null && untilMs <= firstTimeMs);
}
