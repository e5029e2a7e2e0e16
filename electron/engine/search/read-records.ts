import { setImmediate } from 'node:timers/promises';
import type { Database } from '../case/driver.ts';
import { fileBytes, recordPlace } from '../case/records.ts';
import { parseRecord } from '../filter/parse-record.ts';
import { recordTextAt } from '../ingest/slice-record.ts';

/** Parsed records of events, in the order given. @throws AppError `not-found`, `damaged-case`; the signal's reason */
export async function* readRecords(
  db: Database,
  events: Uint32Array,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly event: number; readonly record: unknown }> {
  for (const event of events) {
    signal?.throwIfAborted();
    const place = recordPlace(db, event);
    yield { event, record: parseRecord(recordTextAt(fileBytes(db, place), place.position)) };
    // Each may be a large file: others are answered between two of them.
    await setImmediate();
  }
}
