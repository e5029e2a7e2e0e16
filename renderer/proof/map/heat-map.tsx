import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import type { CoverageMap } from '../../../electron/contract/integrity.ts';
import { rangeOf } from '../../desk/timeline/brush.ts';
import { visibleText } from '../../format/visible-text.ts';
import type { CellPlace } from '../../state/proof-view.ts';
import type { Zone } from '../../state/view-url.ts';
import { classes } from '../../ui/classes.ts';
import { CellTip } from './cell-tip.tsx';
import { cursorWords } from './cell-words.ts';
import styles from './map.module.css';
import { MapAxis } from './map-axis.tsx';
import { accountPx, cellsOf, isScrolled, linePx, linesOf, linesShown } from './map-lines.ts';
import { MapRow } from './map-row.tsx';
import type { Span } from './span.ts';
import { Hatches } from './swatch.tsx';
import { useMapCursor } from './use-map-cursor.ts';
import { useMapPointer } from './use-map-pointer.ts';

interface HeatMapProps {
  readonly map: CoverageMap;
  /** All there is, of which `map` may be a part. */
  readonly whole: Span;
  readonly isZoomed: boolean;
  readonly isStale: boolean;
  readonly opened: CellPlace | null;
  readonly zone: Zone;
  readonly widthPx: number;
  readonly onOpen: (cell: CellPlace) => void;
  /** Null: all there is. */
  readonly onSpan: (span: Span | null) => void;
}

/**
 * What is known of every hour, a row for each account and region. One cell has the cursor: arrows move it, Enter
 * opens it, Shift and arrows choose a stretch that Enter zooms into, plus and minus zoom, 0 shows all again.
 */
export function HeatMap(props: HeatMapProps) {
  const { map, whole, isZoomed, isStale, opened, zone, widthPx, onOpen, onSpan } = props;
  const frame = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(map.rows), [map.rows]);
  const rows = useMemo(() => lines.flatMap((line) => (line.kind === 'row' ? [line.row] : [])), [lines]);
  const cells = rows[0]?.cells.length ?? 0;
  const [hasFocus, setHasFocus] = useState(false);
  const startOf = (cell: number): number => map.fromMs + cell * map.stepMs;
  const lineOf = (row: number): number => lines.findIndex((line) => line.kind === 'row' && line.at === row);
  const open = (row: number, cell: number): void => {
    const at = rows[row];
    if (at === undefined) return;
    onOpen({ account: at.account, region: at.region, fromMs: startOf(cell), untilMs: startOf(cell + 1) });
  };
  const openedRow = rows.findIndex((row) => row.account === opened?.account && row.region === opened?.region);
  const { cursor, brush, setBrush, put, zoomTo, zoomBy, onKeyDown } = useMapCursor({
    frame,
    map,
    whole,
    isZoomed,
    size: { rows: rows.length, cells },
    start: opened === null || openedRow < 0 ? null : { row: openedRow, atMs: opened.fromMs },
    onOpen: open,
    onSpan,
    onMove: (row) => virtual.scrollToIndex(lineOf(row)),
  });
  const pointer = useMapPointer({
    frame,
    widthPx,
    cells,
    onBrush: setBrush,
    onZoom: zoomTo,
    onPick(row, cell) {
      put(row, cell);
      open(row, cell);
    },
    onWheel: zoomBy,
  });
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: (at) => (lines[at]?.kind === 'account' ? accountPx : linePx),
    overscan: 10,
    // The axis lies over the last of them.
    scrollPaddingEnd: linePx,
    rangeExtractor: (range) => linesShown(range, lineOf(cursor.row)),
  });

  const openedCells = opened === null ? null : cellsOf(map, opened);
  const chosen = brush === null ? null : rangeOf(brush);
  const { hovered } = pointer;
  const hoveredRow = hovered === null ? undefined : rows[hovered.row];
  const hoveredCell = hovered === null ? undefined : hoveredRow?.cells[hovered.cell];
  return (
    <>
      <Hatches />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys come from the cell inside, which has the focus. */}
      <div
        ref={frame}
        className={classes(styles.frame, isStale && styles.stale, isScrolled(rows) && styles.scrolled)}
        onKeyDown={onKeyDown}
        onFocus={() => setHasFocus(true)}
        onBlur={() => {
          setHasFocus(false);
          setBrush(null);
        }}
        {...pointer.handlers}
      >
        <table
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells take the keyboard is a grid.
          role="grid"
          className={styles.table}
          aria-label="Evidence by account, region and time. Enter opens a cell, Shift and arrows choose a stretch, plus and minus zoom, 0 shows all."
          aria-rowcount={lines.length}
          aria-colcount={cells + 2}
          aria-busy={isStale}
        >
          <tbody className={styles.lines} style={{ height: virtual.getTotalSize() }}>
            {virtual.getVirtualItems().map(({ index, start }) => {
              const line = lines[index];
              if (line === undefined) return null;
              return line.kind === 'account' ? (
                <tr
                  key={`account ${line.account}`}
                  aria-rowindex={index + 1}
                  className={styles.account}
                  style={{ top: start }}
                >
                  <th scope="rowgroup">{visibleText(line.account)}</th>
                </tr>
              ) : (
                <MapRow
                  key={`${line.row.account} ${line.row.region}`}
                  row={line.row}
                  at={line.at}
                  topPx={start}
                  widthPx={widthPx}
                  map={map}
                  zone={zone}
                  cursor={line.at === cursor.row ? cursor.cell : null}
                  opened={line.at === openedRow ? openedCells : null}
                  lineNumber={index + 1}
                />
              );
            })}
          </tbody>
        </table>
        {chosen === null ? null : (
          <div className={styles.over}>
            <i
              className={styles.brush}
              style={{
                left: `${(chosen.first / Math.max(1, cells)) * 100}%`,
                width: `${((chosen.last - chosen.first + 1) / Math.max(1, cells)) * 100}%`,
              }}
            />
          </div>
        )}
        <div className={styles.foot}>
          <MapAxis span={map} widthPx={widthPx} zone={zone} />
        </div>
      </div>
      {hovered === null || hoveredRow === undefined || hoveredCell === undefined ? null : (
        <CellTip
          at={hovered}
          cell={hoveredCell}
          place={{
            region: hoveredRow.region,
            fromMs: startOf(hovered.cell),
            untilMs: startOf(hovered.cell + 1),
          }}
          zone={zone}
        />
      )}
      <p className={styles.said} aria-hidden="true">
        {hasFocus
          ? cursorWords(map, rows[cursor.row], cursor.cell, chosen, zone)
          : 'A click opens a cell. Drag over a stretch to zoom in, or turn the wheel with Control.'}
      </p>
    </>
  );
}
