import { visibleText } from '../format/visible-text.ts';
import styles from './rare.module.css';

interface ValueButtonProps {
  readonly value: string;
  readonly onClick: () => void;
}

/** A value that shows its events. */
export function ValueButton({ value, onClick }: ValueButtonProps) {
  const shown = visibleText(value);
  return (
    <button type="button" className={styles.value} title={shown} onClick={onClick}>
      {shown}
    </button>
  );
}
