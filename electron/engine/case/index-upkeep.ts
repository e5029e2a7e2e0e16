import type { Database } from './driver.ts';
import { numberAt } from './row.ts';

/**
 * Empties the index (events, terms, segments and what is counted from them) before it is made anew from the
 * evidence, which is not touched. From here until {@link markIndexWhole} the case says that its index is being
 * rebuilt, so that a killed reindex shows.
 */
export function clearIndex(db: Database): void {
  db.transaction(() => {
    for (const table of ['events', 'terms', 'segments', 'places', 'totals']) db.exec(`DELETE FROM ${table}`);
    db.exec('INSERT INTO totals (id, is_rebuilding) VALUES (1, 1)');
  });
}

/** Ends what {@link clearIndex} began. */
export function markIndexWhole(db: Database): void {
  db.run('UPDATE totals SET is_rebuilding = 0');
}

/** False when a reindex was begun and not ended: events are missing until it is run again. */
export function isIndexWhole(db: Database): boolean {
  const row = db.get('SELECT is_rebuilding FROM totals');
  return row !== undefined && numberAt(row, 'is_rebuilding') === 0;
}
