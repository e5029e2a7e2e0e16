import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { type Brush, isDrag } from '../../desk/timeline/brush.ts';
import { cellAt } from './geometry.ts';

export interface Hovered {
  readonly row: number;
  readonly cell: number;
  readonly x: number;
  readonly y: number;
}

interface MapPointer {
  readonly hovered: Hovered | null;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerLeave: () => void;
  };
}

interface Pressed {
  readonly x: number;
  readonly left: number;
  readonly row: number;
  readonly cell: number;
  isDragged: boolean;
}

interface MapPointerOptions {
  readonly frame: RefObject<HTMLElement | null>;
  readonly widthPx: number;
  readonly cells: number;
  readonly onBrush: (brush: Brush | null) => void;
  readonly onZoom: (brush: Brush) => void;
  readonly onPick: (row: number, cell: number) => void;
  /** Nearer (below one) or further around a cell. */
  readonly onWheel: (cell: number, factor: number) => void;
}

/** The mouse over the map: what is under it, a click, a drag over a stretch, the wheel with Control (or a pinch). */
export function useMapPointer(options: MapPointerOptions): MapPointer {
  const { frame, widthPx, cells, onBrush, onZoom, onPick } = options;
  const [hovered, setHovered] = useState<Hovered | null>(null);
  const pressed = useRef<Pressed | null>(null);
  const shape = { widthPx, heightPx: 0, cells };

  const latest = useRef(options);
  latest.current = options;
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    // React's own listener is passive and could not keep the browser from zooming the page.
    const onWheel = (event: WheelEvent): void => {
      const target = rowUnder(event.target);
      if (!(event.ctrlKey || event.metaKey) || target === null) return;
      event.preventDefault();
      const { widthPx: width, cells: count, onWheel: tell } = latest.current;
      const cell = cellAt({ widthPx: width, heightPx: 0, cells: count }, event.clientX - target.left);
      tell(cell, event.deltaY < 0 ? 0.7 : 1 / 0.7);
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [frame]);

  return {
    hovered,
    handlers: {
      onPointerDown(event) {
        const target = rowUnder(event.target);
        if (event.button !== 0 || target === null) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const cell = cellAt(shape, event.clientX - target.left);
        pressed.current = { x: event.clientX, left: target.left, row: target.row, cell, isDragged: false };
      },
      onPointerMove(event) {
        const press = pressed.current;
        if (press !== null) {
          press.isDragged ||= isDrag(press.x, event.clientX);
          if (press.isDragged)
            onBrush({ anchor: press.cell, head: cellAt(shape, event.clientX - press.left) });
          setHovered(null);
          return;
        }
        const target = rowUnder(event.target);
        if (target === null) return setHovered(null);
        const cell = cellAt(shape, event.clientX - target.left);
        const x = target.left + ((cell + 0.5) / Math.max(1, cells)) * widthPx;
        setHovered({ row: target.row, cell, x, y: target.top });
      },
      onPointerUp(event) {
        const press = pressed.current;
        pressed.current = null;
        if (press === null) return;
        if (press.isDragged) onZoom({ anchor: press.cell, head: cellAt(shape, event.clientX - press.left) });
        else onPick(press.row, press.cell);
      },
      onPointerLeave: () => setHovered(null),
    },
  };
}

function rowUnder(
  target: EventTarget | null,
): { readonly row: number; readonly left: number; readonly top: number } | null {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-map-row]') : null;
  const cells = row?.querySelector('[data-map-cells]');
  if (row === null || cells === null || cells === undefined || !(target instanceof Element)) return null;
  // The name and the count beside the cells are no cells.
  if (target.closest('[data-map-cells], [data-map-cursor]') === null) return null;
  const { left, top } = cells.getBoundingClientRect();
  return { row: Number(row.dataset.mapRow), left, top };
}
