import { CircleAlert } from 'lucide-react';
import { describeError } from '../state/errors.ts';
import styles from './error-note.module.css';

/** An error in a line, beside what it belongs to. */
export function ErrorNote({ error }: { readonly error: unknown }) {
  const { message, advice } = describeError(error);
  return (
    <div className={styles.note} role="alert">
      <CircleAlert size={15} aria-hidden="true" />
      <p>
        <b>{message}</b> {advice}
      </p>
    </div>
  );
}
