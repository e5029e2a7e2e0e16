import type { Database } from './driver.ts';
import { numberOrNullAt, textAt } from './row.ts';

/** Where and when a source's files were delivered: whom to ask for trails and keys. */
export interface TrailRegions {
  readonly regions: readonly string[];
  /** Home regions that the names of digests give. */
  readonly homes: readonly string[];
  /** First and last delivery; null without any. */
  readonly span: { readonly sinceMs: number; readonly untilMs: number } | null;
}

export function trailRegions(db: Database, sourceId: number): TrailRegions {
  const regions = db
    .all(
      'SELECT DISTINCT region FROM objects WHERE source_id = ? AND region IS NOT NULL ORDER BY region',
      sourceId,
    )
    .map((row) => textAt(row, 'region'));
  // One digest for each region is enough: all of a trail name the same home.
  const digests = db.all(
    `SELECT min(key) AS key FROM objects WHERE source_id = ? AND trail_kind = 'CloudTrail-Digest'
     GROUP BY account, region`,
    sourceId,
  );
  const homes = digests.map((row) => homeOf(textAt(row, 'key'))).filter((home) => home !== null);
  const row = db.get(
    'SELECT min(delivered_ms) AS since, max(delivered_ms) AS until FROM objects WHERE source_id = ?',
    sourceId,
  );
  const sinceMs = row === undefined ? null : numberOrNullAt(row, 'since');
  const untilMs = row === undefined ? null : numberOrNullAt(row, 'until');
  const span = sinceMs === null || untilMs === null ? null : { sinceMs, untilMs };
  return { regions, homes: [...new Set(homes)], span };
}

/** `…_CloudTrail-Digest_eu-west-1_main_us-east-1_20260301T010203Z.json.gz` (cloudtrail.md c2): the last region. */
function homeOf(key: string): string | null {
  return /_([a-z]{2,4}(?:-[a-z]+)+-\d+)_\d{8}T\d{6}Z(?:_backfill)?\.json\.gz$/.exec(key)?.[1] ?? null;
}
