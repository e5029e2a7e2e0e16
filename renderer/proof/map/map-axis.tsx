import { axisTicks } from '../../desk/timeline/axis-ticks.ts';
import type { Zone } from '../../state/view-url.ts';
import { classes } from '../../ui/classes.ts';
import styles from './map.module.css';
import type { Span } from './span.ts';

interface MapAxisProps {
  readonly span: Span;
  readonly widthPx: number;
  readonly zone: Zone;
}

const labelPx = 80;

/** The times under the cells. Every cell says its own time in words. */
export function MapAxis({ span, widthPx, zone }: MapAxisProps) {
  const length = span.untilMs - span.fromMs;
  const ticks = axisTicks(span.fromMs, span.untilMs, Math.floor(widthPx / labelPx), zone);
  return (
    <div className={styles.axis} aria-hidden="true">
      {ticks.map(({ timeMs, label, isMajor }) => {
        const share = (timeMs - span.fromMs) / length;
        if (share * widthPx > widthPx - labelPx / 2) return null;
        return (
          <span
            key={timeMs}
            className={classes(styles.tick, isMajor && styles.major)}
            style={{ left: `${share * 100}%` }}
          >
            {label}
          </span>
        );
      })}
    </div>
  );
}
