import type { CoverageCell, CoverageState } from '../../../electron/contract/integrity.ts';

/** The drawing of one row, in pixels. */
export interface RowShape {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly cells: number;
}

interface Box {
  readonly x: number;
  readonly width: number;
}

/** Where a cell lies: on whole pixels where cells are wide, so that all gaps look alike. */
export function cellBox({ widthPx, cells }: RowShape, at: number): Box {
  const step = cells === 0 ? 0 : widthPx / cells;
  const gap = step >= 7 ? 1.5 : step >= 4 ? 1 : 0;
  const snap = (x: number): number => (step >= 4 ? Math.round(x) : x);
  const x = snap(at * step);
  return { x, width: Math.max(0.5, snap((at + 1) * step) - x - gap) };
}

/** The cell under a point; clamped to the row. */
export function cellAt({ widthPx, cells }: RowShape, x: number): number {
  if (widthPx <= 0 || cells === 0) return 0;
  return Math.max(0, Math.min(cells - 1, Math.floor((x / widthPx) * cells)));
}

/** One path for all cells of a state, so that a row is a handful of elements however many hours it has. */
export function pathsOf(
  cells: readonly CoverageCell[],
  shape: RowShape,
): readonly { readonly state: CoverageState; readonly d: string }[] {
  const paths = new Map<CoverageState, string[]>();
  // Neighbours of one state that no gap parts are drawn as one.
  const isJoined = shape.cells > 0 && shape.widthPx / shape.cells < 4;
  for (let at = 0; at < cells.length; ) {
    const state = cells[at]?.state ?? 'unknown';
    let end = at + 1;
    while (isJoined && end < cells.length && cells[end]?.state === state) end += 1;
    const { x } = cellBox(shape, at);
    const last = cellBox(shape, end - 1);
    const parts = paths.get(state) ?? [];
    parts.push(boxPath(x, last.x + last.width - x, shape.heightPx));
    paths.set(state, parts);
    at = end;
  }
  return [...paths].map(([state, parts]) => ({ state, d: parts.join('') }));
}

/** A line under every cell whose events were left out of the index in part; empty where there is none. */
export function partPath(cells: readonly CoverageCell[], shape: RowShape): string {
  return cells
    .map((cell, at) => {
      if (!cell.isPartlyIndexed) return '';
      const { x, width } = cellBox(shape, at);
      return `M${x} ${shape.heightPx - 3}h${width}v3h${-width}z`;
    })
    .join('');
}

function boxPath(x: number, width: number, height: number): string {
  const r = width >= 6 ? 2 : 0;
  if (r === 0) return `M${x} 0h${width}v${height}h${-width}z`;
  return (
    `M${x + r} 0h${width - 2 * r}a${r} ${r} 0 0 1 ${r} ${r}v${height - 2 * r}a${r} ${r} 0 0 1 ${-r} ${r}` +
    `h${2 * r - width}a${r} ${r} 0 0 1 ${-r} ${-r}v${2 * r - height}a${r} ${r} 0 0 1 ${r} ${-r}z`
  );
}
