import type { Database } from './driver.ts';
import { textAt } from './row.ts';

const tables = ['rule_runs', 'findings', 'finding_marks'] as const;

/**
 * In a case that is open read-only: tables of the same names that only this connection sees and that end with it, with
 * what the case has in its own.
 */
export function makeRoomForFindings(db: Database): void {
  if (!hasRoomForFindings(db))
    for (const table of tables) {
      const row = db.get("SELECT sql FROM main.sqlite_schema WHERE type = 'table' AND name = ?", table);
      if (row === undefined) continue;
      db.exec(textAt(row, 'sql').replace(/^CREATE TABLE /, 'CREATE TEMP TABLE '));
      db.exec(`INSERT INTO temp.${table} SELECT * FROM main.${table}`);
    }
}

/** Whether the findings that are shown are those of {@link makeRoomForFindings}. */
export function hasRoomForFindings(db: Database): boolean {
  return db.get("SELECT 1 FROM temp.sqlite_schema WHERE name = 'findings'") !== undefined;
}
