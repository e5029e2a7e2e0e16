import type { LedgerRow } from '../../electron/contract/api.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { Badge } from '../ui/badge.tsx';
import { Sha256 } from '../ui/sha256.tsx';
import styles from './ledger-table.module.css';
import { statusWords } from './status-words.ts';

interface LedgerLineProps {
  readonly index: number;
  readonly topPx: number;
  /** Undefined while it is on its way. */
  readonly row: LedgerRow | undefined;
}

/** One file: quiet when it was read, with a badge and the reason when not. */
export function LedgerLine({ index, topPx, row }: LedgerLineProps) {
  const place = { transform: `translateY(${topPx}px)` };
  if (row === undefined) return <tr className={styles.row} style={place} />;
  const { label, tone } = statusWords[row.status];
  const name = visibleText(row.key);
  const reason = row.reason === null ? null : visibleText(row.reason);
  return (
    <tr className={styles.row} style={place} aria-rowindex={index + 2}>
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
      <td>{row.sha256 === null ? null : <Sha256 value={row.sha256} />}</td>
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
