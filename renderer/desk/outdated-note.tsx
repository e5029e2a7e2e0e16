import { visibleText } from '../format/visible-text.ts';
import { describeError } from '../state/errors.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import styles from './outdated-note.module.css';

interface OutdatedNoteProps {
  readonly error: unknown;
  /** The filter that what is shown answers. */
  readonly answeredFilter: string;
  readonly onRetry: () => void;
}

/** Says that what is on the screen is not the answer to what the filter asks, and which it is. */
export function OutdatedNote({ error, answeredFilter, onRetry }: OutdatedNoteProps) {
  const { code, message } = describeError(error);
  const isFilter = code.startsWith('filter-');
  return (
    <div className={styles.note} role="status">
      <p>
        {/* What is wrong with a filter is said beside it. */}
        {isFilter ? null : <b>{message} </b>}
        Shown is the answer to the last {isFilter ? 'valid filter' : 'question that was answered'}:{' '}
        {answeredFilter === '' ? 'every event' : <code>{visibleText(answeredFilter)}</code>}
      </p>
      {isFilter ? (
        <Button size="small" onClick={() => useView.getState().setFilterText(answeredFilter)}>
          Back to it
        </Button>
      ) : (
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
