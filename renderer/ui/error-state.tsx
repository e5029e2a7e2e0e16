import { CircleAlert } from 'lucide-react';
import { describeError } from '../state/errors.ts';
import { Button } from './button.tsx';
import styles from './state.module.css';

interface ErrorStateProps {
  /** Whatever was thrown. */
  readonly error: unknown;
  readonly onRetry?: (() => void) | undefined;
}

/** Something failed: what happened, to which thing, and what to try. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const { message, advice } = describeError(error);
  return (
    <div className={styles.state} role="alert">
      <div className={styles.failed}>
        <CircleAlert size={24} aria-hidden="true" />
      </div>
      <h2 className={styles.title}>{message}</h2>
      <p className={styles.text}>{advice}</p>
      {onRetry === undefined ? null : (
        <div className={styles.actions}>
          <Button onClick={onRetry}>Try again</Button>
        </div>
      )}
    </div>
  );
}
