import { type TermField, termFields } from '../../contract/fields.ts';
import type { Database } from '../case/driver.ts';
import { EventWriter } from '../case/event-writer.ts';
import { insertSegment } from '../case/segments.ts';
import { TermWriter } from '../case/terms.ts';
import { encodeSegment, segmentLayout } from '../columns/segment.ts';
import type { EventBatch } from './event-batch.ts';
import { FirstDeliveries } from './first-deliveries.ts';
import { PackedIdsReader } from './packed-ids.ts';
import { perField } from './per-field.ts';

/** A batch while its events are handed to the case, file by file, in order. */
export class BatchCursor {
  readonly batch: EventBatch;
  readonly eventIds: PackedIdsReader;
  readonly requestIds: PackedIdsReader;
  /** Term of the case for each term of the batch; 0 is not looked up yet. */
  readonly termIds: Uint32Array;
  next = 0;

  constructor(batch: EventBatch) {
    this.batch = batch;
    this.eventIds = new PackedIdsReader(batch.eventIds);
    this.requestIds = new PackedIdsReader(batch.requestIds);
    this.termIds = new Uint32Array(batch.terms.length + 1);
  }

  /** Leaves out the events of a file that the case has already. */
  skip(events: number): void {
    for (let i = 0; i < events; i += 1) {
      this.eventIds.next();
      this.requestIds.next();
    }
    this.next += events;
  }
}

const width = termFields.length;

/** Appends events to the case: rows, terms, and the segment that covers them. */
export class EventAppender {
  readonly #db: Database;
  readonly #writer: EventWriter;
  readonly #terms: TermWriter;
  readonly #firsts: FirstDeliveries;
  readonly #row: Record<TermField, number> = perField(() => 0);
  #segment: OpenSegment | null = null;

  constructor(db: Database) {
    this.#db = db;
    this.#writer = new EventWriter(db);
    this.#terms = new TermWriter(db);
    this.#firsts = new FirstDeliveries(db, this.#writer.nextId - 1);
  }

  /** Starts a transaction's segment for at most so many events. */
  begin(capacity: number): void {
    this.#segment = openSegment(this.#writer.nextId, capacity);
  }

  /** Inserts the next `events` of the batch as those of one file. @returns how many are second deliveries */
  append(objectId: number, cursor: BatchCursor, events: number): number {
    const segment = this.#segment;
    if (segment === null) throw new Error('Events were appended outside of a transaction');
    const { batch } = cursor;
    let duplicates = 0;
    for (let i = 0; i < events; i += 1) {
      const from = cursor.next;
      cursor.next += 1;
      const eventId = cursor.eventIds.next();
      const time = batch.times[from] ?? Number.NaN;
      const duplicateOf = eventId === null ? null : this.#firsts.firstOrAdd(eventId, this.#writer.nextId);
      if (duplicateOf !== null) duplicates += 1;
      const at = segment.count;
      segment.count += 1;
      this.#readTerms(cursor, from, segment, at);
      segment.times[at] = time;
      segment.objectIds[at] = objectId;
      segment.isDuplicate[at] = duplicateOf === null ? 0 : 1;
      this.#writer.insert({
        objectId,
        position: batch.positions[from] ?? 0,
        timeMs: Number.isNaN(time) ? null : time,
        eventId,
        requestId: cursor.requestIds.next(),
        duplicateOf,
        terms: this.#row,
      });
    }
    return duplicates;
  }

  /** Ends a transaction's segment. */
  finish(): void {
    const segment = this.#segment;
    this.#segment = null;
    if (segment === null || segment.count === 0) return;
    const { firstEvent, count } = segment;
    const bytes = encodeSegment({
      firstEvent,
      eventCount: count,
      times: segment.times.subarray(0, count),
      objectIds: segment.objectIds.subarray(0, count),
      isDuplicate: segment.isDuplicate.subarray(0, count),
      terms: perField((field) => segment.terms[field].subarray(0, count)),
    });
    insertSegment(this.#db, { firstEvent, eventCount: count, layout: segmentLayout, bytes });
  }

  #readTerms(cursor: BatchCursor, from: number, segment: OpenSegment, at: number): void {
    const { columns, terms } = cursor.batch;
    let column = from * width;
    for (const field of termFields) {
      const local = columns[column] ?? 0;
      column += 1;
      let term = 0;
      if (local !== 0) {
        term = cursor.termIds[local] ?? 0;
        if (term === 0) {
          term = this.#terms.idOf(terms[local - 1] ?? '');
          cursor.termIds[local] = term;
        }
      }
      this.#row[field] = term;
      segment.terms[field][at] = term;
    }
  }
}

interface OpenSegment {
  readonly firstEvent: number;
  count: number;
  readonly times: Float64Array;
  readonly objectIds: Uint32Array;
  readonly isDuplicate: Uint8Array;
  readonly terms: Record<TermField, Uint32Array>;
}

function openSegment(firstEvent: number, capacity: number): OpenSegment {
  return {
    firstEvent,
    count: 0,
    times: new Float64Array(capacity),
    objectIds: new Uint32Array(capacity),
    isDuplicate: new Uint8Array(capacity),
    terms: perField(() => new Uint32Array(capacity)),
  };
}
