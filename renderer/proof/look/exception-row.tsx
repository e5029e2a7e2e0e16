import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Verdict } from '../../../electron/contract/integrity.ts';
import { formatCounted } from '../../format/number.ts';
import { visibleText } from '../../format/visible-text.ts';
import { VerdictBadge } from '../../ui/verdict-badge.tsx';
import styles from './look.module.css';

interface ExceptionRowProps {
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly events: number;
  /** Of a row that stands for several; absent where it opens something. */
  readonly isUnfolded?: boolean;
  readonly onClick: () => void;
  /** What it is about. */
  readonly children: ReactNode;
}

/** A line of what needs a look: verdict, what, why. */
export function ExceptionRow({
  verdict,
  sentence,
  events,
  isUnfolded,
  onClick,
  children,
}: ExceptionRowProps) {
  const Chevron = isUnfolded === true ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className={styles.row}
      onClick={onClick}
      {...(isUnfolded === undefined ? {} : { 'aria-expanded': isUnfolded })}
    >
      <span>
        <VerdictBadge verdict={verdict} />
      </span>
      {children}
      <span className={styles.reason}>
        {visibleText(sentence)}
        {events === 0 ? null : (
          <span className={styles.events}>
            {' '}
            {formatCounted(events, 'event')} in {isUnfolded === undefined ? 'it' : 'them'}.
          </span>
        )}
      </span>
      <Chevron size={14} aria-hidden="true" />
    </button>
  );
}
