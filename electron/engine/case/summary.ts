import type { CaseInfo, SourceInfo } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import { placeIn } from './bucket-settings.ts';
import type { Database, Row } from './driver.ts';
import { countFiles } from './file-counts.ts';
import { sizeOf } from './reading-mode.ts';
import { numberAt, numberOrNullAt, textAt } from './row.ts';
import type { SourceKind } from './sources.ts';

/** What the case itself knows of a `CaseInfo`. */
export type CaseSummary = Omit<
  CaseInfo,
  'case' | 'name' | 'place' | 'access' | 'readOnlyReason' | 'lost' | 'needsReindex' | 'revision'
>;

/**
 * The head of a case, from one state of the file.
 *
 * Reads no events: `totals` and `places` are kept by a trigger as segments come in (1 % of an import), conflicts
 * and files are counted on small indexes. So it takes the same few milliseconds at a million events, and may
 * be asked ten times a second while an import runs.
 */
export function summarize(db: Database, path: string): CaseSummary {
  return db.snapshot(() => {
    const totals = db.get('SELECT events, duplicates, undated, first_time_ms, last_time_ms FROM totals');
    if (totals === undefined)
      throw new AppError('damaged-case', `${path} is damaged: its totals are missing.`);
    const files = db.all(
      'SELECT source_id, status, count(*) AS files FROM objects GROUP BY source_id, status',
    );
    return {
      events: numberAt(totals, 'events'),
      duplicates: numberAt(totals, 'duplicates'),
      conflicts: countConflicts(db),
      undated: numberAt(totals, 'undated'),
      firstTimeMs: numberOrNullAt(totals, 'first_time_ms'),
      lastTimeMs: numberOrNullAt(totals, 'last_time_ms'),
      accounts: placesOf(db, 'account'),
      regions: placesOf(db, 'region'),
      sources: sourcesOf(db, files),
      files: countFiles(files),
      // While it is open, the newest commits are in the WAL beside it.
      sizeBytes: (sizeOf(path) ?? 0) + (sizeOf(`${path}-wal`) ?? 0),
    };
  });
}

function countConflicts(db: Database): number {
  const row = db.get('SELECT count(*) AS conflicts FROM events WHERE is_conflict = 1');
  return row === undefined ? 0 : numberAt(row, 'conflicts');
}

function placesOf(db: Database, kind: 'account' | 'region'): string[] {
  const sql =
    'SELECT t.text FROM places AS p JOIN terms AS t ON t.id = p.term_id WHERE p.kind = ? ORDER BY t.text';
  return db.all(sql, kind).map((row) => textAt(row, 'text'));
}

function sourcesOf(db: Database, files: readonly Row[]): SourceInfo[] {
  return db.all('SELECT id, kind, label, added_at_ms, settings FROM sources ORDER BY id').map((row) => {
    const id = numberAt(row, 'id');
    return {
      id,
      kind: sourceKindAt(row),
      label: textAt(row, 'label'),
      addedAtMs: numberAt(row, 'added_at_ms'),
      files: countFiles(files.filter((counted) => counted.source_id === id)).seen,
      bucket: placeIn(row),
    };
  });
}

function sourceKindAt(row: Row): SourceKind {
  const kind = textAt(row, 'kind');
  if (kind === 'folder' || kind === 'file' || kind === 'archive' || kind === 'sample' || kind === 's3')
    return kind;
  throw new AppError('damaged-case', `The case is damaged: “${kind}” is no kind of source.`);
}
