import type { Database } from './driver.ts';
import { bytesAt, numberAt } from './row.ts';

/** The columns of a run of events as they lie in the case; `columns/segment.ts` packs and unpacks them. */
export interface StoredSegment {
  readonly firstEvent: number;
  readonly eventCount: number;
  readonly layout: number;
  readonly bytes: Uint8Array;
}

/**
 * Keeps a segment, after its events and in their transaction: a trigger then counts these events into the
 * totals of the case.
 *
 * @returns the segment's id; ids grow
 */
export function insertSegment(db: Database, segment: StoredSegment): number {
  return db.run(
    'INSERT INTO segments (first_event, event_count, layout, columns) VALUES (?, ?, ?, ?)',
    segment.firstEvent,
    segment.eventCount,
    segment.layout,
    segment.bytes,
  ).lastId;
}

/** Segments with an id above `afterId`, in order: those a reader does not have yet. One at a time in memory. */
export function* segmentsAfter(
  db: Database,
  afterId: number,
): Generator<StoredSegment & { readonly id: number }> {
  const sql = 'SELECT id, first_event, event_count, layout, columns FROM segments WHERE id > ? ORDER BY id';
  for (const row of db.iterate(sql, afterId)) {
    yield {
      id: numberAt(row, 'id'),
      firstEvent: numberAt(row, 'first_event'),
      eventCount: numberAt(row, 'event_count'),
      layout: numberAt(row, 'layout'),
      bytes: bytesAt(row, 'columns'),
    };
  }
}
