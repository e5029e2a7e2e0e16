import type { FileCounts, FileStatus } from '../../electron/contract/api.ts';
import { formatCount, formatPercent } from '../format/number.ts';
import { classes } from '../ui/classes.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import styles from './status-chips.module.css';
import { statusOrder, statusWords } from './status-words.ts';

interface StatusChipsProps {
  readonly counts: FileCounts;
  /** The one that is shown alone; null for all. */
  readonly status: FileStatus | null;
  readonly onChoose: (status: FileStatus | null) => void;
}

/** How many files of each status; a click shows only those. */
export function StatusChips({ counts, status, onChoose }: StatusChipsProps) {
  const shown = statusOrder.filter((name) => counts[name] > 0 || name === status);
  return (
    <ul className={styles.chips} aria-label="Files by status">
      <li>
        <button
          type="button"
          className={styles.chip}
          aria-pressed={status === null}
          onClick={() => onChoose(null)}
        >
          <b>{formatCount(counts.seen)}</b>
          <span>all files</span>
        </button>
      </li>
      {shown.map((name) => (
        <li key={name}>
          <Tooltip text={statusWords[name].help}>
            <button
              type="button"
              className={classes(styles.chip, styles[statusWords[name].tone])}
              aria-pressed={status === name}
              onClick={() => onChoose(status === name ? null : name)}
            >
              <b>{formatCount(counts[name])}</b>
              <span>
                {statusWords[name].label}
                <em>{formatPercent(counts.seen === 0 ? 0 : counts[name] / counts.seen)}</em>
              </span>
              <i className={styles.bar}>
                <i
                  style={{
                    width: `${counts.seen === 0 ? 0 : Math.max(4, (counts[name] / counts.seen) * 100)}%`,
                  }}
                />
              </i>
            </button>
          </Tooltip>
        </li>
      ))}
    </ul>
  );
}
