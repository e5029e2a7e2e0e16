import { classes } from '../../ui/classes.ts';
import evidenceStyles from './evidence.module.css';
import styles from './timeline.module.css';

const kinds = [
  ['read', 'Only read-only calls'],
  ['write', 'Only calls that change something'],
  ['failed', 'Only calls that failed or were denied'],
] as const;

interface LegendProps {
  readonly onOutcome: (kind: 'read' | 'write' | 'failed') => void;
  /** Some of the time shown is hatched. */
  readonly hasHatching: boolean;
}

/** What the colours mean; a click narrows to one. */
export function Legend({ onOutcome, hasHatching }: LegendProps) {
  return (
    <span className={styles.legend}>
      {kinds.map(([kind, help]) => (
        <button key={kind} type="button" title={help} onClick={() => onOutcome(kind)}>
          <i className={styles[kind]} />
          {kind}
        </button>
      ))}
      {hasHatching ? (
        <span title="The case has no complete evidence for these hours: what is not here may have happened">
          <i className={classes(evidenceStyles.swatch, evidenceStyles.none)} />
          no evidence
        </span>
      ) : null}
    </span>
  );
}
