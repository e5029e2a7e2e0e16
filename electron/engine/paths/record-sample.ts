import { setImmediate } from 'node:timers/promises';
import { AppError } from '../../contract/errors.ts';
import type { Database } from '../case/driver.ts';
import { fileBytes, recordPlace } from '../case/records.ts';
import { numberAt, numberOrNullAt } from '../case/row.ts';
import { toText } from '../ingest/decode.ts';
import { inflate } from '../ingest/inflate.ts';
import type { JsonObject } from '../ingest/json.ts';
import { eachRecord } from '../ingest/slice-record.ts';

export interface SampleLimits {
  readonly records: number;
  /** Between two files; the one that is being read is read to its end. */
  readonly budgetMs: number;
}

/** What completion waits for when it asks for the first time. */
export const usualLimits: SampleLimits = { records: 2000, budgetMs: 1200 };

/** Of a large case at least so many files are looked into before the records are enough. */
const leastFiles = 50;
const mostDraws = 8192;
/** Its multiples modulo one spread evenly, however many there are: the sample can end at any time. */
const goldenRatio = 0.618_033_988_749_894_9;

/**
 * Shows records from all over a case, each once: not the first ones, which often are of one region or one day.
 *
 * @returns how many were shown, of how many
 */
export async function sampleRecords(
  db: Database,
  visit: (record: JsonObject) => void,
  { records, budgetMs }: SampleLimits,
): Promise<{ readonly sampled: number; readonly of: number }> {
  const last = db.get('SELECT max(id) AS last FROM events');
  const of = last === undefined ? 0 : (numberOrNullAt(last, 'last') ?? 0);
  const files = db.get('SELECT count(*) AS files FROM objects WHERE record_count > 0');
  const perFile = Math.ceil(
    records / Math.min(leastFiles, Math.max(1, files === undefined ? 1 : numberAt(files, 'files'))),
  );
  const endsAt = performance.now() + budgetMs;
  const seen = new Set<number>();
  let sampled = 0;
  for (let draw = 0; draw < mostDraws && sampled < records && of > 0; draw += 1) {
    const event = 1 + Math.floor(((draw * goldenRatio) % 1) * of);
    const row = db.get('SELECT object_id FROM events WHERE id = ?', event);
    const object = row === undefined ? undefined : numberAt(row, 'object_id');
    if (object === undefined || seen.has(object)) continue;
    if (sampled > 0 && performance.now() > endsAt) break;
    seen.add(object);
    sampled += recordsOf(db, event, Math.min(perFile, records - sampled), visit);
    await setImmediate();
  }
  return { sampled, of };
}

/** Some records of the file that holds the event, from all over it. */
function recordsOf(db: Database, event: number, most: number, visit: (record: JsonObject) => void): number {
  const place = recordPlace(db, event);
  const share = Math.min(1, most / Math.max(1, place.object.records));
  let taken = 0;
  try {
    eachRecord(toText(inflate(fileBytes(db, place)).bytes), (record, position) => {
      if (taken >= most || Math.floor((position + 1) * share) === Math.floor(position * share)) return;
      visit(record);
      taken += 1;
    });
  } catch (error) {
    // A file that is damaged now is told of where its records are shown; here it only is no part of the sample.
    if (!(error instanceof AppError)) throw error;
  }
  return taken;
}
