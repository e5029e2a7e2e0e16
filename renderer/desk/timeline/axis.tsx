import type { Zone } from '../../state/view-url.ts';
import { classes } from '../../ui/classes.ts';
import { axisTicks } from './axis-ticks.ts';
import type { Domain } from './domain.ts';
import styles from './timeline.module.css';

interface AxisProps {
  readonly domain: Domain;
  readonly widthPx: number;
  readonly zone: Zone;
}

/** So much room does a label need. */
const labelPx = 86;

/** The times under the bars, on whole hours or days of the zone. The chart's own label says them in words. */
export function Axis({ domain, widthPx, zone }: AxisProps) {
  const spanMs = domain.bars * domain.stepMs;
  const ticks = axisTicks(domain.fromMs, domain.fromMs + spanMs, Math.floor(widthPx / labelPx), zone);
  return (
    <div className={styles.axis} aria-hidden>
      {ticks.map(({ timeMs, label, isMajor }) => {
        const share = (timeMs - domain.fromMs) / spanMs;
        // A label that would leave the chart at its right end is left out.
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
