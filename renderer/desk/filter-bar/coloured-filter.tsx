import { tokenize } from '../../../electron/contract/filter/tokenize.ts';
import { classes } from '../../ui/classes.ts';
import styles from './filter-bar.module.css';

interface ColouredFilterProps {
  readonly text: string;
  /** What is wrong, underlined. */
  readonly place: { readonly start: number; readonly end: number } | undefined;
  /** How far the input above it is scrolled. */
  readonly scrollPx: number;
}

/**
 * The filter's text in colours, behind an input with the same text in no colour: the person edits plain text, and
 * no markup is ever made of it.
 */
export function ColouredFilter({ text, place, scrollPx }: ColouredFilterProps) {
  return (
    <div className={styles.colours} aria-hidden>
      <span className={styles.moved} style={{ transform: `translateX(${-scrollPx}px)` }}>
        {tokenize(text).map(({ kind, start, end }) => (
          <span key={start} className={classes(styles[kind], overlaps(place, start, end) && styles.mark)}>
            {text.slice(start, end)}
          </span>
        ))}
        {place !== undefined && place.start >= text.length ? <span className={styles.mark}> </span> : null}
      </span>
    </div>
  );
}

function overlaps(place: ColouredFilterProps['place'], start: number, end: number): boolean {
  return place !== undefined && place.start < end && place.end > start;
}
