import type { Database, Row } from './driver.ts';
import { packId } from './id-codec.ts';
import { booleanOrNullAt, numberAt, numberOrNullAt, textAt } from './row.ts';
import { storableText } from './storable-text.ts';

/**
 * Events with this eventID in the order of import; the first one is the delivery that counts.
 *
 * GUIDs are matched whatever their case, as a person pastes them; other ids as written, or in one case.
 */
export function eventsWithId(db: Database, eventId: string): readonly number[] {
  return eventsBy(db, 'event_id', eventId);
}

/** Events with this requestID in the order of import. Reads every event: there is no index for it. */
export function eventsWithRequest(db: Database, requestId: string): readonly number[] {
  return eventsBy(db, 'request_id', requestId);
}

function eventsBy(db: Database, column: 'event_id' | 'request_id', text: string): readonly number[] {
  const stored = storableText(text);
  const lower = stored.toLowerCase();
  const sql = `SELECT id FROM events WHERE ${column} IN (?, ?, ?, ?) ORDER BY id`;
  return db.all(sql, packId(lower), stored, lower, stored.toUpperCase()).map((row) => numberAt(row, 'id'));
}

/** A delivery of an eventID that came more than once. */
export interface Delivery {
  readonly event: number;
  readonly objectKey: string;
  readonly position: number;
  /** Against the first delivery: null when this is the first, or not compared yet. */
  readonly differs: boolean | null;
}

/** Every delivery of the eventID that this event has, itself among them, first delivery first. */
export function deliveriesOf(db: Database, event: number): readonly Delivery[] {
  const row = db.get('SELECT coalesce(duplicate_of, id) AS first FROM events WHERE id = ?', event);
  if (row === undefined) return [];
  const first = numberAt(row, 'first');
  // UNION ALL and not OR: each half is answered by an index of its own.
  const sql = `SELECT e.id, o.key, e.position, e.is_conflict
    FROM (SELECT ?1 AS id UNION ALL SELECT id FROM events WHERE duplicate_of = ?1) AS d
    JOIN events AS e ON e.id = d.id JOIN objects AS o ON o.id = e.object_id ORDER BY e.id`;
  return db.all(sql, first).map((delivery) => ({
    event: numberAt(delivery, 'id'),
    objectKey: textAt(delivery, 'key'),
    position: numberAt(delivery, 'position'),
    differs: booleanOrNullAt(delivery, 'is_conflict'),
  }));
}

/** A later delivery, and the event that delivered the same eventID first. */
export interface Duplicate {
  readonly event: number;
  readonly first: number;
}

/** Duplicates above `afterEvent` whose content has not been compared with the first delivery yet. */
export function uncomparedDuplicates(db: Database, afterEvent: number, limit: number): readonly Duplicate[] {
  const sql = `SELECT id, duplicate_of FROM events
    WHERE duplicate_of IS NOT NULL AND is_conflict IS NULL AND id > ? ORDER BY id LIMIT ?`;
  return db
    .all(sql, afterEvent, limit)
    .map((row) => ({ event: numberAt(row, 'id'), first: numberAt(row, 'duplicate_of') }));
}

/** Notes what the comparison of a duplicate with its first delivery found. */
export function setConflict(db: Database, event: number, differs: boolean): void {
  db.prepare('UPDATE events SET is_conflict = ? WHERE id = ? AND duplicate_of IS NOT NULL').runFast([
    differs ? 1 : 0,
    event,
  ]);
}

/** Whether this event, or another delivery of its eventID, differs from the first delivery. */
export function hasConflict(db: Database, event: number): boolean {
  const sql = `SELECT 1 FROM events WHERE id = ?1 AND is_conflict = 1
    UNION ALL SELECT 1 FROM events WHERE duplicate_of = ?1 AND is_conflict = 1 LIMIT 1`;
  return db.get(sql, event) !== undefined;
}

/** The parts of an event that are kept beside its columns. */
export interface EventHead {
  readonly event: number;
  readonly timeMs: number | null;
  readonly duplicateOf: number | null;
}

/** Null when there is no such event. */
export function eventHead(db: Database, event: number): EventHead | null {
  const row: Row | undefined = db.get('SELECT id, time_ms, duplicate_of FROM events WHERE id = ?', event);
  if (row === undefined) return null;
  return {
    event: numberAt(row, 'id'),
    timeMs: numberOrNullAt(row, 'time_ms'),
    duplicateOf: numberOrNullAt(row, 'duplicate_of'),
  };
}
