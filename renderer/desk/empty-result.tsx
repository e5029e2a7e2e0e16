import { SearchX } from 'lucide-react';
import type { CaseInfo } from '../../electron/contract/api.ts';
import { timeRangeOf } from '../../electron/contract/filter/edit.ts';
import { everything, type Filter } from '../../electron/contract/filter/syntax-tree.ts';
import { formatTime } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import type { ProofView } from '../state/proof-view.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ConditionList } from './condition-list.tsx';
import { readFilter } from './edit-filter.ts';
import styles from './empty-result.module.css';
import { ProofLink } from './proof-link.tsx';
import { trialsOf } from './use-condition-counts.ts';
import { useEvidence } from './use-evidence.ts';

interface EmptyResultProps {
  readonly caseInfo: CaseInfo;
  readonly filterText: string;
  /** Of the case, when it was answered. */
  readonly revision: number;
}

/** Why no event is shown: whether there could be one, which condition to let go, and what that would bring back. */
export function EmptyResult({ caseInfo, filterText, revision }: EmptyResultProps) {
  const zone = useView((state) => state.zone);
  const filter = readFilter(filterText) ?? everything;
  const trials = trialsOf(filter);
  const { evidence, isStale } = useEvidence(
    { case: caseInfo.case, filter: filterText, fromMs: null, untilMs: null },
    revision,
  );
  const sentence = isStale ? null : (evidence?.sentence ?? null);
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
            {formatTime(caseInfo.lastTimeMs, zone)}; the filter asks for another time.
            {sentence === null && !isStale
              ? ' Whether anything was logged then, these files cannot say.'
              : null}
          </p>
        ) : null}
        {sentence === null ? null : (
          <p role="status">
            {visibleText(sentence)}{' '}
            <ProofLink look={{ span: spanOf(filter), cell: null }}>Proof and coverage</ProofLink>
          </p>
        )}
        {trials.length > 1 ? <ConditionList caseId={caseInfo.case} trials={trials} /> : null}
      </EmptyState>
    </div>
  );
}

const hourMs = 3_600_000;

/** The whole hours that the filter asks for; null when it leaves an end open. */
function spanOf(filter: Filter): ProofView['span'] {
  const { fromMs, untilMs } = timeRangeOf(filter);
  if (fromMs === null || untilMs === null) return null;
  return {
    fromMs: Math.floor(fromMs / hourMs) * hourMs,
    untilMs: Math.ceil(untilMs / hourMs) * hourMs,
  };
}

function isOutside({ firstTimeMs, lastTimeMs }: CaseInfo, filter: Filter): boolean {
  const { fromMs, untilMs } = timeRangeOf(filter);
  if (firstTimeMs === null || lastTimeMs === null) return false;
  return (fromMs !== null && fromMs > lastTimeMs) || (untilMs !== null && untilMs <= firstTimeMs);
}
