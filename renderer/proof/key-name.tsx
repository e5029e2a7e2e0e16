import { visibleText } from '../format/visible-text.ts';
import { classes } from '../ui/classes.ts';
import styles from './key-name.module.css';

interface KeyNameProps {
  readonly value: string;
  readonly className?: string | undefined;
}

/** A key on one line. It is its end that tells files apart, so the folders at its beginning give way. */
export function KeyName({ value, className }: KeyNameProps) {
  const shown = visibleText(value);
  const name = shown.lastIndexOf('/') + 1;
  return (
    <span className={classes(styles.key, className)} title={shown}>
      <bdi className={styles.text}>
        <span className={styles.folders}>{shown.slice(0, name)}</span>
        {shown.slice(name)}
      </bdi>
    </span>
  );
}
