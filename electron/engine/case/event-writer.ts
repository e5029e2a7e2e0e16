import { BulkInsert } from './bulk-insert.ts';
import type { Database } from './driver.ts';
import { ownFields } from './event-groups.ts';
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
  /** `identities.id` and `calls.id`. */
  readonly identityId: number;
  readonly callId: number;
  /** Ids of terms; 0 is missing. */
  readonly ip: number;
  readonly agent: number;
  readonly resource: number;
}

const columns = [
  ...['id', 'object_id', 'position', 'time_ms', 'event_id', 'request_id', 'duplicate_of'],
  ...['identity_id', 'call_id'],
  ...ownFields.map((field) => `${field}_t`),
];

/** Inserts events with ids dense from 1. Use inside a transaction; after a rollback make a new writer. */
export class EventWriter {
  readonly #rows: BulkInsert;
  #last: number;

  constructor(db: Database) {
    this.#rows = new BulkInsert(db, 'events', columns);
    this.#last = lastEventOf(db);
  }

  /** The id that the next event gets. */
  get nextId(): number {
    return this.#last + 1;
  }

  /** The event is in the case after {@link flush}. @returns its id */
  insert(event: NewEvent): number {
    this.#last += 1;
    this.#rows.add(
      this.#last,
      event.objectId,
      event.position,
      event.timeMs,
      storableId(event.eventId),
      storableId(event.requestId),
      event.duplicateOf,
      event.identityId,
      event.callId,
      event.ip || null,
      event.agent || null,
      event.resource || null,
    );
    return this.#last;
  }

  flush(): void {
    this.#rows.flush();
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
