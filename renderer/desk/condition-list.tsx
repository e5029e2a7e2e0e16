import { X } from 'lucide-react';
import { formatCounted } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import styles from './empty-result.module.css';
import { type ConditionTrial, useConditionCounts } from './use-condition-counts.ts';

interface ConditionListProps {
  readonly caseId: string;
  readonly trials: readonly ConditionTrial[];
}

/** Each condition with how much it meets by itself, how much is left without it, and a button to take it away. */
export function ConditionList({ caseId, trials }: ConditionListProps) {
  const withDuplicates = useView((state) => state.withDuplicates);
  const counts = useConditionCounts(caseId, withDuplicates, trials);
  return (
    <table className={styles.conditions}>
      <thead>
        <tr>
          <th scope="col">Condition</th>
          <th scope="col">by itself</th>
          <th scope="col">left without it</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {counts.map(({ condition, rest, alone, left }) => (
          <tr key={condition}>
            <th scope="row">
              <code>{visibleText(condition)}</code>
            </th>
            <td className={classes(alone === 0 && styles.culprit)}>{wordsOf(alone)}</td>
            <td>{wordsOf(left)}</td>
            <td>
              <Button
                size="small"
                icon={<X size={12} />}
                aria-label={`Take away ${visibleText(condition)}`}
                onClick={() => useView.getState().setFilterText(rest)}
              >
                Take away
              </Button>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function wordsOf(count: number | null): string {
  if (count === null) return '…';
  return count === 0 ? 'no event' : formatCounted(count, 'event');
}
