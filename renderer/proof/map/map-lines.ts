import type { CoverageMap } from '../../../electron/contract/integrity.ts';

type Row = CoverageMap['rows'][number];

export type MapLine =
  | { readonly kind: 'account'; readonly account: string }
  | {
      readonly kind: 'row';
      readonly row: Row /** Among the rows, in the order they are shown. */;
      readonly at: number;
    };

/** The rows under their accounts, those of one account together in the order of the engine. */
export function linesOf(rows: readonly Row[]): readonly MapLine[] {
  const byAccount = new Map<string, Row[]>();
  for (const row of rows) {
    const known = byAccount.get(row.account);
    if (known === undefined) byAccount.set(row.account, [row]);
    else known.push(row);
  }
  const lines: MapLine[] = [];
  let at = 0;
  for (const [account, own] of byAccount) {
    lines.push({ kind: 'account', account });
    for (const row of own) {
      lines.push({ kind: 'row', row, at });
      at += 1;
    }
  }
  return lines;
}

/** Cells to ask for: as many as can be told apart at this width, in steps, so that a drag of the window asks seldom. */
export function cellsFor(widthPx: number): number {
  const fitting = Math.floor(widthPx / 4);
  return [720, 480, 360, 240, 180, 120, 72, 48, 24].find((count) => count <= fitting) ?? 24;
}

/** The lines to draw: those in sight, some around them, and the one with the cursor, which is the map's one stop of the Tab key. */
export function linesShown(
  range: {
    readonly startIndex: number;
    readonly endIndex: number;
    readonly overscan: number;
    readonly count: number;
  },
  cursorLine: number,
): number[] {
  const first = Math.max(0, range.startIndex - range.overscan);
  const last = Math.min(range.count - 1, range.endIndex + range.overscan);
  const shown = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);
  if (cursorLine < 0 || (cursorLine >= first && cursorLine <= last)) return shown;
  return [...shown, cursorLine].sort((a, b) => a - b);
}
