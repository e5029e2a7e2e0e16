import { z } from 'zod';
import type { UniqueField } from '../../contract/fields.ts';
import type { Pattern } from '../../contract/filter/syntax-tree.ts';
import type { Database, Row, SqlValue } from '../case/driver.ts';
import { packId, unpackId } from '../case/id-codec.ts';
import { numberAt, textAt } from '../case/row.ts';
import { termTest } from '../filter/predicate.ts';
import { type Bits, makeBits, setBit } from './bits.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import { Lru } from './lru.ts';
import { type ColumnStore, rowOf } from './store.ts';
import { timeAt } from './times.ts';

type UniqueRow = z.infer<typeof uniqueRows>[number];

/** Where the case keeps the ids. */
export const uniqueColumns = { id: 'event_id', request: 'request_id' } as const satisfies Record<
  UniqueField,
  string
>;
/** Events read between two looks at the cancel flag. */
const eventsPerCheck = 20_000;

/** Both ids of an event. */
export type UniqueValues = Readonly<Record<UniqueField, string | null>>;

/** Answers for the fields that are no column, from the case file. Events that the store does not have yet are left out. */
export class UniqueLookup {
  readonly #store: ColumnStore;
  readonly #db: Database;
  readonly #kept = new Lru<Bits>(4);

  constructor(store: ColumnStore, db: Database) {
    this.#store = store;
    this.#db = db;
  }

  /** Rows whose id meets any of the patterns. */
  match(field: UniqueField, anyOf: readonly Pattern[], cancelFlag: CancelFlag): Bits {
    return this.#kept.getOrMake(JSON.stringify([field, anyOf]), () => {
      const test = termTest(field, anyOf);
      const bits = makeBits(this.#store.rowCount);
      for (const row of this.#candidates(field, anyOf, cancelFlag)) {
        const text = idText(row.value);
        if (text !== null && test(text)) this.#mark(bits, row);
      }
      return bits;
    });
  }

  /** Rows that have the id. */
  exists(field: UniqueField, cancelFlag: CancelFlag): Bits {
    return this.#kept.getOrMake(field, () => {
      const bits = makeBits(this.#store.rowCount);
      for (const row of this.#scan(field, 'IS NOT NULL', [], cancelFlag)) this.#mark(bits, row);
      return bits;
    });
  }

  /** The row of an event; undefined when the store does not have it. */
  rowOfEvent(event: number): number | undefined {
    const row = this.#db.get('SELECT time_ms FROM events WHERE id = ?', event);
    return row === undefined ? undefined : rowOf(this.#store, event, timeOf(row));
  }

  #mark(bits: Bits, row: Row): void {
    const at = rowOf(this.#store, numberAt(row, 'id'), timeOf(row));
    if (at !== undefined) setBit(bits, at);
  }

  /**
   * GUIDs are looked up, ids of another form compared; other patterns try every id. There is no index over request ids:
   * going through a million events for one takes about 0.15 s, once, as the last few answers are kept.
   */
  *#candidates(field: UniqueField, anyOf: readonly Pattern[], cancelFlag: CancelFlag): Generator<Row> {
    const guids: Uint8Array[] = [];
    const literals: string[] = [];
    for (const pattern of anyOf) {
      if (pattern.kind !== 'literal') {
        yield* this.#scan(field, 'IS NOT NULL', [], cancelFlag);
        return;
      }
      literals.push(pattern.text.toLowerCase());
      const packed = packId(pattern.text.toLowerCase());
      if (typeof packed !== 'string') guids.push(packed);
    }
    const column = uniqueColumns[field];
    if (field === 'id') {
      // Served by idx_events_event_id: texts sort after numbers and before blobs.
      const sql = `SELECT id, time_ms, ${column} AS value FROM events WHERE ${column}`;
      for (const guid of guids) yield* this.#db.all(`${sql} = ?`, guid);
      yield* this.#db.all(`${sql} >= '' AND ${column} < x'' AND ${mayEqual(column, literals)}`, ...literals);
      return;
    }
    const condition = `IS NOT NULL AND
      (${column} IN (${places(guids)}) OR (typeof(${column}) = 'text' AND ${mayEqual(column, literals)}))`;
    yield* this.#scan(field, condition, [...guids, ...literals], cancelFlag);
  }

  *#scan(
    field: UniqueField,
    condition: string,
    params: readonly SqlValue[],
    cancelFlag: CancelFlag,
  ): Generator<Row> {
    const column = uniqueColumns[field];
    const sql = `SELECT id, time_ms, ${column} AS value FROM events WHERE id BETWEEN ? AND ? AND ${column} ${condition}`;
    const statement = this.#db.prepare(sql);
    const last = this.#store.events.reduce((most, event) => Math.max(most, event), 0);
    for (let first = 1; first <= last; first += eventsPerCheck) {
      checkCancelled(cancelFlag);
      yield* statement.all(first, first + eventsPerCheck - 1, ...params);
    }
  }
}

/** NOCASE folds ASCII alone, so an id with other letters (more bytes than letters) has to be tried. */
function mayEqual(column: string, literals: readonly string[]): string {
  return `(${column} COLLATE NOCASE IN (${places(literals)}) OR length(${column}) <> length(CAST(${column} AS BLOB)))`;
}

function places(params: readonly unknown[]): string {
  return params.map(() => '?').join(', ');
}

/** Ids as text, made by SQLite and handed over in one piece: row by row, the hand-over costs most of the time. */
const uniqueSql = `
  SELECT id, time_ms, ${idSql('event_id')} AS event_id, ${idSql('request_id')} AS request_id
  FROM events WHERE id IN (SELECT value FROM json_each(?))`;
const uniqueJsonSql = `SELECT json_group_array(json_array(id, time_ms, event_id, request_id)) AS rows FROM (${uniqueSql})`;
const uniqueRows = z.array(
  z.tuple([z.number(), z.number().nullable(), z.string().nullable(), z.string().nullable()]),
);

/** The ids of the events at `rows`, in that order. */
export function uniqueValuesOf(
  db: Database,
  store: Pick<ColumnStore, 'events' | 'times'>,
  rows: Uint32Array,
): UniqueValues[] {
  const events = Array.from(rows, (at) => store.events[at] ?? 0);
  const answer = db.get(uniqueJsonSql, JSON.stringify(events));
  const found = new Map<number, UniqueRow>();
  const parsed: unknown = answer === undefined ? [] : JSON.parse(textAt(answer, 'rows'));
  for (const row of uniqueRows.parse(parsed)) found.set(row[0], row);
  return events.map((event, at) => {
    const [, timeMs, id, request] = found.get(event) ?? [event, undefined, null, null];
    // A case reindexed since the store was loaded may have another event under the number: rather no id than a wrong one.
    const isSame =
      timeMs !== undefined && Object.is(timeMs ?? Number.NaN, timeAt(store.times, rows[at] ?? 0));
    return isSame ? { id, request } : { id: null, request: null };
  });
}

function timeOf(row: Row): number | null {
  const value = row.time_ms;
  return typeof value === 'number' ? value : null;
}

function idText(value: SqlValue | undefined): string | null {
  return typeof value === 'string' || value instanceof Uint8Array ? unpackId(value) : null;
}

/** `unpackId` in SQL. */
function idSql(column: string): string {
  const hex = `lower(hex(${column}))`;
  const part = (from: number, length: number) => `substr(${hex}, ${from}, ${length})`;
  const guid = [part(1, 8), part(9, 4), part(13, 4), part(17, 4), part(21, 12)].join(" || '-' || ");
  return `CASE typeof(${column}) WHEN 'blob' THEN ${guid} WHEN 'text' THEN ${column} END`;
}
