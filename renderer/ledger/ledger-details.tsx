import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { LedgerRow } from '../../electron/contract/api.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount, formatCounted } from '../format/number.ts';
import { formatTime, zoneName } from '../format/time.ts';
import { visibleText } from '../format/visible-text.ts';
import { copyText } from '../state/actions.ts';
import { useView } from '../state/view.ts';
import { Badge } from '../ui/badge.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './ledger-details.module.css';
import { statusWords } from './status-words.ts';

/** Everything that the ledger knows of one file, in full and to be copied. */
export function LedgerDetails({ row, onClose }: { readonly row: LedgerRow; readonly onClose: () => void }) {
  const zone = useView((state) => state.zone);
  const { label, tone, help } = statusWords[row.status];
  const times = [
    ['Delivered', row.deliveredMs],
    ['Last changed', row.modifiedMs],
    ['Looked at', row.seenAtMs],
  ] as const;
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="File in the ledger"
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <dl className={styles.facts}>
        <Fact name="Status">
          <Badge tone={tone}>{label}</Badge> <span className={styles.quiet}>{help}</span>
        </Fact>
        {row.reason === null ? null : (
          <Fact name="Reason" copied={row.reason}>
            {visibleText(row.reason)}
          </Fact>
        )}
        <Fact name="Key" copied={row.key}>
          <code>{visibleText(row.key)}</code>
        </Fact>
        {row.sha256 === null ? null : (
          <Fact name="SHA-256" copied={row.sha256}>
            <code>{row.sha256}</code>
          </Fact>
        )}
        <Fact name="Source">{visibleText(row.source)}</Fact>
        <Fact name="Size">
          {formatBytes(row.sizeBytes)}
          {row.sizeBytes < 1000 ? null : (
            <span className={styles.quiet}> {formatCounted(row.sizeBytes, 'byte')}</span>
          )}
        </Fact>
        <Fact name="Records">{formatCount(row.records)}</Fact>
        {row.shape === null ? null : <Fact name="Kind">{visibleText(row.shape)}</Fact>}
        {row.account === null ? null : <Fact name="Account">{visibleText(row.account)}</Fact>}
        {row.region === null ? null : <Fact name="Region">{visibleText(row.region)}</Fact>}
        {times.map(([name, timeMs]) =>
          timeMs === null ? null : (
            <Fact key={name} name={name} copied={new Date(timeMs).toISOString()}>
              {formatTime(timeMs, zone)} {zone === 'utc' ? 'UTC' : zoneName(zone)}
            </Fact>
          ),
        )}
      </dl>
    </Dialog>
  );
}

interface FactProps {
  readonly name: string;
  /** The exact text for the clipboard; absent where nobody would want it. */
  readonly copied?: string;
  readonly children: ReactNode;
}

function Fact({ name, copied, children }: FactProps) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
      {copied === undefined ? null : (
        <IconButton
          size="small"
          label={`Copy: ${name}`}
          tooltipSide="left"
          onClick={() => copyText(copied, name)}
        >
          <Copy size={13} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
