import type { FindingBar, Level } from '../../../electron/contract/detect.ts';
import { formatCounted } from '../../format/number.ts';
import { classes } from '../../ui/classes.ts';
import type { Domain } from './domain.ts';
import styles from './finding-marks.module.css';

interface FindingMarksProps {
  readonly domain: Domain;
  readonly findings: readonly FindingBar[];
}

const tones: Readonly<Record<Level, string | undefined>> = {
  critical: styles.grave,
  high: styles.grave,
  medium: styles.medium,
  low: styles.low,
  informational: styles.low,
};

/** Over the bars: where rules have found something, in the colour of the gravest. */
export function FindingMarks({ domain, findings }: FindingMarksProps) {
  const length = domain.bars * domain.stepMs;
  return (
    <div className={styles.marks} aria-hidden>
      {findings.map(({ fromMs, worst }) => (
        <i
          key={fromMs}
          className={classes(tones[worst])}
          style={{ left: `${((fromMs + domain.stepMs / 2 - domain.fromMs) / length) * 100}%` }}
        />
      ))}
    </div>
  );
}

/** The same in words, for those who hear the page. */
export function findingsSentence(findings: readonly FindingBar[]): string {
  if (findings.length === 0) return '';
  return ` Rules have found something in ${formatCounted(findings.length, 'bar')}.`;
}
