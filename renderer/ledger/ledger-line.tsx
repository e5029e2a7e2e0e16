import { ChevronRight } from 'lucide-react';
import type { LedgerRow } from '../../electron/contract/api.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount } from '../format/number.ts';
import { formatTime } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { useView } from '../state/view.ts';
import { Badge } from '../ui/badge.tsx';
import { classes } from '../ui/classes.ts';
import { Sha256 } from '../ui/sha256.tsx';
import styles from './ledger-table.module.css';
import { statusWords } from './status-words.ts';

interface LedgerLineProps {
  readonly index: number;
  readonly topPx: number;
  /** Undefined while it is on its way. */
  readonly row: LedgerRow | undefined;
  /** It has the cursor. */
  readonly isActive: boolean;
  readonly onActivate: () => void;
  /** Asks for all of its facts. */
  readonly onOpen: () => void;
}

/** One file: quiet when it was read, with a badge and the reason when not. */
export function LedgerLine({ index, topPx, row, isActive, onActivate, onOpen }: LedgerLineProps) {
  const zone = useView((state) => state.zone);
  const line = {
    className: classes(styles.row, isActive && styles.active),
    style: { transform: `translateY(${topPx}px)` },
    tabIndex: isActive ? 0 : -1,
    'aria-rowindex': index + 2,
    'aria-selected': isActive,
    'data-row': index,
    onFocus: onActivate,
    onDoubleClick: onOpen,
  };
  if (row === undefined) return <tr {...line} />;
  const { label, tone } = statusWords[row.status];
  const name = visibleText(row.key);
  const reason = row.reason === null ? null : visibleText(row.reason);
  return (
    <tr {...line}>
      <td>
        {tone === 'neutral' ? (
          <span className={styles.quiet}>{label}</span>
        ) : (
          <Badge tone={tone}>{label}</Badge>
        )}
      </td>
      <td className={styles.file} title={[name, visibleText(row.source), reason].filter(Boolean).join('\n')}>
        <FileName name={name} />
        {reason === null ? null : <span className={styles.reason}>{reason}</span>}
      </td>
      <td className={styles.quiet}>{row.shape === null ? '' : visibleText(row.shape)}</td>
      <td className={styles.number}>
        {row.records === 0 ? <span className={styles.quiet}>–</span> : formatCount(row.records)}
      </td>
      <td className={styles.number}>{formatBytes(row.sizeBytes)}</td>
      <td className={styles.time}>{formatTime(row.deliveredMs, zone)}</td>
      <td>{row.sha256 === null ? null : <Sha256 value={row.sha256} tabIndex={-1} />}</td>
      <td>
        <button
          type="button"
          className={styles.more}
          tabIndex={-1}
          title="Details"
          aria-label={`Details of ${name}`}
          onClick={onOpen}
        >
          <ChevronRight size={14} aria-hidden="true" />
        </button>
      </td>
    </tr>
  );
}

/** Keys differ at their end, so the folders give way first. */
function FileName({ name }: { readonly name: string }) {
  const cut = name.lastIndexOf('/') + 1;
  return (
    <span className={styles.name}>
      <span className={styles.folders}>{name.slice(0, cut)}</span>
      <span className={styles.last}>{name.slice(cut)}</span>
    </span>
  );
}
