/** Every row has this height (tokens.css --row). */
export const rowHeightPx = 28;

/** Browsers lay out in single precision: past 2^24 (16.7 million) whole pixels are lost, so the scroll is scaled. */
const maxHeightPx = 16_000_000;
/** So far from either end the scroll bar is not scaled, and nothing drifts where it would be seen. */
const trueEndPx = 1_000_000;
/** A scroll by no more than this was a wheel, a finger or a page; dragging the bar of a scaled list goes further. */
const smallScrollPx = 2_000;

/** Where the person looks: the same number twice until the list is too long for the browser. */
export interface ScrollPlace {
  /** Above the visible rows, if every row had its own place. */
  readonly topPx: number;
  /** The element's own scroll position. */
  readonly scrollTopPx: number;
}

export interface ListSize {
  readonly rows: number;
  readonly viewportPx: number;
}

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

/** Which rows are drawn at a place, and where: always such that the rows at `topPx` are the ones in view. */
export function rowWindow({ rows, viewportPx }: ListSize, place: ScrollPlace): RowWindow {
  const first = Math.min(rows, Math.max(0, Math.floor(place.topPx / rowHeightPx) - spare));
  const end = Math.min(rows, first + Math.ceil(viewportPx / rowHeightPx) + 2 * spare + 1);
  return {
    heightPx: Math.min(maxHeightPx, rows * rowHeightPx),
    first,
    end,
    topPx: place.scrollTopPx - (place.topPx - first * rowHeightPx),
  };
}

/** The place to go to for rows that begin at `topPx`. */
export function placeAt(size: ListSize, topPx: number): ScrollPlace {
  const { rowsSpanPx, scrollSpanPx } = spansOf(size);
  const top = clamp(topPx, rowsSpanPx);
  return { topPx: top, scrollTopPx: convert(top, rowsSpanPx, scrollSpanPx) };
}

/**
 * The place after the element was scrolled to `scrollTopPx`. A short way goes over as many rows as it is long; a
 * long one was the scroll bar's, whose length stands for the whole list. Its ends are the ends of the list.
 */
export function placeAfterScroll(size: ListSize, before: ScrollPlace, scrollTopPx: number): ScrollPlace {
  const { rowsSpanPx, scrollSpanPx } = spansOf(size);
  const movedPx = scrollTopPx - before.scrollTopPx;
  if (scrollTopPx <= 0) return { topPx: 0, scrollTopPx };
  if (scrollTopPx >= scrollSpanPx - 1 && movedPx > 0) return { topPx: rowsSpanPx, scrollTopPx };
  const isShort = Math.abs(movedPx) <= Math.max(smallScrollPx, size.viewportPx);
  const topPx = isShort ? before.topPx + movedPx : convert(scrollTopPx, scrollSpanPx, rowsSpanPx);
  return { topPx: clamp(topPx, rowsSpanPx), scrollTopPx };
}

/** Where the rows begin to show a row with as little movement as possible; null when it is in view already. */
export function topShowing({ viewportPx }: ListSize, { topPx }: ScrollPlace, row: number): number | null {
  const rowTopPx = row * rowHeightPx;
  if (rowTopPx < topPx) return rowTopPx;
  const lowestPx = rowTopPx + rowHeightPx - viewportPx;
  return lowestPx > topPx ? lowestPx : null;
}

function spansOf({ rows, viewportPx }: ListSize): {
  readonly rowsSpanPx: number;
  readonly scrollSpanPx: number;
} {
  const rowsPx = rows * rowHeightPx;
  return {
    rowsSpanPx: Math.max(0, rowsPx - viewportPx),
    scrollSpanPx: Math.max(0, Math.min(maxHeightPx, rowsPx) - viewportPx),
  };
}

/** A place on one length as one on the other: both keep their ends true, and the middle is scaled. */
function convert(at: number, span: number, otherSpan: number): number {
  if (span === otherSpan || at <= trueEndPx) return at;
  if (at >= span - trueEndPx) return otherSpan - (span - at);
  return trueEndPx + (at - trueEndPx) * ((otherSpan - 2 * trueEndPx) / (span - 2 * trueEndPx));
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
