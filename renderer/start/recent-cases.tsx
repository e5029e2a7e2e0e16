import { FileClock, X } from 'lucide-react';
import { useEffect } from 'react';
import { formatBytes } from '../format/bytes.ts';
import { formatWhen } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { forgetRecent, loadRecent, openCase, type RecentCase, useCases } from '../state/cases.ts';
import { runInBackground } from '../state/toasts.ts';
import { Badge } from '../ui/badge.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './recent-cases.module.css';

/** The cases opened last. One that is gone says so, and can be taken off the list. */
export function RecentCases() {
  const recent = useCases((state) => state.recent);
  useEffect(() => {
    if (recent === null) runInBackground(loadRecent);
  }, [recent]);
  if (recent === null) {
    return (
      <div className={styles.waiting}>
        <Spinner label="Looking for recent cases" />
      </div>
    );
  }
  if (recent.length === 0) {
    return (
      <EmptyState icon={<FileClock size={24} strokeWidth={1.5} aria-hidden="true" />} title="None yet">
        Cases that you make or open are listed here.
      </EmptyState>
    );
  }
  return (
    <ul className={styles.list}>
      {recent.map((entry) => (
        <RecentLine key={entry.grant.token} entry={entry} />
      ))}
    </ul>
  );
}

function RecentLine({ entry: { grant, openedAtMs, exists } }: { readonly entry: RecentCase }) {
  const isBusy = useCases((state) => state.busy !== null);
  const name = visibleText(grant.name);
  return (
    <li className={styles.line}>
      <button
        type="button"
        className={styles.open}
        disabled={isBusy || !exists}
        onClick={() => runInBackground(() => openCase(grant))}
      >
        <span className={styles.first}>
          <b>{name.replace(/\.spoor$/i, '')}</b>
          {exists ? null : <Badge tone="warn">not found</Badge>}
        </span>
        <span className={styles.second} title={visibleText(grant.place)}>
          {exists
            ? `${formatWhen(openedAtMs, Date.now())}${grant.sizeBytes === null ? '' : ` · ${formatBytes(grant.sizeBytes)}`} · `
            : ''}
          {visibleText(grant.place)}
        </span>
      </button>
      <IconButton
        size="small"
        label={`Take ${name} off the list`}
        tooltipSide="left"
        className={styles.forget}
        onClick={() => runInBackground(() => forgetRecent(grant))}
      >
        <X size={14} aria-hidden="true" />
      </IconButton>
    </li>
  );
}
