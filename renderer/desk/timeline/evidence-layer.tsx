import { classes } from '../../ui/classes.ts';
import styles from './evidence.module.css';
import type { EvidenceMark } from './evidence-marks.ts';

interface MarksProps {
  readonly marks: readonly EvidenceMark[];
}

/** Behind the bars: the times of which the case has no evidence. Its words are the chart's own hint and label. */
export function Hatching({ marks }: MarksProps) {
  return (
    <div className={styles.behind} aria-hidden>
      <Marks marks={marks.filter(({ kind }) => kind === 'none')} />
    </div>
  );
}

/** Under the bars: complete evidence, and where it is not. Its room is kept until that is known. */
export function EvidenceLine({ marks, isKnown }: MarksProps & { readonly isKnown: boolean }) {
  return (
    <div className={classes(styles.under, isKnown && styles.known)} aria-hidden>
      <Marks marks={marks} />
    </div>
  );
}

function Marks({ marks }: MarksProps) {
  return marks.map(({ kind, from, width }) => (
    <span
      key={`${kind} ${from}`}
      className={classes(styles.mark, styles[kind])}
      style={{ left: `${from * 100}%`, width: `${width * 100}%` }}
    />
  ));
}
