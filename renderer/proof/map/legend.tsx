import { Tooltip } from '../../ui/tooltip.tsx';
import styles from './map.module.css';
import type { LegendEntries } from './state-words.ts';
import { stateWords } from './state-words.ts';
import { Swatch } from './swatch.tsx';

/** What the colours mean, of those that are there. */
export function Legend({ states, hasPartlyIndexed }: LegendEntries) {
  return (
    <ul className={styles.legend} aria-label="What the colours mean">
      {states.map((state) => (
        <Tooltip key={state} text={stateWords[state].help} side="top">
          <li>
            <Swatch state={state} />
            {stateWords[state].label}
          </li>
        </Tooltip>
      ))}
      {hasPartlyIndexed ? (
        <Tooltip text="Of its files, event selectors left events out of the index." side="top">
          <li>
            <i className={styles.partMark} aria-hidden="true" />
            indexed in part
          </li>
        </Tooltip>
      ) : null}
    </ul>
  );
}
