import { Check } from 'lucide-react';
import type { Verdict } from '../../electron/contract/integrity.ts';
import { isQuiet, verdictWords } from '../state/verdict-words.ts';
import { Badge } from './badge.tsx';
import { classes } from './classes.ts';
import styles from './verdict-badge.module.css';

interface VerdictProps {
  readonly verdict: Verdict;
}

/** The verdict as a coloured word; what it means is its hint. */
export function VerdictBadge({ verdict }: VerdictProps) {
  const { label, tone, help } = verdictWords[verdict];
  return (
    <Badge tone={tone} title={help}>
      {label}
    </Badge>
  );
}

/** A quiet check for what is proven, a badge for everything else: where most are proven, the others are seen. */
export function VerdictMark({ verdict }: VerdictProps) {
  if (!isQuiet(verdict)) return <VerdictBadge verdict={verdict} />;
  const { label, help } = verdictWords[verdict];
  return (
    <span className={styles.check} role="img" aria-label={label} title={`${label}: ${help}`}>
      <Check size={14} strokeWidth={2} aria-hidden />
    </span>
  );
}

/** The verdict as plain text behind a dot of its colour, for lists and legends. */
export function VerdictName({ verdict }: VerdictProps) {
  const { label, tone } = verdictWords[verdict];
  return (
    <>
      <i className={classes(styles.dot, styles[tone])} aria-hidden />
      {label}
    </>
  );
}
