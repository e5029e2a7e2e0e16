import type { Level, LevelCounts } from '../../electron/contract/detect.ts';
import { formatCount } from '../format/number.ts';
import { classes } from '../ui/classes.ts';
import styles from './findings.module.css';
import { levelLabels, levelsWorstFirst, levelTones } from './level-words.ts';

interface LevelChipsProps {
  readonly counts: LevelCounts;
  /** The least level that is shown; null for all. */
  readonly chosen: Level | null;
  readonly onChoose: (level: Level | null) => void;
}

/** How many findings of each level; a click shows those and graver ones. */
export function LevelChips({ counts, chosen, onChoose }: LevelChipsProps) {
  return (
    <ul className={styles.chips} aria-label="Findings by level">
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
      {levelsWorstFirst
        .filter((level) => counts[level] > 0)
        .map((level) => (
          <li key={level}>
            <button
              type="button"
              className={classes(styles.chip, styles[levelTones[level]])}
              aria-pressed={chosen === level}
              title={`Only ${levelLabels[level]} and graver`}
              onClick={() => onChoose(chosen === level ? null : level)}
            >
              {levelLabels[level]} <b>{formatCount(counts[level])}</b>
            </button>
          </li>
        ))}
    </ul>
  );
}
