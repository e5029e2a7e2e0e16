import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Grant } from '../../electron/contract/api.ts';
import { ErrorState } from '../ui/error-state.tsx';
import { Spinner } from '../ui/spinner.tsx';
import styles from './file-browser.module.css';
import { FolderRow } from './folder-row.tsx';

interface FolderListProps {
  readonly listing: {
    readonly entries: readonly Grant[];
    readonly isTruncated: boolean;
    readonly isLoading: boolean;
    readonly error: unknown;
  };
  readonly find: string;
  readonly selected: ReadonlyMap<string, Grant>;
  readonly accepts: (entry: Grant) => boolean;
  readonly isMultiple: boolean;
  readonly isSave: boolean;
  /** A folder opens, a file is taken. */
  readonly onActivate: (entry: Grant) => void;
  readonly onToggle: (entry: Grant) => void;
  readonly onUp: () => void;
  readonly onRetry: () => void;
}

const rowPx = 30;

/** What lies in a folder, for pointer and keyboard: arrows move, Enter opens, Space selects, Backspace goes up. */
export function FolderList({
  listing,
  find,
  selected,
  accepts,
  isMultiple,
  isSave,
  onActivate,
  onToggle,
  onUp,
  onRetry,
}: FolderListProps) {
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const wanted = find.trim().toLowerCase();
  const entries =
    wanted === ''
      ? listing.entries
      : listing.entries.filter(({ name }) => name.toLowerCase().includes(wanted));
  const at = Math.min(active, entries.length - 1);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPx,
    overscan: 8,
  });

  const moveTo = (index: number): void => {
    const next = Math.max(0, Math.min(entries.length - 1, index));
    setActive(next);
    virtual.scrollToIndex(next);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const entry = entries[at];
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 8,
      PageUp: at - 8,
      Home: 0,
      End: entries.length - 1,
    };
    const target = moves[event.key];
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && entry !== undefined) onActivate(entry);
    else if (event.key === ' ' && entry !== undefined && accepts(entry)) onToggle(entry);
    else if (event.key === 'Backspace') onUp();
    else return;
    event.preventDefault();
  };

  if (listing.error !== null) {
    return (
      <div className={styles.frame}>
        <ErrorState error={listing.error} onRetry={onRetry} />
      </div>
    );
  }
  return (
    <div
      ref={frame}
      className={styles.frame}
      role="listbox"
      aria-label="Files and folders"
      aria-multiselectable={isMultiple}
      aria-busy={listing.isLoading}
      tabIndex={0}
      data-autofocus=""
      aria-activedescendant={entries.length === 0 ? undefined : `${id}-${at}`}
      onKeyDown={onKeyDown}
    >
      {listing.isLoading ? (
        <div className={styles.note}>
          <Spinner label="Listing the folder" />
        </div>
      ) : entries.length === 0 ? (
        <p className={styles.note}>
          {wanted === '' ? 'This folder is empty.' : 'Nothing here has that in its name.'}
        </p>
      ) : (
        <div role="presentation" className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const entry = entries[item.index];
            if (entry === undefined) return null;
            return (
              <FolderRow
                key={entry.token}
                id={`${id}-${item.index}`}
                entry={entry}
                topPx={item.start}
                isActive={item.index === at}
                isSelected={selected.has(entry.token)}
                isAccepted={accepts(entry)}
                hasBox={isMultiple}
                isSave={isSave}
                onPoint={() => setActive(item.index)}
                onActivate={() => onActivate(entry)}
                onToggle={() => onToggle(entry)}
              />
            );
          })}
        </div>
      )}
      {listing.isTruncated ? (
        <p className={styles.note}>Only the first entries are listed; this folder has more.</p>
      ) : null}
    </div>
  );
}
