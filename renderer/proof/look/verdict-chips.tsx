import type { Verdict } from '../../../electron/contract/integrity.ts';
import { formatCount } from '../../format/number.ts';
import { verdictWords } from '../../state/verdict-words.ts';
import { classes } from '../../ui/classes.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './look.module.css';

interface VerdictChipsProps {
  readonly counts: readonly { readonly verdict: Verdict; readonly count: number }[];
  /** The one that is shown alone; null for all. */
  readonly chosen: Verdict | null;
  readonly onChoose: (verdict: Verdict | null) => void;
}

/** How many of each kind of exception; a click shows only those. */
export function VerdictChips({ counts, chosen, onChoose }: VerdictChipsProps) {
  return (
    <ul className={styles.chips} aria-label="Exceptions by verdict">
      <li>
        <button
          type="button"
          className={styles.chip}
          aria-pressed={chosen === null}
          onClick={() => onChoose(null)}
        >
          all
        </button>
      </li>
      {counts.map(({ verdict, count }) => (
        <li key={verdict}>
          <Tooltip text={verdictWords[verdict].help} side="top">
            <button
              type="button"
              className={classes(styles.chip, styles[verdictWords[verdict].tone])}
              aria-pressed={chosen === verdict}
              onClick={() => onChoose(chosen === verdict ? null : verdict)}
            >
              {verdictWords[verdict].label} <b>{formatCount(count)}</b>
            </button>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
