import { type FieldName, LIST_SEPARATOR } from '../../../electron/contract/fields.ts';
import { formatTime, formatTimeShort } from '../../format/time.ts';
import { visibleText } from '../../format/visible-text.ts';
import { readVerdict } from '../../state/verdict-words.ts';
import type { Zone } from '../../state/view-url.ts';
import { Badge } from '../../ui/badge.tsx';
import { classes } from '../../ui/classes.ts';
import { VerdictMark } from '../../ui/verdict-badge.tsx';
import styles from './table.module.css';

/** What every row brings besides its columns, for its colours. */
export interface RowFacts {
  readonly outcome: string | null;
  readonly error: string | null;
  readonly readonly: string | null;
}

interface CellProps {
  readonly field: FieldName;
  readonly value: string | null;
  readonly timeMs: number | null;
  readonly facts: RowFacts;
  readonly zone: Zone;
  /** Events of one year leave it out. */
  readonly hasYears: boolean;
}

/** One value of one event, as its field is best read. All of it is text; none of it is markup. */
export function Cell({ field, value, timeMs, facts, zone, hasYears }: CellProps) {
  if (field === 'time') return hasYears ? formatTime(timeMs, zone) : formatTimeShort(timeMs, zone);
  if (field === 'outcome') return <Outcome facts={facts} />;
  if (value === null) return <span className={styles.none}>–</span>;
  if (field === 'name') {
    return (
      <>
        <span className={classes(styles.dot, styles[kindOf(facts)])} title={kindOf(facts)} />
        {visibleText(value)}
      </>
    );
  }
  if (field === 'actor') {
    const [who, ...session] = visibleText(value).split(' / ');
    return (
      <>
        {who}
        {session.length === 0 ? null : <span className={styles.dim}> / {session.join(' / ')}</span>}
      </>
    );
  }
  if (field === 'verdict') {
    const verdict = readVerdict(value);
    return verdict === undefined ? visibleText(value) : <VerdictMark verdict={verdict} />;
  }
  if (field !== 'resource') return visibleText(value);
  const [first = '', ...others] = value.split(LIST_SEPARATOR);
  return (
    <>
      {visibleText(first)}
      {others.length === 0 ? null : <span className={styles.dim}> +{others.length}</span>}
    </>
  );
}

function Outcome({ facts }: { readonly facts: RowFacts }) {
  if (facts.outcome === 'success') return <span className={styles.dim}>success</span>;
  if (facts.outcome === null) return <span className={styles.none}>–</span>;
  return <Badge tone="fail">{visibleText(facts.error ?? facts.outcome)}</Badge>;
}

/** As in the timeline: failed wins, and what is not known to be read-only counts as write. */
export function kindOf({ outcome, readonly }: RowFacts): 'failed' | 'read' | 'write' {
  if (outcome !== null && outcome !== 'success') return 'failed';
  return readonly === 'true' ? 'read' : 'write';
}
