/** A place in the map: a row, and a cell of it. */
export interface Cursor {
  readonly row: number;
  readonly cell: number;
}

export interface MapSize {
  readonly rows: number;
  readonly cells: number;
}

/** Where a key takes the cursor; null for a key that does not move it. Home and End are those of the row, with Control of the map. */
export function moveCursor(
  { row, cell }: Cursor,
  key: string,
  hasControl: boolean,
  size: MapSize,
): Cursor | null {
  const target = targetOf(row, cell, key, hasControl, size);
  if (target === null) return null;
  return {
    row: clamp(target.row, size.rows),
    cell: clamp(target.cell, size.cells),
  };
}

function targetOf(
  row: number,
  cell: number,
  key: string,
  hasControl: boolean,
  { rows, cells }: MapSize,
): Cursor | null {
  switch (key) {
    case 'ArrowLeft':
      return { row, cell: cell - (hasControl ? 24 : 1) };
    case 'ArrowRight':
      return { row, cell: cell + (hasControl ? 24 : 1) };
    case 'ArrowUp':
      return { row: row - 1, cell };
    case 'ArrowDown':
      return { row: row + 1, cell };
    case 'PageUp':
      return { row: row - 10, cell };
    case 'PageDown':
      return { row: row + 10, cell };
    case 'Home':
      return { row: hasControl ? 0 : row, cell: 0 };
    case 'End':
      return { row: hasControl ? rows - 1 : row, cell: cells - 1 };
    default:
      return null;
  }
}

/** The cursor on a map that may have become another one. */
export function clampCursor({ row, cell }: Cursor, { rows, cells }: MapSize): Cursor {
  return { row: clamp(row, rows), cell: clamp(cell, cells) };
}

function clamp(at: number, count: number): number {
  return Math.max(0, Math.min(at, count - 1));
}
