import { ArrowUp, Copy, Pencil, Plus, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { BuiltInFilter, SavedFilter } from '../../electron/contract/saved-filters.ts';
import { visibleText } from '../format/visible-text.ts';
import { keysOf } from '../state/shortcuts.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { applySaved, moveSaved, removeSaved } from './actions.ts';
import styles from './saved.module.css';
import { editDraft, newDraft } from './saved-store.ts';

/** One of the person's own filters. */
export function OwnRow({ filter }: { readonly filter: SavedFilter }) {
  const { id, shortcut } = filter;
  return (
    <Row filter={filter} shortcut={shortcut} onMove={(step) => moveSaved(id, step)}>
      <IconButton label="Move up" size="small" onClick={() => moveSaved(id, -1)}>
        <ArrowUp size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Change…" size="small" onClick={() => editDraft(filter)}>
        <Pencil size={14} aria-hidden="true" />
      </IconButton>
      <IconButton label="Delete" size="small" onClick={() => removeSaved(filter)}>
        <Trash2 size={14} aria-hidden="true" />
      </IconButton>
    </Row>
  );
}

/** A filter that Spoor brings along: it can be copied, and the copy changed. */
export function BuiltInRow({ filter }: { readonly filter: BuiltInFilter }) {
  return (
    <Row filter={filter} shortcut={null}>
      <IconButton
        label="Copy to mine…"
        size="small"
        onClick={() => editDraft(newDraft(filter.filter, filter.name, filter.note))}
      >
        <Copy size={14} aria-hidden="true" />
      </IconButton>
    </Row>
  );
}

interface RowProps {
  readonly filter: BuiltInFilter | SavedFilter;
  readonly shortcut: string | null;
  readonly onMove?: (step: number) => void;
  /** Buttons that appear where the pointer or the focus is. */
  readonly children: ReactNode;
}

function Row({ filter, shortcut, onMove, children }: RowProps) {
  const { name, note, filter: text } = filter;
  return (
    <li className={styles.row}>
      <button
        type="button"
        data-row
        className={styles.apply}
        title={visibleText(text)}
        onClick={(event) => applySaved(filter, event.shiftKey)}
        onKeyDown={(event) => {
          const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
          if (event.altKey && step !== 0 && onMove !== undefined) {
            event.preventDefault();
            onMove(step);
          } else if (event.key === 'Enter' && event.shiftKey) {
            event.preventDefault();
            applySaved(filter, true);
          }
        }}
      >
        <span className={styles.name}>{visibleText(name)}</span>
        {note === '' ? (
          <code className={styles.text}>{visibleText(text)}</code>
        ) : (
          <span className={styles.note}>{visibleText(note)}</span>
        )}
      </button>
      {shortcut === null ? null : <Kbd keys={keysOf(`g ${shortcut}`)} />}
      <span className={styles.actions}>
        <IconButton label="Add to the present filter" size="small" onClick={() => applySaved(filter, true)}>
          <Plus size={14} aria-hidden="true" />
        </IconButton>
        {children}
      </span>
    </li>
  );
}
