import { Check, File, FileArchive, Folder } from 'lucide-react';
import type { Grant } from '../../electron/contract/api.ts';
import { formatBytes } from '../format/bytes.ts';
import { visibleText } from '../format/visible-text.ts';
import { TrackMark } from '../shell/track-mark.tsx';
import { classes } from '../ui/classes.ts';
import styles from './file-browser.module.css';

interface FolderRowProps {
  readonly id: string;
  readonly entry: Grant;
  readonly topPx: number;
  readonly isActive: boolean;
  readonly isSelected: boolean;
  /** It can be chosen; others are only there to be seen. */
  readonly isAccepted: boolean;
  readonly hasBox: boolean;
  readonly isSave: boolean;
  readonly onPoint: () => void;
  readonly onActivate: () => void;
  readonly onToggle: () => void;
}

/** One file or folder. The keyboard is handled by the list around it. */
export function FolderRow({
  id,
  entry,
  topPx,
  isActive,
  isSelected,
  isAccepted,
  hasBox,
  isSave,
  onPoint,
  onActivate,
  onToggle,
}: FolderRowProps) {
  const isFolder = entry.kind === 'folder';
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox around it has the keys (aria-activedescendant).
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox around it has the focus (aria-activedescendant).
    <div
      id={id}
      role="option"
      aria-selected={isSelected}
      aria-disabled={!isFolder && !isAccepted && !isSave}
      className={classes(
        styles.row,
        isActive && styles.active,
        isSelected && styles.selected,
        !isFolder && !isAccepted && styles.dim,
      )}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={() => {
        onPoint();
        if (!isFolder && !hasBox && isAccepted) onToggle();
        else onActivate();
      }}
      onDoubleClick={isFolder || hasBox || isSave ? undefined : onActivate}
    >
      {hasBox ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: Space in the listbox does the same.
        // biome-ignore lint/a11y/useKeyWithClickEvents: Space in the listbox does the same.
        <span
          className={classes(styles.box, isSelected && styles.checked, !isAccepted && styles.hidden)}
          onClick={(event) => {
            event.stopPropagation();
            onPoint();
            if (isAccepted) onToggle();
          }}
        >
          {isSelected ? <Check size={12} strokeWidth={3} aria-hidden="true" /> : null}
        </span>
      ) : null}
      <span className={styles.icon}>{iconOf(entry)}</span>
      <span className={styles.name}>{visibleText(entry.name === '' ? entry.place : entry.name)}</span>
      <span className={styles.size}>{entry.sizeBytes === null ? '' : formatBytes(entry.sizeBytes)}</span>
    </div>
  );
}

function iconOf({ kind, name }: Grant) {
  if (kind === 'folder') return <Folder size={15} aria-label="folder" />;
  if (name.toLowerCase().endsWith('.spoor')) return <TrackMark size={15} />;
  if (/\.(zip|tar|tgz|tar\.gz)$/i.test(name)) return <FileArchive size={15} aria-hidden="true" />;
  return <File size={15} aria-hidden="true" />;
}
