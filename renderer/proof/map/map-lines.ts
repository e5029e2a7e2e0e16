import type { CoverageMap } from '../../../electron/contract/integrity.ts';

type Row = CoverageMap['rows'][number];

export const linePx = 21;
export const accountPx = 26;
/** The map is as high as its lines, up to this; then it scrolls. */
const mostPx = 420;

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

/** Whether there are more lines than are shown at once: then a scroll bar takes a part of the width. */
export function isScrolled(rows: readonly Pick<Row, 'account'>[]): boolean {
  return rows.length * linePx + new Set(rows.map(({ account }) => account)).size * accountPx > mostPx;
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

/** The cells that a stretch of time takes, as far as the map has them; null where it has none. */
export function cellsOf(
  map: Pick<CoverageMap, 'fromMs' | 'untilMs' | 'stepMs'>,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): { readonly first: number; readonly last: number } | null {
  if (untilMs <= map.fromMs || fromMs >= map.untilMs) return null;
  const cells = Math.round((map.untilMs - map.fromMs) / map.stepMs);
  return {
    first: Math.max(0, Math.floor((fromMs - map.fromMs) / map.stepMs)),
    last: Math.min(cells, Math.ceil((untilMs - map.fromMs) / map.stepMs)) - 1,
  };
}
