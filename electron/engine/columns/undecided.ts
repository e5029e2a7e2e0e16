import { setBit, wordsFor } from './bits.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import type { Matches } from './matches.ts';
import type { MatchedRows, Undecided } from './questions.ts';
import { sharedUint32 } from './shared-arrays.ts';
import type { ColumnStore } from './store.ts';
import { timeAt } from './times.ts';

/** Rows taken between two looks at the cancel flag. */
const rowsPerLook = 1 << 16;

/** The events that may match and do not match for certain. */
export function undecidedEvents(
  sure: Matches,
  possible: Matches,
  store: ColumnStore,
  cancelFlag: CancelFlag,
): Undecided {
  const bits = sharedUint32(wordsFor(lastEvent(store) + 1));
  if (possible.count === sure.count) return { bits, count: 0, fileStarts: store.fileStarts };
  for (let row = 0; row < store.rowCount; row += 1) {
    if (row % rowsPerLook === 0) checkCancelled(cancelFlag);
    const word = (possible.bits[row >>> 5] ?? 0) & ~(sure.bits[row >>> 5] ?? 0);
    if (word === 0) row |= 31;
    else if (((word >>> (row & 31)) & 1) === 1) setBit(bits, store.events[row] ?? 0);
  }
  return { bits, count: possible.count - sure.count, fileStarts: store.fileStarts };
}

/** The events of matches that have at least this number. */
export function matchedRows(matches: Matches, store: ColumnStore, fromEvent: number): MatchedRows {
  let rows = matches.slice(0, matches.count);
  if (fromEvent > 1) rows = rows.filter((row) => (store.events[row] ?? 0) >= fromEvent);
  return {
    events: rows.map((row) => store.events[row] ?? 0),
    timesMs: Float64Array.from(rows, (row) =>
      row < store.undatedCount ? Number.NaN : timeAt(store.times, row),
    ),
  };
}

function lastEvent({ events }: ColumnStore): number {
  return events.reduce((last, event) => Math.max(last, event), 0);
}
