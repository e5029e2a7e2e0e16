import type { Database } from '../case/driver.ts';
import { insertObject, type NewObject } from '../case/ledger.ts';
import { bytesOrNullAt, numberOrNullAt, textAt } from '../case/row.ts';
import { keyFacts } from './s3-key.ts';

/** A row of the ledger without what its key says. */
export type LedgerEntry = Omit<NewObject, 'account' | 'region' | 'trailKind' | 'deliveredMs'>;

/** @returns the object's id */
export function addToLedger(db: Database, entry: LedgerEntry): number {
  const { account, region, trailKind, deliveredMs } = keyFacts(entry.key);
  return insertObject(db, { ...entry, account, region, trailKind, deliveredMs });
}

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
  const rows = db.all('SELECT sha256 FROM objects WHERE source_id = ? AND key = ?', sourceId, key);
  return rows.map((row) => bytesOrNullAt(row, 'sha256')).filter((sha256) => sha256 !== null);
}

/** Whether the ledger has this row already: the same key with the same outcome, for files without a hash. */
export function hasSameRow(db: Database, entry: LedgerEntry): boolean {
  const sql =
    'SELECT 1 FROM objects WHERE source_id = ? AND key = ? AND status = ? AND reason IS ? AND sha256 IS NULL LIMIT 1';
  return db.get(sql, entry.sourceId, entry.key, entry.status, entry.reason) !== undefined;
}

export interface FirstCopy {
  readonly blobId: number | null;
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
    `SELECT o.blob_id, o.key, s.label FROM objects AS o JOIN sources AS s ON s.id = o.source_id
     WHERE o.sha256 = ? AND o.source_id <> ? AND o.status IN ('read', 'partly') ORDER BY o.id LIMIT 1`,
    sha256,
    sourceId,
  );
  if (row === undefined) return null;
  return { blobId: numberOrNullAt(row, 'blob_id'), key: textAt(row, 'key'), source: textAt(row, 'label') };
}
