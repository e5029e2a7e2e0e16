import type { CaseInfo } from '../../electron/contract/api.ts';
import type { AlarmInterval } from '../../electron/contract/detect.ts';
import styles from './findings.module.css';

interface AlarmBarsProps {
  readonly caseInfo: CaseInfo;
  readonly intervals: readonly AlarmInterval[];
}

/** When it rang, in the time of the whole case. The table under it says the same. */
export function AlarmBars({ caseInfo: { firstTimeMs, lastTimeMs }, intervals }: AlarmBarsProps) {
  if (firstTimeMs === null || lastTimeMs === null || intervals.length === 0) return null;
  const length = Math.max(1, lastTimeMs - firstTimeMs);
  const share = (ms: number): number => Math.min(1, Math.max(0, (ms - firstTimeMs) / length));
  return (
    <div className={styles.rings} aria-hidden="true">
      {intervals.map(({ fromMs, untilMs }) => {
        const start = share(fromMs);
        const width = share(untilMs ?? lastTimeMs) - start;
        return <i key={fromMs} style={{ left: `${start * 100}%`, width: `max(2px, ${width * 100}%)` }} />;
      })}
    </div>
  );
}
