/** Every row has this height (tokens.css --row). */
export const rowHeightPx = 28;

/** Browsers clamp an element's height near 33 million pixels; past this the scroll is scaled. */
const maxHeightPx = 30_000_000;

export interface RowWindow {
  /** Height of the scrolled element. */
  readonly heightPx: number;
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
  /** Where the first row stands inside the scrolled element. */
  readonly topPx: number;
}

/** Rows above and below the visible ones, so that a quick scroll finds them drawn. */
const spare = 8;

/**
 * Which rows are visible at a scroll position. Up to {@link maxHeightPx} a row has its own place; beyond it, the
 * scroll bar stands for the share of the rows above, and the visible rows are laid where the person looks.
 */
export function rowWindow(rows: number, scrollTopPx: number, viewportPx: number): RowWindow {
  const realPx = rows * rowHeightPx;
  const visible = Math.ceil(viewportPx / rowHeightPx);
  if (realPx <= maxHeightPx) {
    const first = Math.max(0, Math.floor(scrollTopPx / rowHeightPx) - spare);
    const end = Math.min(rows, first + visible + 2 * spare + 1);
    return { heightPx: realPx, first, end, topPx: first * rowHeightPx };
  }
  const firstVisible = Math.round(
    shareOf(scrollTopPx, maxHeightPx - viewportPx) * Math.max(0, rows - Math.floor(viewportPx / rowHeightPx)),
  );
  const first = Math.max(0, firstVisible - spare);
  const end = Math.min(rows, firstVisible + visible + spare);
  return { heightPx: maxHeightPx, first, end, topPx: scrollTopPx - (firstVisible - first) * rowHeightPx };
}

/** The scroll position that shows a row with as little movement as possible; null when it is in view already. */
export function scrollToRow(
  row: number,
  rows: number,
  scrollTopPx: number,
  viewportPx: number,
): number | null {
  const fitting = Math.max(1, Math.floor(viewportPx / rowHeightPx));
  if (rows * rowHeightPx <= maxHeightPx) {
    const top = row * rowHeightPx;
    if (top < scrollTopPx) return top;
    return top + rowHeightPx > scrollTopPx + viewportPx ? top + rowHeightPx - viewportPx : null;
  }
  const span = maxHeightPx - viewportPx;
  const scrollable = Math.max(1, rows - fitting);
  const firstVisible = Math.round(shareOf(scrollTopPx, span) * scrollable);
  if (row >= firstVisible && row < firstVisible + fitting) return null;
  const wanted = row < firstVisible ? row : row - fitting + 1;
  return (Math.min(scrollable, wanted) / scrollable) * span;
}

function shareOf(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, part / whole));
}
