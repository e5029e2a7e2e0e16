import type { Database } from './driver.ts';
import { lastEventOf } from './event-writer.ts';
import { numberAt } from './row.ts';
import { dropSkipIndex } from './skip-runs.ts';

/** Over values as random as ids are, in the order in which they are made. */
const indexes = {
  idx_events_event_id:
    'INDEX IF NOT EXISTS idx_events_event_id ON events (event_id) WHERE event_id IS NOT NULL',
  idx_terms_text: 'UNIQUE INDEX IF NOT EXISTS idx_terms_text ON terms (text)',
} as const;

/**
 * Empties the index (events, terms, segments and what is counted from them) before it is made anew from the
 * evidence, which is not touched. From here until {@link markIndexWhole} the case says that its index is being
 * rebuilt, so that a killed reindex shows.
 */
export function clearIndex(db: Database): void {
  db.transaction(() => {
    for (const table of ['events', 'identities', 'calls', 'terms', 'segments', 'places', 'totals'])
      db.exec(`DELETE FROM ${table}`);
    dropSkipIndex(db);
    dropIndexes(db);
    db.exec('INSERT INTO totals (id, is_rebuilding) VALUES (1, 1)');
  });
}

/** Ends what {@link clearIndex} began. */
export function markIndexWhole(db: Database): void {
  makeIndexes(db);
  db.run('UPDATE totals SET is_rebuilding = 0');
}

/** False when a reindex was begun and not ended: events are missing until it is run again. */
export function isIndexWhole(db: Database): boolean {
  const row = db.get('SELECT is_rebuilding FROM totals');
  return row !== undefined && numberAt(row, 'is_rebuilding') === 0;
}

/**
 * Takes the indexes over event ids and terms away while a case without events gets its first: keeping them costs as
 * much as inserting the events, because their values are random and so are the pages; making them at the end, from
 * sorted values, a tenth. Any later import looks things up in them, and a first one that was killed has not made
 * them.
 */
export function startImport(db: Database): void {
  if (lastEventOf(db) === 0) dropIndexes(db);
  else makeIndexes(db);
}

/** Makes the indexes that {@link startImport} took away. */
export function endImport(db: Database): void {
  makeIndexes(db);
}

function dropIndexes(db: Database): void {
  for (const name of Object.keys(indexes)) db.exec(`DROP INDEX IF EXISTS ${name}`);
}

function makeIndexes(db: Database): void {
  for (const definition of Object.values(indexes)) db.exec(`CREATE ${definition}`);
}
