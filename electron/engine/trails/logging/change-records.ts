import type { Database } from '../../case/driver.ts';
import { fileBytes, type RecordPlace, recordPlace } from '../../case/records.ts';
import { numberAt, textOrNullAt } from '../../case/row.ts';
import { recordsByPosition, recordTextAt } from '../../ingest/slice-record.ts';

/** What changes a trail, or what it records. */
export const trailChanges = [
  'CreateTrail',
  'UpdateTrail',
  'PutEventSelectors',
  'PutInsightSelectors',
  'StartLogging',
  'StopLogging',
  'DeleteTrail',
] as const;
export type TrailChange = (typeof trailChanges)[number];

export interface ChangeRecord {
  readonly event: number;
  readonly atMs: number;
  /** Where it was recorded; null where neither the record nor its file says. */
  readonly account: string | null;
  readonly region: string | null;
  /** As its file has it. */
  readonly record: unknown;
}

export interface ChangeRecords {
  readonly records: readonly ChangeRecord[];
  /** The case has more than are read. */
  readonly isCutShort: boolean;
}

/** More than a company makes in years, on each side of the time that is asked about; a case may hold anything. */
const mostBefore = 4000;
const mostAfter = 1000;

/**
 * The records of changes that did not fail, each event once, from the bytes as they were delivered: of too many those
 * that are next to the time.
 *
 * @throws AppError `damaged-case` when the bytes of such a record are missing
 */
export function changeRecords(db: Database, atMs: number): ChangeRecords {
  const before = rowsOf(db, 'e.time_ms <= ?', 'DESC', atMs, mostBefore + 1);
  const after = rowsOf(db, 'e.time_ms > ?', 'ASC', atMs, mostAfter + 1);
  const rows = [...before.slice(0, mostBefore), ...after.slice(0, mostAfter)];
  const isCutShort = before.length > mostBefore || after.length > mostAfter;
  return { records: withRecords(db, rows), isCutShort };
}

type Found = Omit<ChangeRecord, 'record'>;

function rowsOf(
  db: Database,
  side: string,
  order: 'ASC' | 'DESC',
  atMs: number,
  limit: number,
): readonly Found[] {
  const names = trailChanges.map((name) => `'${name}'`).join(', ');
  const rows = db.all(
    `SELECT e.id, e.time_ms, (SELECT text FROM terms WHERE id = i.account_t) AS account,
      (SELECT text FROM terms WHERE id = c.region_t) AS region
    FROM events AS e JOIN calls AS c ON c.id = e.call_id JOIN identities AS i ON i.id = e.identity_id
    WHERE e.duplicate_of IS NULL AND ${side} AND e.call_id IN (
      SELECT k.id FROM calls AS k JOIN terms AS n ON n.id = k.name_t JOIN terms AS s ON s.id = k.source_t
      WHERE s.text = 'cloudtrail.amazonaws.com' AND n.text IN (${names}) AND k.error_t IS NULL)
    ORDER BY e.time_ms ${order}, e.id LIMIT ?`,
    atMs,
    limit,
  );
  return rows.map((row) => ({
    event: numberAt(row, 'id'),
    atMs: numberAt(row, 'time_ms'),
    account: textOrNullAt(row, 'account'),
    region: textOrNullAt(row, 'region'),
  }));
}

/** Each file is unpacked once, however many of its records are wanted. */
function withRecords(db: Database, rows: readonly Found[]): readonly ChangeRecord[] {
  const byFile = new Map<number, { readonly found: Found; readonly place: RecordPlace }[]>();
  for (const found of rows) {
    const place = recordPlace(db, found.event);
    const known = byFile.get(place.object.id);
    if (known === undefined) byFile.set(place.object.id, [{ found, place }]);
    else known.push({ found, place });
  }
  return [...byFile.values()].flatMap((wanted) => {
    const [first] = wanted;
    if (first === undefined) return [];
    const bytes = fileBytes(db, first.place);
    if (wanted.length === 1) {
      const record: unknown = JSON.parse(recordTextAt(bytes, first.place.position));
      return [{ ...first.found, record }];
    }
    const records = recordsByPosition(bytes);
    return wanted.map(({ found, place }) => ({ ...found, record: records.get(place.position) }));
  });
}
