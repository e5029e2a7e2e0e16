import type { TermField } from '../../contract/fields.ts';
import type { Database } from '../case/driver.ts';
import { callFields, GroupWriter, identityFields, ownFields } from '../case/event-groups.ts';
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
  /** What the case calls each term, identity and call of the batch; 0 is not looked up yet. */
  readonly termIds: Uint32Array;
  readonly identityIds: Uint32Array;
  readonly callIds: Uint32Array;
  next = 0;

  constructor(batch: EventBatch) {
    this.batch = batch;
    this.eventIds = new PackedIdsReader(batch.eventIds);
    this.requestIds = new PackedIdsReader(batch.requestIds);
    this.termIds = new Uint32Array(batch.terms.length + 1);
    this.identityIds = new Uint32Array(batch.identityTuples.length / identityFields.length + 1);
    this.callIds = new Uint32Array(batch.callTuples.length / callFields.length + 1);
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

const ownWidth = ownFields.length;

/** Appends events to the case: rows, terms, what they share, and the segment that covers them. */
export class EventAppender {
  readonly #db: Database;
  readonly #writer: EventWriter;
  readonly #terms: TermWriter;
  readonly #identities: GroupWriter;
  readonly #calls: GroupWriter;
  readonly #firsts: FirstDeliveries;
  #segment: OpenSegment | null = null;

  constructor(db: Database) {
    this.#db = db;
    this.#writer = new EventWriter(db);
    this.#terms = new TermWriter(db);
    this.#identities = new GroupWriter(db, 'identities', identityFields);
    this.#calls = new GroupWriter(db, 'calls', callFields);
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
      const identityId = this.#identityOf(cursor, batch.identities[from] ?? 0);
      const callId = this.#callOf(cursor, batch.calls[from] ?? 0);
      const ip = this.#termOf(cursor, batch.own[from * ownWidth] ?? 0);
      const agent = this.#termOf(cursor, batch.own[from * ownWidth + 1] ?? 0);
      const resource = this.#termOf(cursor, batch.own[from * ownWidth + 2] ?? 0);
      segment.times[at] = time;
      segment.objectIds[at] = objectId;
      segment.isDuplicate[at] = duplicateOf === null ? 0 : 1;
      segment.identities[at] = identityId;
      segment.calls[at] = callId;
      segment.own.ip[at] = ip;
      segment.own.agent[at] = agent;
      segment.own.resource[at] = resource;
      this.#writer.insert({
        objectId,
        position: batch.positions[from] ?? 0,
        timeMs: Number.isNaN(time) ? null : time,
        eventId,
        requestId: cursor.requestIds.next(),
        duplicateOf,
        identityId,
        callId,
        ip,
        agent,
        resource,
      });
    }
    return duplicates;
  }

  /** Writes what is waiting and ends the transaction's segment. The files of its events must be in the case. */
  finish(): void {
    for (const writer of [this.#terms, this.#identities, this.#calls, this.#writer]) writer.flush();
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
      terms: this.#columnsOf(segment),
    });
    insertSegment(this.#db, { firstEvent, eventCount: count, layout: segmentLayout, bytes });
  }

  #identityOf(cursor: BatchCursor, local: number): number {
    const known = cursor.identityIds[local] ?? 0;
    if (known !== 0) return known;
    const width = identityFields.length;
    const id = this.#identities.idOf(this.#termsOf(cursor, cursor.batch.identityTuples, local, width));
    cursor.identityIds[local] = id;
    return id;
  }

  #callOf(cursor: BatchCursor, local: number): number {
    const known = cursor.callIds[local] ?? 0;
    if (known !== 0) return known;
    const id = this.#calls.idOf(this.#termsOf(cursor, cursor.batch.callTuples, local, callFields.length));
    cursor.callIds[local] = id;
    return id;
  }

  /** A combination of the batch in terms of the case. */
  #termsOf(cursor: BatchCursor, tuples: Uint32Array, local: number, width: number): Uint32Array {
    return tuples
      .subarray((local - 1) * width, local * width)
      .map((term): number => this.#termOf(cursor, term));
  }

  #termOf(cursor: BatchCursor, local: number): number {
    if (local === 0) return 0;
    let term = cursor.termIds[local] ?? 0;
    if (term === 0) {
      term = this.#terms.idOf(cursor.batch.terms[local - 1] ?? '');
      cursor.termIds[local] = term;
    }
    return term;
  }

  #columnsOf({ count, identities, calls, own }: OpenSegment): Record<TermField, Uint32Array> {
    const columns: Record<TermField, Uint32Array> = perField(() => noTerms);
    const unfold = (fields: readonly TermField[], ids: Uint32Array, tuples: Uint32Array): void => {
      fields.forEach((field, column) => {
        const terms = new Uint32Array(count);
        for (let at = 0; at < count; at += 1)
          terms[at] = tuples[((ids[at] ?? 1) - 1) * fields.length + column] ?? 0;
        columns[field] = terms;
      });
    };
    unfold(identityFields, identities, this.#identities.table.tuples);
    unfold(callFields, calls, this.#calls.table.tuples);
    for (const field of ownFields) columns[field] = own[field].subarray(0, count);
    return columns;
  }
}

const noTerms = new Uint32Array();

interface OpenSegment {
  readonly firstEvent: number;
  count: number;
  readonly times: Float64Array;
  readonly objectIds: Uint32Array;
  readonly isDuplicate: Uint8Array;
  readonly identities: Uint32Array;
  readonly calls: Uint32Array;
  readonly own: Record<(typeof ownFields)[number], Uint32Array>;
}

function openSegment(firstEvent: number, capacity: number): OpenSegment {
  const column = (): Uint32Array => new Uint32Array(capacity);
  return {
    firstEvent,
    count: 0,
    times: new Float64Array(capacity),
    objectIds: column(),
    isDuplicate: new Uint8Array(capacity),
    identities: column(),
    calls: column(),
    own: { ip: column(), agent: column(), resource: column() },
  };
}
