import { type SyncChoice, type SyncRecord, syncChoice } from '../../contract/s3.ts';
import type { Database, Row } from './driver.ts';
import { jsonAt } from './json-at.ts';
import { numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';

/** What a sync has done so far; all of it is committed. */
export interface SyncCounts {
  readonly listed: number;
  readonly fetched: number;
  readonly known: number;
  readonly notFetched: number;
  readonly changed: number;
  readonly bytes: number;
}

/** Notes that a sync begins. @returns its id */
export function beginSync(db: Database, sourceId: number, startedMs: number, choice: SyncChoice): number {
  return db.run(
    "INSERT INTO syncs (source_id, started_ms, outcome, choice) VALUES (?, ?, 'running', ?)",
    sourceId,
    startedMs,
    JSON.stringify(choice),
  ).lastId;
}

/** Call inside the transaction that commits what is counted. */
export function noteSync(db: Database, sync: number, counts: SyncCounts): void {
  db.run(
    'UPDATE syncs SET listed = ?, fetched = ?, known = ?, not_fetched = ?, changed = ?, bytes = ? WHERE id = ?',
    counts.listed,
    counts.fetched,
    counts.known,
    counts.notFetched,
    counts.changed,
    counts.bytes,
    sync,
  );
}

export function endSync(
  db: Database,
  sync: number,
  end: {
    readonly atMs: number;
    readonly outcome: 'done' | 'cancelled' | 'failed';
    readonly error: string | null;
  },
): void {
  db.run(
    'UPDATE syncs SET ended_ms = ?, outcome = ?, error = ? WHERE id = ?',
    end.atMs,
    end.outcome,
    end.error,
    sync,
  );
}

/**
 * Every sync of the case, newest first.
 *
 * @param isRunning whether a sync runs now: one that says so without is one whose process was killed
 */
export function syncHistory(db: Database, isRunning: boolean): SyncRecord[] {
  const rows = db.all(
    'SELECT y.*, s.label FROM syncs AS y JOIN sources AS s ON s.id = y.source_id ORDER BY y.id DESC',
  );
  return rows.map((row, at) => recordOf(row, isRunning && at === 0));
}

function recordOf(row: Row, isRunning: boolean): SyncRecord {
  const outcome = textAt(row, 'outcome');
  return {
    sync: numberAt(row, 'id'),
    source: numberAt(row, 'source_id'),
    label: textAt(row, 'label'),
    startedAtMs: numberAt(row, 'started_ms'),
    endedAtMs: numberOrNullAt(row, 'ended_ms'),
    outcome: outcome === 'running' && !isRunning ? 'interrupted' : outcomeOf(outcome),
    choice: jsonAt(row, 'choice', syncChoice),
    listed: numberAt(row, 'listed'),
    fetched: numberAt(row, 'fetched'),
    known: numberAt(row, 'known'),
    notFetched: numberAt(row, 'not_fetched'),
    changed: numberAt(row, 'changed'),
    bytes: numberAt(row, 'bytes'),
    error: textOrNullAt(row, 'error'),
  };
}

function outcomeOf(text: string): 'running' | 'done' | 'cancelled' | 'failed' {
  return text === 'running' || text === 'done' || text === 'cancelled' ? text : 'failed';
}
