import type { Level } from '../../electron/contract/detect.ts';
import { classes } from '../ui/classes.ts';
import styles from './findings.module.css';
import { levelTones } from './level-words.ts';

interface SpanBarProps {
  readonly span: { readonly fromMs: number; readonly untilMs: number } | null;
  readonly fromMs: number | null;
  readonly untilMs: number | null;
  readonly tone: Level;
}

/** From the first to the last event of a finding, in the time of the whole case. */
export function SpanBar({ span, fromMs, untilMs, tone }: SpanBarProps) {
  if (span === null || fromMs === null || untilMs === null) return <span className={styles.span} />;
  const length = Math.max(1, span.untilMs - span.fromMs);
  const start = Math.min(1, Math.max(0, (fromMs - span.fromMs) / length));
  const width = Math.min(1 - start, (untilMs - fromMs) / length);
  return (
    <span className={styles.span} aria-hidden="true">
      <i
        className={classes(styles[levelTones[tone]])}
        style={{ left: `min(${start * 100}%, 100% - 4px)`, width: `max(4px, ${width * 100}%)` }}
      />
    </span>
  );
}
