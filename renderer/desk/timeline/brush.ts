/**
 * A choice of bars: the one it began at and the one it reaches to, both in it. The keyboard moves the reaching
 * end, as with text.
 */
export interface Brush {
  readonly anchor: number;
  readonly head: number;
}

export interface BarRange {
  readonly first: number;
  readonly last: number;
}

export function rangeOf({ anchor, head }: Brush): BarRange {
  return { first: Math.min(anchor, head), last: Math.max(anchor, head) };
}

const moves: Readonly<Record<string, (at: number, bars: number, page: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  ArrowDown: (at) => at - 1,
  ArrowUp: (at) => at + 1,
  PageDown: (at, _, page) => at + page,
  PageUp: (at, _, page) => at - page,
  Home: () => 0,
  End: (_, bars) => bars - 1,
};

/**
 * The choice after a key: arrows move it, with Shift they extend it, Page moves by a tenth. Null for a key that
 * does not move. Without a choice yet, the first move shows where it is: at the end nearest to the way it goes.
 */
export function moveBrush(
  brush: Brush | null,
  key: string,
  isExtending: boolean,
  bars: number,
): Brush | null {
  const move = moves[key];
  if (move === undefined || bars === 0) return null;
  const clamp = (at: number): number => Math.max(0, Math.min(bars - 1, at));
  if (brush === null) {
    const start = key === 'ArrowLeft' || key === 'ArrowDown' || key === 'End' ? bars - 1 : 0;
    return { anchor: start, head: start };
  }
  const head = clamp(move(brush.head, bars, Math.max(1, Math.round(bars / 10))));
  return { anchor: isExtending ? brush.anchor : head, head };
}

/** How far a pointer must go before a press is a choice and no longer a click. */
const dragPx = 3;

export function isDrag(fromX: number, toX: number): boolean {
  return Math.abs(toX - fromX) >= dragPx;
}
