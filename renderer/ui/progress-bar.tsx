import { classes } from './classes.ts';
import styles from './progress-bar.module.css';

interface ProgressBarProps {
  /** From 0 to 1; null while the whole is not known. */
  readonly value: number | null;
  readonly label: string;
  readonly isWide?: boolean;
}

export function ProgressBar({ value, label, isWide = false }: ProgressBarProps) {
  const percent = value === null ? null : Math.round(Math.min(1, Math.max(0, value)) * 1000) / 10;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      {...(percent === null ? {} : { 'aria-valuenow': percent })}
      className={classes(styles.bar, isWide && styles.wide)}
    >
      <i
        className={classes(styles.fill, percent === null && styles.unknown)}
        style={percent === null ? undefined : { width: `${percent}%` }}
      />
    </div>
  );
}
