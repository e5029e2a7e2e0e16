import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import type { CoverageMap } from '../../../electron/contract/integrity.ts';
import { type Brush, rangeOf } from '../../desk/timeline/brush.ts';
import { type Cursor, clampCursor, moveCursor } from './cursor.ts';
import { panned, type Span, spanOfCells, zoomed } from './span.ts';

interface MapCursorOptions {
  readonly frame: RefObject<HTMLElement | null>;
  readonly map: CoverageMap;
  /** All there is, of which `map` may be a part. */
  readonly whole: Span;
  readonly isZoomed: boolean;
  readonly size: { readonly rows: number; readonly cells: number };
  /** Where it is at first: at the cell that is open. */
  readonly start: { readonly row: number; readonly atMs: number } | null;
  readonly onOpen: (row: number, cell: number) => void;
  /** Null: all there is. */
  readonly onSpan: (span: Span | null) => void;
  /** The cursor is about to be there: it has to be in sight. */
  readonly onMove: (row: number) => void;
}

interface MapCursor {
  readonly cursor: Cursor;
  /** The stretch that is being chosen. */
  readonly brush: Brush | null;
  readonly setBrush: (brush: Brush | null) => void;
  /** Sets the cursor where the mouse has clicked. */
  readonly put: (row: number, cell: number) => void;
  readonly zoomTo: (chosen: Brush) => void;
  readonly zoomBy: (cell: number, factor: number) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The cursor of the map and what its keys do. It stays at its row and time when the map becomes another one. */
export function useMapCursor(options: MapCursorOptions): MapCursor {
  const { frame, map, whole, isZoomed, size, start, onOpen, onSpan, onMove } = options;
  const [place, setPlace] = useState<{ readonly row: number; readonly atMs: number } | null>(start);
  const [brush, setBrush] = useState<Brush | null>(null);
  /** The cursor was moved: the focus has to follow once its cell is there. */
  const isMoving = useRef(false);
  const cell = place === null ? 0 : Math.floor((place.atMs - map.fromMs) / map.stepMs);
  const cursor = clampCursor({ row: place?.row ?? 0, cell }, size);
  const startOf = (at: number): number => map.fromMs + at * map.stepMs;

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a move of the cursor moves the focus.
  useLayoutEffect(() => {
    if (!isMoving.current) return;
    isMoving.current = false;
    frame.current?.querySelector<HTMLElement>('[data-map-cursor]')?.focus({ preventScroll: true });
  }, [cursor.row, cursor.cell, map.fromMs, map.stepMs]);

  const put = (row: number, at: number): void => {
    isMoving.current = row !== cursor.row || at !== cursor.cell;
    setPlace({ row, atMs: startOf(at) });
  };
  const zoomTo = (chosen: Brush): void => {
    const { first, last } = rangeOf(chosen);
    setBrush(null);
    // The same element may not be the cursor's any more when the nearer map is there.
    isMoving.current = frame.current?.contains(document.activeElement) ?? false;
    onSpan(spanOfCells(map, first, last));
  };
  const zoomBy = (at: number, factor: number): void => {
    isMoving.current = frame.current?.contains(document.activeElement) ?? false;
    onSpan(zoomed(map, whole, startOf(at) + map.stepMs / 2, factor));
  };
  /** Beyond the end of a part of the time lies more of it. */
  const panTo = (step: -1 | 1): void => {
    const next = panned(map, whole, step / 2);
    if (next.fromMs === map.fromMs) return;
    isMoving.current = true;
    setPlace({ row: cursor.row, atMs: startOf(cursor.cell + step) });
    onSpan(next);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key, ctrlKey, shiftKey } = event;
    if (event.altKey || event.metaKey) return;
    const isSideways = key === 'ArrowLeft' || key === 'ArrowRight';
    const isAtEdge = key === 'ArrowLeft' ? cursor.cell === 0 : cursor.cell === size.cells - 1;
    if (shiftKey && isSideways) {
      const from = brush ?? { anchor: cursor.cell, head: cursor.cell };
      const moved = moveCursor({ row: cursor.row, cell: from.head }, key, ctrlKey, size);
      setBrush({ anchor: from.anchor, head: moved?.cell ?? from.head });
    } else if (isSideways && isAtEdge && isZoomed) panTo(key === 'ArrowLeft' ? -1 : 1);
    else if (key === 'Enter' || key === ' ') {
      if (brush === null) onOpen(cursor.row, cursor.cell);
      else zoomTo(brush);
    } else if (key === '+' || key === '=') zoomBy(cursor.cell, 0.5);
    else if (key === '-') zoomBy(cursor.cell, 2);
    else if (key === '0' || (key === 'Escape' && brush === null && isZoomed)) onSpan(null);
    else if (key === 'Escape' && brush !== null) setBrush(null);
    else {
      const next = moveCursor(cursor, key, ctrlKey, size);
      if (next === null) return;
      setBrush(null);
      put(next.row, next.cell);
      onMove(next.row);
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return { cursor, brush, setBrush, put, zoomTo, zoomBy, onKeyDown };
}
