import type { Database, Row, SqlValue } from '../case/driver.ts';
import { textAt } from '../case/row.ts';
import { hourMs } from './place-facts.ts';
import type { Span } from './spans.ts';

/** One account and region; all of them where it is left out. */
export interface PlaceName {
  readonly account: string;
  readonly region: string;
}

/** Of `objects AS o`: as `checked-files.ts` tells them apart, but also files without bytes. */
export const isDigest = `(o.shape IS 'digest' OR o.trail_kind IS 'CloudTrail-Digest')`;
export const isLog = `NOT ${isDigest}
  AND (o.trail_kind IS NOT NULL OR o.shape IS NOT NULL AND o.shape NOT IN ('trailAnswer', 'bundleIndex'))`;
/** A second copy counts only for what the check said of it, what could not be fetched not as a file. */
const isThere = `o.status NOT IN ('alreadyPresent', 'notFetched')`;
const account = 'coalesce(v.account, o.account)';
const region = 'coalesce(v.region, o.region)';

/** Log files by account, region and verdict, with a text of what {@link countsIn} reads for each hour. */
export function logRows(db: Database, only: PlaceName | undefined): readonly Row[] {
  const values: readonly SqlValue[] = only === undefined ? [] : [only.account, only.region];
  const scope = (account: string, region: string): string =>
    only === undefined ? '' : `AND ${account} = ? AND ${region} = ?`;
  const found = db.all(
    byHour(`SELECT ${account} AS account, ${region} AS region, v.verdict,
        coalesce(v.from_ms, o.delivered_ms, -1) / ${hourMs} - (coalesce(v.from_ms, o.delivered_ms, -1) < 0) AS hour,
        count(*) FILTER (WHERE ${isThere}) AS files, count(*) FILTER (WHERE v.verdict IS NOT NULL OR ${isThere}) AS judged,
        0 AS missing, count(*) FILTER (WHERE o.status = 'notFetched') AS not_fetched,
        coalesce(sum(o.record_count - o.left_out) FILTER (WHERE ${isThere}), 0) AS events,
        max(o.left_out > 0 AND ${isThere}) AS is_partly_indexed
      FROM objects AS o LEFT JOIN verdicts AS v ON v.object_id = o.id
      WHERE ${isLog} ${scope(account, region)} GROUP BY 1, 2, 3, 4`),
    ...values,
  );
  const missing = db.all(
    byHour(`SELECT v.account, v.region, v.verdict, coalesce(v.from_ms, -${hourMs}) / ${hourMs} AS hour,
        0 AS files, 0 AS judged, count(*) AS missing, 0 AS not_fetched, 0 AS events, 0 AS is_partly_indexed
      FROM verdicts AS v WHERE v.kind = 'log' AND v.object_id IS NULL ${scope('v.account', 'v.region')}
      GROUP BY 1, 2, 3, 4`),
    ...values,
  );
  return [...found, ...missing];
}

/** A hundred thousand hours as a few texts come out of SQLite in half the time of as many rows. */
function byHour(hours: string): string {
  const columns = ['hour', 'files', 'judged', 'missing', 'not_fetched', 'events', 'is_partly_indexed'];
  return `SELECT account, region, verdict, group_concat(${columns.join(` || ' ' || `)}, ' ') AS counts
    FROM (${hours}) GROUP BY 1, 2, 3`;
}

export interface HourCounts {
  /** Negative where it is not known. */
  readonly hour: number;
  readonly files: number;
  readonly judged: number;
  readonly missing: number;
  readonly notFetched: number;
  readonly events: number;
  readonly isPartlyIndexed: boolean;
}

/** The hours of one of {@link logRows}. */
export function* countsIn(row: Row): Generator<HourCounts, void, undefined> {
  const numbers = textAt(row, 'counts').split(' ').map(Number);
  for (let at = 0; at < numbers.length; at += 7) {
    const [hour = -1, files = 0, judged = 0, missing = 0, notFetched = 0, events = 0, partly = 0] =
      numbers.slice(at, at + 7);
    yield { hour, files, judged, missing, notFetched, events, isPartlyIndexed: partly === 1 };
  }
}

/** Digests come a hundred thousand to a row as one text, in a third of the time of as many rows. */
export function* timesIn(row: Row): Generator<Span> {
  for (const time of textAt(row, 'times').split(',')) {
    const gap = time.indexOf(' ');
    const from = Number(time.slice(0, gap));
    yield { from, until: Math.max(Number(time.slice(gap + 1)), from + 1) };
  }
}

/** Digests by account, region, series and verdict, with a text of what {@link timesIn} reads. */
export function digestRows(db: Database, only: PlaceName | undefined): readonly Row[] {
  const scope = (table: string): string =>
    only === undefined ? '' : `AND ${table}.account = ? AND ${table}.region = ?`;
  const values: readonly SqlValue[] = only === undefined ? [] : [only.account, only.region];
  const judged = db.all(
    `SELECT v.account, v.region, v.series, v.verdict, group_concat(v.from_ms || ' ' || v.until_ms) AS times
    FROM verdicts AS v WHERE v.kind = 'digest' AND v.from_ms >= 0 AND v.until_ms IS NOT NULL ${scope('v')}
    GROUP BY 1, 2, 3, 4`,
    ...values,
  );
  // A digest is named after its end; as long as it was not read it is taken for one of an hour.
  const unread = db.all(
    `SELECT o.account, o.region, NULL AS series, NULL AS verdict,
      group_concat((o.delivered_ms - ${hourMs}) || ' ' || o.delivered_ms) AS times FROM objects AS o
    WHERE ${isDigest} AND ${isThere} AND o.delivered_ms >= ${hourMs} ${scope('o')}
      AND NOT EXISTS (SELECT 1 FROM verdicts AS v WHERE v.object_id = o.id)
    GROUP BY 1, 2`,
    ...values,
  );
  return [...judged, ...unread];
}
