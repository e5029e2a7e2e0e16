import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import { type BucketPlace, bucketPlace, syncChoice } from '../../contract/s3.ts';
import type { Database, Row } from './driver.ts';
import { jsonAt } from './json-at.ts';
import { upsertSource } from './sources.ts';

/** What a case remembers of an S3 source, to sync it again. Never a secret: typed keys are not in it. */
const bucketSettings = z.object({
  place: bucketPlace,
  signIn: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('default') }),
      z.object({ kind: z.literal('profile'), profile: z.string() }),
      z.object({ kind: z.literal('anonymous') }),
    ])
    .nullable(),
  /** Certificates of a private authority; they are public. */
  caPem: z.string().nullable(),
  choice: syncChoice,
  /** Which events are indexed, as AWS prints event selectors; null for all. */
  selectorsJson: z.string().nullable(),
});
export type BucketSettings = z.infer<typeof bucketSettings>;

/** The id of the source, made when the case does not have this bucket and prefix yet; its settings are these now. */
export function upsertBucket(db: Database, settings: BucketSettings, addedAtMs: number): number {
  const { place } = settings;
  const label = `s3://${place.bucket}/${place.prefix}`;
  // The same bucket name behind another endpoint is another bucket.
  const location = place.endpoint === null ? label : `${label} at ${place.endpoint}`;
  return db.transaction(() => {
    const id = upsertSource(db, { kind: 's3', label, location, addedAtMs });
    db.run('UPDATE sources SET settings = ? WHERE id = ?', JSON.stringify(settings), id);
    return id;
  });
}

/** @throws AppError `not-found` for a source that is no bucket of this case */
export function bucketSettingsOf(db: Database, sourceId: number): BucketSettings {
  const row = db.get('SELECT settings FROM sources WHERE id = ? AND settings IS NOT NULL', sourceId);
  if (row !== undefined) return jsonAt(row, 'settings', bucketSettings);
  throw new AppError('not-found', `Source ${sourceId} of this case is no bucket.`, {
    advice: 'Choose one of the sources that were synced from S3.',
  });
}

/** Where a row of `sources` lies; null for one that is no bucket. */
export function placeIn(row: Row): BucketPlace | null {
  return row.settings === null ? null : jsonAt(row, 'settings', bucketSettings).place;
}

/** The event selectors of each source that has some. */
export function selectorsBySource(db: Database): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  for (const row of db.all('SELECT id, settings FROM sources WHERE settings IS NOT NULL')) {
    const { selectorsJson } = jsonAt(row, 'settings', bucketSettings);
    if (selectorsJson !== null && typeof row.id === 'number') found.set(row.id, selectorsJson);
  }
  return found;
}

/** From now on every event of every source is indexed: what {@link selectorsBySource} left out comes with a reindex. */
export function dropSelectors(db: Database): void {
  db.run(
    "UPDATE sources SET settings = json_set(settings, '$.selectorsJson', NULL) WHERE settings IS NOT NULL",
  );
}
