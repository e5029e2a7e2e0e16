import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import type { CaseInfo, EventRow } from '../../../electron/contract/api.ts';
import type { FieldName } from '../../../electron/contract/fields.ts';
import { useColumns } from '../../state/columns.ts';
import { currentHost } from '../../state/host.ts';
import { useView } from '../../state/view.ts';
import { ContextMenu } from '../../ui/context-menu.tsx';
import { ErrorState } from '../../ui/error-state.tsx';
import { CellMenu, type CellTarget, copyText, editCell } from './cell-menu.tsx';
import { columnWidths } from './column-layout.ts';
import { EventLine } from './event-line.tsx';
import { rowHeightPx, rowWindow } from './row-window.ts';
import { spansYears } from './spans-years.ts';
import styles from './table.module.css';
import { TableHead } from './table-head.tsx';
import { usePages } from './use-pages.ts';
import { useScrollPlace } from './use-scroll-place.ts';

/** Asked for with every row: what its colours need. */
const factFields = ['outcome', 'error', 'readonly'] as const satisfies readonly FieldName[];

/** The button at the end of the heads. */
const columnMenuPx = 32;

interface EventTableProps {
  readonly caseInfo: CaseInfo;
  readonly filter: string;
  /** Grows whenever a search in the records has more to show. */
  readonly found: number;
}

/** The events in order, any number of them; only the visible ones exist as elements. */
export function EventTable({ caseInfo, filter, found }: EventTableProps) {
  const { withDuplicates, sort, columns, zone, selectedEvent, setSelectedEvent } = useView();
  const widths = useColumns((state) => state.widths);
  const pages = usePages({
    caseInfo,
    filter,
    found,
    withDuplicates,
    sort,
    columns: [...columns, ...factFields],
  });
  const scroller = useRef<HTMLDivElement>(null);
  const rows = pages.matched ?? 0;
  const { place, viewportPx, roomPx, ...scroll } = useScrollPlace(scroller, rows);
  const [active, setActive] = useState<{ readonly row: number; readonly column: number }>({
    row: 0,
    column: 0,
  });
  /** The row that the keyboard went to, until its event is there. */
  const wanted = useRef<number | null>(null);
  const [menuAt, setMenuAt] = useState<CellTarget | null>(null);

  const window_ = rowWindow({ rows, viewportPx }, place);
  const hasYears = spansYears(caseInfo, zone);
  const laidOut = columnWidths({ columns, chosen: widths, hasYears, roomPx: roomPx - columnMenuPx });
  const widthOf = (field: FieldName): number => laidOut[columns.indexOf(field)] ?? 0;
  const widthPx = laidOut.reduce((sum, width) => sum + width, columnMenuPx);

  useEffect(() => pages.need(window_.first, window_.end));

  // Another filter or order: the selected event is looked for in it, else the list begins at its top.
  const order = JSON.stringify([filter, withDuplicates, sort]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another order moves the view, not another selection.
  useEffect(() => {
    const abort = new AbortController();
    wanted.current = null;
    const toTop = (): void => {
      setActive((before) => ({ ...before, row: 0 }));
      scroll.goToTop();
    };
    if (selectedEvent === null) toTop();
    else {
      currentHost()
        .call(
          'events.position',
          { case: caseInfo.case, filter, withDuplicates, sort, event: selectedEvent },
          abort.signal,
        )
        .then(
          ({ offset }) => {
            if (offset === null) return toTop();
            setActive((before) => ({ ...before, row: offset }));
            scroll.show(offset);
          },
          () => {
            // The question itself failed, and the table says so.
          },
        );
    }
    return () => abort.abort();
  }, [order]);

  // The record shown is that of the active row, also when the row has to be fetched first.
  const selectWanted = (): void => {
    const event = wanted.current === null ? undefined : pages.rowAt(wanted.current)?.event;
    if (event === undefined) return;
    wanted.current = null;
    setSelectedEvent(event);
  };
  useEffect(selectWanted);
  const move = (row: number, column: number): void => {
    const target = {
      row: Math.min(rows - 1, Math.max(0, row)),
      column: Math.min(columns.length - 1, Math.max(0, column)),
    };
    setActive(target);
    scroll.show(target.row);
    if (target.row !== active.row) wanted.current = target.row;
    selectWanted();
  };
  const targetAt = (row: number, column: number): CellTarget | null => {
    const event = pages.rowAt(row);
    const field = columns[column];
    if (event === undefined || field === undefined) return null;
    return { row: event, field, value: event.values[column] ?? null, columns };
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(viewportPx / rowHeightPx) - 1);
    const cell = targetAt(active.row, active.column);
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'ArrowDown') move(active.row + 1, active.column);
    else if (event.key === 'ArrowUp') move(active.row - 1, active.column);
    else if (event.key === 'ArrowRight') move(active.row, active.column + 1);
    else if (event.key === 'ArrowLeft') move(active.row, active.column - 1);
    else if (event.key === 'PageDown') move(active.row + page, active.column);
    else if (event.key === 'PageUp') move(active.row - page, active.column);
    else if (event.key === 'Home') move(event.ctrlKey || event.metaKey ? 0 : active.row, 0);
    else if (event.key === 'End')
      move(event.ctrlKey || event.metaKey ? rows - 1 : active.row, columns.length - 1);
    else if (event.key === 'Enter' && cell !== null) setSelectedEvent(cell.row.event);
    else if (event.key === 'Escape' && selectedEvent !== null) setSelectedEvent(null);
    else if (isPlain && event.key === 'i' && cell !== null) editCell(cell, 'include');
    else if (isPlain && event.key === 'x' && cell !== null) editCell(cell, 'exclude');
    else if (isPlain && event.key === 'c' && cell !== null) copyText(cell.value ?? '');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onContextMenu = (event: MouseEvent): void => {
    const element = event.target instanceof Element ? event.target.closest('[data-row][data-column]') : null;
    // From the keyboard the event has no cell under it: the active one is meant.
    const row = element === null ? active.row : Number(element.getAttribute('data-row'));
    const column = element === null ? active.column : Number(element.getAttribute('data-column'));
    setActive({ row, column });
    setMenuAt(targetAt(row, column));
  };

  const visible = Array.from({ length: window_.end - window_.first }, (_, at) => window_.first + at);
  const grid = (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      aria-label="Events"
      aria-rowcount={rows + 1}
      aria-colcount={columns.length}
      aria-activedescendant={rows > 0 ? `event-${active.row}-${active.column}` : undefined}
      tabIndex={0}
      onScroll={scroll.onScroll}
      onScrollEnd={scroll.onScrollEnd}
      onKeyDown={(event) => {
        // Keys inside the heads are theirs.
        if (event.target === event.currentTarget) onKeyDown(event);
      }}
      onContextMenu={onContextMenu}
    >
      <TableHead columns={columns} widthOf={widthOf} widthPx={widthPx} />
      {pages.error === null ? (
        <div className={styles.body} role="rowgroup" style={{ height: window_.heightPx, width: widthPx }}>
          <div className={styles.rows} style={{ transform: `translateY(${window_.topPx}px)` }}>
            {visible.map((index) => (
              <EventLine
                key={index}
                index={index}
                row={pages.rowAt(index)}
                columns={columns}
                widthOf={widthOf}
                zone={zone}
                hasYears={hasYears}
                isSelected={isEvent(pages.rowAt(index), selectedEvent)}
                activeColumn={index === active.row ? active.column : null}
                onSelect={(column) => {
                  setActive({ row: index, column });
                  const event = pages.rowAt(index)?.event;
                  if (event !== undefined) setSelectedEvent(event);
                  scroller.current?.focus({ preventScroll: true });
                }}
              />
            ))}
          </div>
        </div>
      ) : (
        // The heads stay: another order may be the way out.
        <div className={styles.failure} role="row">
          <div role="gridcell">
            <ErrorState error={pages.error} onRetry={pages.retry} />
          </div>
        </div>
      )}
    </div>
  );
  return (
    <ContextMenu target={grid}>
      <CellMenu target={menuAt} />
    </ContextMenu>
  );
}

function isEvent(row: EventRow | undefined, event: number | null): boolean {
  return row !== undefined && row.event === event;
}
