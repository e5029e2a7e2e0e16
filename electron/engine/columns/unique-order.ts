import { z } from 'zod';
import type { UniqueField } from '../../contract/fields.ts';
import type { Database } from '../case/driver.ts';
import { textAt } from '../case/row.ts';
import { type Bits, hasBit, makeBits, setBit } from './bits.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import type { Matches } from './matches.ts';
import { compareTexts, type Order, sortedOrder } from './order.ts';
import { singleArrays } from './slabs.ts';
import type { ColumnStore } from './store.ts';
import { sortByKey } from './time-order.ts';
import { timeAt } from './times.ts';
import { uniqueColumns, uniqueValuesOf } from './unique.ts';

/** Every row of a store by the text of an id. */
export interface UniqueOrder {
  /** Those with an id first, in its order; then those without. Same ids, and none, in the order of rows. */
  readonly rows: Uint32Array;
  /** How many have one. */
  readonly present: number;
  /** By place in `rows`: whether the id differs from the one before. */
  readonly isNew: Bits;
}

/** Events read between two looks at the cancel flag. */
const batchSize = 20_000;
/** Letters of an id that are sorted as numbers, four to a number. */
const keyLetters = 12;

const numbers = z.array(z.number());
const numbersOrNull = z.array(z.number().nullable());
const strings = z.array(z.string());

/**
 * Puts the events of a store in the order of an id: about a second and a half for a million, most of it for reading
 * them from the case. Nothing in the case keeps such an order that could be asked instead: the index over event ids
 * has GUIDs after all other ids, and there is none over request ids.
 *
 * By the first letters, as numbers, in a few passes; the few ids that agree in those are read again and compared.
 *
 * @throws Cancelled
 */
export function orderByUnique(
  db: Database,
  store: ColumnStore,
  field: UniqueField,
  cancelFlag: CancelFlag,
): UniqueOrder {
  const { rowCount } = store;
  const keys = Array.from({ length: keyLetters / 4 }, () => new Uint32Array(rowCount));
  const isPresent = makeBits(rowCount);
  for (const { row, text } of idsOf(db, store, field, cancelFlag)) {
    setBit(isPresent, row);
    writeKey(text, keys, row);
  }
  const withId = new Uint32Array(rowCount);
  const without: number[] = [];
  let present = 0;
  for (let row = 0; row < rowCount; row += 1) {
    if (hasBit(isPresent, row)) withId[present++] = row;
    else without.push(row);
  }
  let sorted: Uint32Array = withId.subarray(0, present);
  for (const key of keys.toReversed()) {
    checkCancelled(cancelFlag);
    sorted = sortByKey(key, sorted, singleArrays);
  }
  const rows = new Uint32Array(rowCount);
  rows.set(sorted);
  rows.set(without, present);
  const isNew = makeBits(rowCount);
  settleTies({ rows, present, isNew }, keys, (tied) => {
    checkCancelled(cancelFlag);
    return uniqueValuesOf(db, store, tied).map((values) => values[field] ?? '');
  });
  return { rows, present, isNew };
}

/** What matches, in the order of an id. Events without one come last in both directions. */
export function uniqueOrdered(
  matches: Matches,
  { rows, present, isNew }: UniqueOrder,
  descending: boolean,
): Order {
  const sorted = new Uint32Array(matches.count);
  let count = 0;
  const take = (from: number, to: number) => {
    for (let at = from; at < to; at += 1) {
      const row = rows[at] ?? 0;
      if (matches.has(row)) sorted[count++] = row;
    }
  };
  if (!descending) take(0, present);
  // Events with the same id keep their order among each other, so it is turned round by ids and not by events.
  for (let end = present; descending && end > 0; ) {
    let start = end - 1;
    while (!hasBit(isNew, start)) start -= 1;
    take(start, end);
    end = start;
  }
  take(present, rows.length);
  return sortedOrder(sorted);
}

/** Ids of rows in the store, a GUID as 32 hexadecimal digits and any other with `-` before it. */
function* idsOf(
  db: Database,
  store: ColumnStore,
  field: UniqueField,
  cancelFlag: CancelFlag,
): Generator<{ readonly row: number; readonly text: string }> {
  const column = uniqueColumns[field];
  // Handed over in one piece: row by row, the hand-over would take most of the time.
  const sql = `
    SELECT json_group_array(id) AS ids, json_group_array(time_ms) AS times,
      json_group_array(iif(typeof(${column}) = 'blob', hex(${column}), '-' || ${column})) AS texts
    FROM events WHERE id BETWEEN ? AND ? AND typeof(${column}) IN ('blob', 'text')`;
  const last = store.events.reduce((most, event) => Math.max(most, event), 0);
  const rowOfEvent = new Uint32Array(last + 1);
  store.events.forEach((event, row) => {
    rowOfEvent[event] = row;
  });
  for (let first = 1; first <= last; first += batchSize) {
    checkCancelled(cancelFlag);
    const answer = db.get(sql, first, Math.min(last, first + batchSize - 1));
    if (answer === undefined) continue;
    const ids = numbers.parse(JSON.parse(textAt(answer, 'ids')));
    const times = numbersOrNull.parse(JSON.parse(textAt(answer, 'times')));
    const found = strings.parse(JSON.parse(textAt(answer, 'texts')));
    for (let at = 0; at < ids.length; at += 1) {
      const row = rowOfEvent[ids[at] ?? 0] ?? 0;
      // A case reindexed since the store was loaded may have another event under the number: it counts as without.
      const isSame =
        store.events[row] === ids[at] && Object.is(times[at] ?? Number.NaN, timeAt(store.times, row));
      if (isSame) yield { row, text: found[at] ?? '' };
    }
  }
}

const dash = 45;
const beyondAscii = 255;

/** The first letters without regard to case; what follows a letter beyond ASCII is left to {@link settleTies}. */
function writeKey(text: string, keys: readonly Uint32Array[], row: number): void {
  const isGuid = text.charCodeAt(0) !== dash;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII begins with control characters
  const folded = isGuid || /^[\x00-\x7f]*$/.test(text) ? text : text.toLowerCase();
  let isBeyond = false;
  for (let number = 0, letter = 0; number < keys.length; number += 1) {
    let key = 0;
    for (const end = letter + 4; letter < end; letter += 1) {
      const code = isGuid ? guidLetter(folded, letter) : folded.charCodeAt(letter + 1);
      isBeyond ||= code > 127;
      key = key * 256 + (isBeyond ? beyondAscii : fold(code));
    }
    const numbersOfKey = keys[number];
    if (numbersOfKey !== undefined) numbersOfKey[row] = key;
  }
}

/** GUIDs are written 8-4-4-4-12. */
function guidLetter(hex: string, letter: number): number {
  if (letter === 8) return dash;
  return hex.charCodeAt(letter < 8 ? letter : letter - 1);
}

/** NaN, behind the end of a text, comes before every letter. */
function fold(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return Number.isNaN(code) ? 0 : code;
}

/** Ids read at a time to settle ties. */
const tiesPerRead = 5000;

interface Tie {
  readonly start: number;
  readonly end: number;
}

/** Sorts what agrees in its key by the whole text, and marks where ids differ. */
function settleTies(
  { rows, present, isNew }: UniqueOrder,
  keys: readonly Uint32Array[],
  readTexts: (rows: Uint32Array) => readonly string[],
): void {
  let ties: Tie[] = [];
  let tied = 0;
  const settle = () => {
    const found = readTexts(
      Uint32Array.from(ties.flatMap(({ start, end }) => [...rows.subarray(start, end)])),
    );
    let at = 0;
    for (const tie of ties) {
      const count = tie.end - tie.start;
      settleTie(tie, found.slice(at, at + count), rows, isNew);
      at += count;
    }
    ties = [];
    tied = 0;
  };
  for (let start = 0; start < present; ) {
    let end = start + 1;
    while (end < present && keys.every((key) => key[rows[end] ?? 0] === key[rows[start] ?? 0])) end += 1;
    setBit(isNew, start);
    if (end > start + 1) {
      ties.push({ start, end });
      tied += end - start;
      if (tied >= tiesPerRead) settle();
    }
    start = end;
  }
  if (tied > 0) settle();
}

function settleTie({ start, end }: Tie, texts: readonly string[], rows: Uint32Array, isNew: Bits): void {
  const tied = Array.from(rows.subarray(start, end), (row, at) => {
    const text = texts[at] ?? '';
    return { row, text, folded: text.toLowerCase() };
  });
  tied.sort((a, b) => compareTexts(a.folded, b.folded) || compareTexts(a.text, b.text) || a.row - b.row);
  tied.forEach(({ row, text }, at) => {
    rows[start + at] = row;
    if (at > 0 && text !== tied[at - 1]?.text) setBit(isNew, start + at);
  });
}
