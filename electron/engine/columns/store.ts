import type { ColumnField } from '../../contract/fields.ts';
import type { Codes } from './packing.ts';
import { type Times, timeAt } from './times.ts';

/**
 * Every event of a case as columns over shared memory: built once, never changed, read by all column threads.
 *
 * Rows are events in the order of time: undated ones first, then by time, ties by event number. So a range of
 * time is a range of rows.
 */
export interface ColumnStore {
  /** Grows with every load; an answer comes from one revision. */
  readonly revision: number;
  readonly rowCount: number;
  /** Rows below this have no time. */
  readonly undatedCount: number;
  /** Rows that are later deliveries of an eventID. */
  readonly duplicateCount: number;
  /** By row; none below `undatedCount`. */
  readonly times: Times;
  /** The event number of a row. The way back is a search by time and number: see `rowOf`. */
  readonly events: Uint32Array;
  /** The first event of each run of events that one file delivered, ascending. */
  readonly fileStarts: Uint32Array;
  /** The object of each of those files. */
  readonly fileObjects: Uint32Array;
  /** The text of each verdict, in the order of the contract, whether an event has it or not. */
  readonly verdictTexts: Uint32Array;
  /** By row: {@link duplicateFlag}, {@link conflictFlag} and the class above {@link classShift}. */
  readonly flags: Uint8Array;
  readonly columns: Readonly<Record<ColumnField, FieldColumn>>;
  readonly texts: TextBytes;
}

/** A later delivery of an eventID that the case already had. */
export const duplicateFlag = 1;
/** Differs from the first delivery of its eventID; or is that, and a later one differs from it. */
export const conflictFlag = 2;
/** `flags >> classShift` is the event's {@link EventClass}. */
export const classShift = 2;

/** What the timeline stacks: failed wins over read and write; unknown read-only counts as write. */
export const eventClasses = ['read', 'write', 'failed'] as const;
export type EventClass = (typeof eventClasses)[number];

/** One field of every event. Code 0 is missing. */
export interface FieldColumn {
  readonly codes: Codes;
  /** Codes are below it. */
  readonly codeCount: number;
  /** The whole text of a code (of a list: its values joined), as a number of a text. */
  readonly codeTexts: Uint32Array;
  /** Null when every code is one value: value numbers are codes then. */
  readonly lists: ValueLists | null;
  /** Events by code, duplicates left out. */
  readonly counts: Uint32Array;
  /** Events by code, duplicates too. */
  readonly countsWithDuplicates: Uint32Array;
}

/** The values behind the codes of a `terms` field: code `c` has `values[offsets[c] … offsets[c + 1]]`, each once. */
export interface ValueLists {
  readonly offsets: Uint32Array;
  readonly values: Uint32Array;
  /** Texts of the values; value 0 is not used. */
  readonly valueTexts: Uint32Array;
}

/** Texts as UTF-8, one after the other: text `t` is `bytes[offsets[t] … offsets[t + 1]]`. Text 0 is empty. */
export interface TextBytes {
  readonly bytes: Uint8Array;
  readonly offsets: Uint32Array;
  /** 0 when a byte is not ASCII; else a hash of the text that does not depend on case (see `text-print.ts`). */
  readonly prints: Uint8Array;
}

/** Texts of the values of a column, by value number. */
export function valueTextsOf(column: FieldColumn): Uint32Array {
  return column.lists?.valueTexts ?? column.codeTexts;
}

/** The row of an event, which stands between its time's rows in the order of the numbers; undefined without one. */
export function rowOf(store: ColumnStore, event: number, timeMs: number | null): number | undefined {
  let low = timeMs === null ? 0 : firstRowAt(store, timeMs);
  let high = timeMs === null ? store.undatedCount : firstRowAfter(store, timeMs);
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((store.events[middle] ?? 0) < event) low = middle + 1;
    else high = middle;
  }
  return low < end && store.events[low] === event ? low : undefined;
}

/** The first dated row at `timeMs` or later; the end when there is none. */
export function firstRowAt(store: ColumnStore, timeMs: number): number {
  let low = store.undatedCount;
  let high = store.rowCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeAt(store.times, middle) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function firstRowAfter(store: ColumnStore, timeMs: number): number {
  let low = store.undatedCount;
  let high = store.rowCount;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeAt(store.times, middle) <= timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
