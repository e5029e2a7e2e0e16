import type { SourceInfo } from '../../contract/api.ts';
import type { Database } from './driver.ts';
import { numberAt } from './row.ts';

export type SourceKind = SourceInfo['kind'];

/** Where files come from, as the case remembers it. */
export interface SourceRecord {
  readonly kind: SourceKind;
  /** What a person calls it: the name of the folder or archive. */
  readonly label: string;
  /** The absolute path: the same place imported again is the same source. */
  readonly location: string;
  readonly addedAtMs: number;
}

/** The id of the source, made when the case does not have this kind and location yet. */
export function upsertSource(db: Database, source: SourceRecord): number {
  return db.transaction(() => {
    const known = db.get(
      'SELECT id FROM sources WHERE kind = ? AND location = ?',
      source.kind,
      source.location,
    );
    if (known !== undefined) return numberAt(known, 'id');
    return db.run(
      'INSERT INTO sources (kind, label, location, added_at_ms) VALUES (?, ?, ?, ?)',
      source.kind,
      source.label,
      source.location,
      source.addedAtMs,
    ).lastId;
  });
}
