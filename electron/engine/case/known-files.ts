import type { Database } from './driver.ts';
import { keyHash } from './ledger-writer.ts';
import { bytesOrNullAt, textAt } from './row.ts';
import { storableText } from './storable-text.ts';

/** Whether a source has rows in the ledger from an earlier import. */
export function hasObjects(db: Database, sourceId: number): boolean {
  return db.get('SELECT 1 FROM objects WHERE source_id = ? LIMIT 1', sourceId) !== undefined;
}

/** Whether the ledger has files of any other source. */
export function hasOtherObjects(db: Database, sourceId: number): boolean {
  return (
    db.get(
      'SELECT 1 FROM sources AS s WHERE s.id <> ? AND EXISTS (SELECT 1 FROM objects WHERE source_id = s.id) LIMIT 1',
      sourceId,
    ) !== undefined
  );
}

/** SHA-256 of everything that was ever delivered under this key. */
export function knownVersions(db: Database, sourceId: number, key: string): Uint8Array[] {
  const storable = storableText(key);
  const sql = 'SELECT sha256 FROM objects WHERE key_hash = ? AND source_id = ? AND key = ? ORDER BY id';
  const rows = db.all(sql, keyHash(storable), sourceId, storable);
  return rows.map((row) => bytesOrNullAt(row, 'sha256')).filter((sha256) => sha256 !== null);
}

/** Whether the ledger has this row already: the same key with the same outcome, for files without a hash. */
export function hasSameRow(
  db: Database,
  entry: {
    readonly sourceId: number;
    readonly key: string;
    readonly status: string;
    readonly reason: string | null;
  },
): boolean {
  const key = storableText(entry.key);
  const reason = entry.reason === null ? null : storableText(entry.reason);
  const sql = `SELECT 1 FROM objects
    WHERE key_hash = ? AND source_id = ? AND key = ? AND status = ? AND reason IS ? AND sha256 IS NULL LIMIT 1`;
  return db.get(sql, keyHash(key), entry.sourceId, key, entry.status, reason) !== undefined;
}

export interface FirstCopy {
  readonly key: string;
  readonly source: string;
}

/**
 * The file of another source that brought these bytes and their records into the case; null when none did.
 *
 * Within one source a second file with the same bytes is a second delivery: its records are read, and their
 * eventIDs make them duplicates, as they would be if one byte between the files were different.
 */
export function copyElsewhere(db: Database, sourceId: number, sha256: Uint8Array): FirstCopy | null {
  const row = db.get(
    `SELECT o.key, s.label FROM objects AS o JOIN sources AS s ON s.id = o.source_id
     WHERE o.sha256 = ? AND o.source_id <> ? AND o.status IN ('read', 'partly') ORDER BY o.id LIMIT 1`,
    sha256,
    sourceId,
  );
  return row === undefined ? null : { key: textAt(row, 'key'), source: textAt(row, 'label') };
}
