import { type CancelFlag, checkCancelled } from './cancellation.ts';
import type { Matches } from './matches.ts';
import type { ColumnStore, FieldColumn } from './store.ts';
import type { TextReader } from './texts.ts';

/**
 * The order of the table. Events without the value come last in both directions. By a column or an id: by its
 * text without regard to case, then by code units; events with the same text from old to new in both directions
 * (undated first). By time: ties by event number, turned round with the rest when descending.
 */
export interface Order {
  readonly count: number;
  /** Rows from the `offset`-th on, at most `limit`. */
  slice(offset: number, limit: number): Uint32Array;
  /** Where a row stands; null when it does not match. */
  offsetOf(row: number): number | null;
}

/** The order of time: nothing to sort, rows are in it. */
export function timeOrdered(matches: Matches, store: ColumnStore, descending: boolean): Order {
  const { count } = matches;
  // Rows begin with the undated events; ascending, they go to the end.
  const undated = matches.rank(store.undatedCount);
  const dated = count - undated;
  return {
    count,
    slice(offset, limit) {
      const end = Math.min(count, offset + limit);
      if (offset >= end) return new Uint32Array(0);
      if (descending) return matches.slice(count - end, end - offset).reverse();
      if (end <= dated) return matches.slice(undated + offset, end - offset);
      if (offset >= dated) return matches.slice(offset - dated, end - offset);
      const rows = new Uint32Array(end - offset);
      rows.set(matches.slice(undated + offset, dated - offset));
      rows.set(matches.slice(0, end - dated), dated - offset);
      return rows;
    },
    offsetOf(row) {
      if (!matches.has(row)) return null;
      const rank = matches.rank(row);
      if (descending) return count - 1 - rank;
      return rank < undated ? dated + rank : rank - undated;
    },
  };
}

/**
 * All matching rows sorted by a column, by counting: one pass to count the ranks, one to place the rows. Does not
 * keep `matches`, whose memory may be used again.
 */
export function columnOrdered(
  matches: Matches,
  column: FieldColumn,
  ranks: Uint32Array,
  descending: boolean,
): Order {
  const rows = matches.slice(0, matches.count);
  const { codes, codeCount } = column;
  const missing = codeCount - 1;
  const placeOf = (code: number) => {
    if (code === 0) return missing;
    const rank = ranks[code] ?? 0;
    return descending ? missing - 1 - rank : rank;
  };
  const placeOfCode = Uint32Array.from({ length: codeCount }, (_, code) => placeOf(code));
  const starts = new Uint32Array(codeCount + 1);
  for (const row of rows) {
    const place = placeOfCode[codes[row] ?? 0] ?? 0;
    starts[place + 1] = (starts[place + 1] ?? 0) + 1;
  }
  for (let place = 1; place <= codeCount; place += 1)
    starts[place] = (starts[place] ?? 0) + (starts[place - 1] ?? 0);
  const sorted = new Uint32Array(rows.length);
  for (const row of rows) {
    const place = placeOfCode[codes[row] ?? 0] ?? 0;
    const at = starts[place] ?? 0;
    starts[place] = at + 1;
    sorted[at] = row;
  }
  return sortedOrder(sorted);
}

/** Rows that are in order already. */
export function sortedOrder(sorted: Uint32Array): Order {
  return {
    count: sorted.length,
    slice: (offset, limit) => sorted.subarray(offset, offset + limit),
    offsetOf(row) {
      const at = sorted.indexOf(row);
      return at < 0 ? null : at;
    },
  };
}

/** By code, the place of its text among the texts of the column, from 0; nothing for code 0. */
export function rankCodes(column: FieldColumn, reader: TextReader, cancelFlag: CancelFlag): Uint32Array {
  const texts = Array.from(column.codeTexts, (text) => reader.read(text));
  const folded = texts.map((text) => text.toLowerCase());
  checkCancelled(cancelFlag);
  const sorted = Uint32Array.from({ length: column.codeCount - 1 }, (_, i) => i + 1);
  sorted.sort(
    (a, b) => compareTexts(folded[a] ?? '', folded[b] ?? '') || compareTexts(texts[a] ?? '', texts[b] ?? ''),
  );
  const ranks = new Uint32Array(column.codeCount);
  sorted.forEach((code, rank) => {
    ranks[code] = rank;
  });
  return ranks;
}

/** By code units. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
