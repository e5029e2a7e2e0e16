import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { LedgerLine } from './ledger-line.tsx';
import styles from './ledger-table.module.css';
import type { Ledger } from './use-ledger.ts';

const rowPx = 32;

/** The files, any number of them: only those in sight are in the page, only those looked at are asked for. */
export function LedgerTable({ ledger }: { readonly ledger: Ledger }) {
  const frame = useRef<HTMLDivElement>(null);
  const count = ledger.total ?? 0;
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPx,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const first = items.at(0)?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  // Depends on `ledger` too: when the case has grown, a page in sight has been forgotten and is asked for again.
  useEffect(() => {
    if (last >= first) ledger.need(first, last);
  }, [first, last, ledger]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div ref={frame} tabIndex={0} className={styles.frame}>
      <table
        className={styles.table}
        aria-label="Files"
        aria-rowcount={count + 1}
        aria-busy={ledger.total === null}
      >
        <thead>
          <tr className={styles.head} aria-rowindex={1}>
            <th>Status</th>
            <th>File</th>
            <th>Kind</th>
            <th className={styles.number}>Records</th>
            <th className={styles.number}>Size</th>
            <th>SHA-256</th>
          </tr>
        </thead>
        <tbody className={styles.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => (
            <LedgerLine
              key={item.index}
              index={item.index}
              topPx={item.start}
              row={ledger.rowAt(item.index)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}
