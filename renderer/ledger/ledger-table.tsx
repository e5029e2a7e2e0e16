import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { LedgerRow } from '../../electron/contract/api.ts';
import { LedgerDetails } from './ledger-details.tsx';
import { LedgerHead } from './ledger-head.tsx';
import { LedgerLine } from './ledger-line.tsx';
import styles from './ledger-table.module.css';
import { rowAfterKey } from './row-after-key.ts';
import type { Ledger, LedgerQuestion } from './use-ledger.ts';

const rowPx = 32;

interface LedgerTableProps {
  readonly ledger: Ledger;
  readonly question: LedgerQuestion;
}

/**
 * The files, any number of them: only those in sight are in the page, only those looked at are asked for. One row
 * has the cursor; it is the table's one stop of the Tab key, so it is in the page even when it is out of sight.
 */
export function LedgerTable({ ledger, question }: LedgerTableProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(0);
  const [details, setDetails] = useState<LedgerRow | null>(null);
  /** The keyboard moved the cursor: the focus has to follow once the row is there. */
  const isMoving = useRef(false);
  const count = ledger.total ?? 0;
  const cursor = Math.max(0, Math.min(active, count - 1));
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => frame.current,
    estimateSize: () => rowPx,
    overscan: 12,
    // The head lies over the first of the visible rows.
    scrollPaddingStart: rowPx,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), cursor])].sort((a, b) => a - b),
  });
  const items = virtual.getVirtualItems();
  const first = virtual.range?.startIndex ?? 0;
  const last = virtual.range?.endIndex ?? -1;
  // Depends on `ledger` too: when the case has grown, a page in sight has been forgotten and is asked for again.
  useEffect(() => {
    if (last >= first) ledger.need(first, last);
    if (count > 0) ledger.need(cursor, cursor);
  }, [first, last, cursor, count, ledger]);

  const asked = JSON.stringify(question);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another question begins at its top.
  useEffect(() => {
    setActive(0);
    frame.current?.scrollTo({ top: 0 });
  }, [asked]);

  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    frame.current?.querySelector<HTMLElement>(`[data-row="${cursor}"]`)?.focus({ preventScroll: true });
  }, [cursor]);

  const open = (index: number): void => setDetails(ledger.rowAt(index) ?? null);
  const onKeyDown = (event: KeyboardEvent): void => {
    // The keys of a button inside a row, or of a head, are its own.
    if (!(event.target instanceof HTMLTableRowElement) || event.ctrlKey || event.metaKey || event.altKey)
      return;
    const pageRows = Math.max(1, Math.floor(((frame.current?.clientHeight ?? 0) - rowPx) / rowPx) - 1);
    const next = rowAfterKey(event.key, cursor, count, pageRows);
    if (next !== null) {
      isMoving.current = next !== cursor;
      setActive(next);
      virtual.scrollToIndex(next);
    } else if (event.key === 'Enter') open(cursor);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys come from the rows inside, which have the focus. */}
      <div ref={frame} className={styles.frame} onKeyDown={onKeyDown}>
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose rows take the keyboard is a grid.
          role="grid"
          className={styles.table}
          aria-label="Files"
          aria-rowcount={count + 1}
          aria-busy={ledger.total === null}
        >
          <LedgerHead />
          <tbody className={styles.rows} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => (
              <LedgerLine
                key={item.index}
                index={item.index}
                topPx={item.start}
                row={ledger.rowAt(item.index)}
                isActive={item.index === cursor}
                onActivate={() => setActive(item.index)}
                onOpen={() => open(item.index)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {details === null ? null : <LedgerDetails row={details} onClose={() => setDetails(null)} />}
    </>
  );
}
