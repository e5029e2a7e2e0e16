import { visibleText } from '../format/visible-text.ts';
import styles from './rare.module.css';

/** The lines on the screen are not those of the filter that is set now. */
export function OtherFilter({ filter }: { readonly filter: string }) {
  return (
    <p className={styles.summary}>
      {filter === '' ? (
        'These are the values of all events, from before the filter was set.'
      ) : (
        <>
          These are the values under the filter before, <code>{visibleText(filter)}</code>.
        </>
      )}
    </p>
  );
}
