import { formatCount, formatCounted } from '../format/number.ts';
import { describeError } from '../state/errors.ts';
import { Button } from '../ui/button.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import styles from './search-strip.module.css';
import type { RecordSearch } from './use-record-search.ts';

interface SearchStripProps {
  readonly search: RecordSearch;
  /** Events that are in no number on the screen. */
  readonly undecided: number;
  readonly matched: number;
}

/** How far the search in the records is, or how much it has left out: every number on the screen goes by it. */
export function SearchStrip({ search, undecided, matched }: SearchStripProps) {
  const { progress, isStopped, error } = search;
  if (undecided === 0) return null;
  const left = formatCounted(undecided, 'event');
  if (isStopped)
    return (
      <div className={styles.strip} role="status">
        <p>
          {error === null ? null : <b>{describeError(error).message} </b>}
          The records of {left} were not searched: they are in none of these numbers.
        </p>
        <Button size="small" onClick={search.goOn}>
          Search them
        </Button>
      </div>
    );
  return (
    <div className={styles.strip}>
      <p role="status">
        Searching the records{' '}
        <span className={styles.count}>
          {progress === null ? '' : `${formatCount(progress.done)} of ${formatCount(progress.total)} · `}
          {formatCount(matched)} found so far
        </span>
      </p>
      <div className={styles.bar}>
        <ProgressBar
          label="Searching the records"
          value={progress === null || progress.total === 0 ? null : progress.done / progress.total}
          isWide
        />
      </div>
      <Button size="small" onClick={search.stop}>
        Stop
      </Button>
    </div>
  );
}
