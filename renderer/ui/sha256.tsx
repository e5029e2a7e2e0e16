import { copyText } from '../state/actions.ts';
import styles from './sha256.module.css';

interface Sha256Props {
  readonly value: string;
  /** -1 where the row around it is the one stop of the Tab key. */
  readonly tabIndex?: number;
}

/** The first and last figures of a SHA-256; a click copies all of it. */
export function Sha256({ value, tabIndex }: Sha256Props) {
  return (
    <button
      type="button"
      tabIndex={tabIndex}
      className={styles.hash}
      title={`SHA-256 ${value}. Click to copy`}
      aria-label={`Copy SHA-256 ${value}`}
      onClick={() => copyText(value, 'SHA-256')}
    >
      {value.slice(0, 8)}…{value.slice(-4)}
    </button>
  );
}
