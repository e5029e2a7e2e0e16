import { type TermField, termFields } from '../../contract/fields.ts';
import type { Database, SqlValue, Statement } from './driver.ts';
import type { PackedId } from './id-codec.ts';
import { numberAt } from './row.ts';
import { storableText } from './storable-text.ts';

/** An event as it enters the case. */
export interface NewEvent {
  /** `objects.id`. */
  readonly objectId: number;
  /** Zero-based place of the record in its file. */
  readonly position: number;
  /** Epoch milliseconds; null without a readable eventTime. */
  readonly timeMs: number | null;
  readonly eventId: PackedId | null;
  readonly requestId: PackedId | null;
  /** The event that delivered this eventID first; null for a first delivery. */
  readonly duplicateOf: number | null;
  /** Ids of terms; 0 is missing. */
  readonly terms: Readonly<Record<TermField, number>>;
}

const leadingColumns = ['id', 'object_id', 'position', 'time_ms', 'event_id', 'request_id', 'duplicate_of'];
const columns = [...leadingColumns, ...termFields.map((field) => `${field}_t`)];
const insertSql = `INSERT INTO events (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`;

/**
 * Inserts events with ids dense from 1, the fast way: one prepared statement, one reused list of parameters.
 * Use inside a transaction; after a rollback make a new writer.
 */
export class EventWriter {
  readonly #statement: Statement;
  readonly #parameters: SqlValue[] = columns.map(() => null);
  #last: number;

  constructor(db: Database) {
    this.#statement = db.prepare(insertSql);
    this.#last = lastEventOf(db);
  }

  /** The id that the next event gets. */
  get nextId(): number {
    return this.#last + 1;
  }

  /** @returns the event's id */
  insert(event: NewEvent): number {
    const parameters = this.#parameters;
    const id = this.#last + 1;
    parameters[0] = id;
    parameters[1] = event.objectId;
    parameters[2] = event.position;
    parameters[3] = event.timeMs;
    parameters[4] = storableId(event.eventId);
    parameters[5] = storableId(event.requestId);
    parameters[6] = event.duplicateOf;
    let at = leadingColumns.length;
    for (const field of termFields) {
      const term = event.terms[field];
      parameters[at] = term === 0 ? null : term;
      at += 1;
    }
    this.#statement.runFast(parameters);
    this.#last = id;
    return id;
  }
}

function storableId(id: PackedId | null): PackedId | null {
  return typeof id === 'string' ? storableText(id) : id;
}

/** The id of the newest event; 0 in an empty case. */
export function lastEventOf(db: Database): number {
  const row = db.get('SELECT coalesce(max(id), 0) AS last FROM events');
  return row === undefined ? 0 : numberAt(row, 'last');
}
