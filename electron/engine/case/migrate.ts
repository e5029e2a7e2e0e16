import { AppError } from '../../contract/errors.ts';
import { appendCustody } from './custody.ts';
import type { Database } from './driver.ts';
import { applicationId } from './file-header.ts';
import { sql as first } from './migrations/001-first.ts';
import { sql as buckets } from './migrations/002-buckets.ts';
import { sql as integrity } from './migrations/003-integrity.ts';
import { sql as findings } from './migrations/004-findings.ts';
import { sql as skipIndex } from './migrations/005-skip-index.ts';
import { numberAt } from './row.ts';

/** In order; the number of a migration is its place, from 1. Append-only once released. */
const migrations: readonly string[] = [first, buckets, integrity, findings, skipIndex];

/** The format of case that this version reads and writes. */
export const latestFormat = migrations.length;

/** Who migrates, for the custody list. */
export interface MigrationContext {
  readonly clock: () => number;
  readonly version: string;
}

/** @throws AppError `newer-case` with both numbers when the file is of a format that this version does not know. */
export function refuseNewer(path: string, format: number): void {
  if (format <= latestFormat) return;
  throw new AppError(
    'newer-case',
    `${path} is a case of format ${format}; this version of Spoor knows formats up to ${latestFormat}.`,
  );
}

/** The format that the file has now. */
export function formatOf(db: Database): number {
  const row = db.get('PRAGMA user_version');
  return row === undefined ? 0 : numberAt(row, 'user_version');
}

/**
 * Brings the file to `latestFormat`, each migration in a transaction of its own, and notes each in custody; an empty
 * file is made a case in one.
 *
 * @throws AppError `newer-case`, and what writing throws
 */
export function migrate(db: Database, context: MigrationContext): void {
  const found = formatOf(db);
  refuseNewer(db.path, found);
  if (found === latestFormat) return;
  if (found === 0) {
    db.transaction(() => {
      migrateTo(db, latestFormat);
      note(db, 'created', latestFormat, context);
    });
    return;
  }
  for (let format = found + 1; format <= latestFormat; format += 1) {
    db.transaction(() => {
      apply(db, format);
      note(db, 'migrated', format, context);
    });
  }
}

/** Makes an empty database one of that format, without a word in its custody. */
export function migrateTo(db: Database, format: number): void {
  for (let next = 1; next <= format; next += 1) apply(db, next);
}

function apply(db: Database, format: number): void {
  const sql = migrations[format - 1];
  if (sql === undefined) throw new Error(`There is no migration ${format}.`);
  db.exec(sql);
  // Both pragmas are part of page 1 and so of the transaction; they take no parameters.
  db.exec(`PRAGMA application_id = ${applicationId}`);
  db.exec(`PRAGMA user_version = ${format}`);
}

function note(
  db: Database,
  action: 'created' | 'migrated',
  format: number,
  { clock, version }: MigrationContext,
): void {
  appendCustody(db, { atMs: clock(), action, details: { format, version } });
}
