import { SearchX } from 'lucide-react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { timeRangeOf } from '../../electron/contract/filter/edit.ts';
import { everything, type Filter } from '../../electron/contract/filter/syntax-tree.ts';
import { formatTime } from '../format/time.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ConditionList } from './condition-list.tsx';
import { readFilter } from './edit-filter.ts';
import styles from './empty-result.module.css';
import { trialsOf } from './use-condition-counts.ts';

interface EmptyResultProps {
  readonly caseInfo: CaseInfo;
  readonly filterText: string;
}

/** Why no event is shown: which condition to let go, and what that would bring back. */
export function EmptyResult({ caseInfo, filterText }: EmptyResultProps) {
  const zone = useView((state) => state.zone);
  const filter = readFilter(filterText) ?? everything;
  const trials = trialsOf(filter);
  return (
    <div className={styles.place}>
      <EmptyState
        icon={<SearchX size={28} />}
        title="No event meets this filter"
        actions={<Button onClick={() => useView.getState().setFilterText('')}>Clear the filter</Button>}
      >
        {isOutside(caseInfo, filter) ? (
          <p>
            The case has events from {formatTime(caseInfo.firstTimeMs, zone)} to{' '}
            {formatTime(caseInfo.lastTimeMs, zone)}; the filter asks for another time. Whether anything was
            logged then, these files cannot say.
          </p>
        ) : null}
        {trials.length > 1 ? <ConditionList caseId={caseInfo.case} trials={trials} /> : null}
      </EmptyState>
    </div>
  );
}

function isOutside({ firstTimeMs, lastTimeMs }: CaseInfo, filter: Filter): boolean {
  const { fromMs, untilMs } = timeRangeOf(filter);
  if (firstTimeMs === null || lastTimeMs === null) return false;
  return (fromMs !== null && fromMs > lastTimeMs) || (untilMs !== null && untilMs <= firstTimeMs);
}
