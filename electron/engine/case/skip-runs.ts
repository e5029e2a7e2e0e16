import type { Database } from './driver.ts';
import { bytesAt, bytesOrNullAt, numberAt, textAt } from './row.ts';

/** What is noted of the events from `firstEvent` up to before `endEvent`; see `engine/skip-index`. */
export interface SkipBlock {
  readonly firstEvent: number;
  readonly endEvent: number;
  readonly partCount: number;
  readonly layout: number;
  readonly runs: Uint8Array;
  readonly spellings: string;
}

export interface StoredSkipBlock extends SkipBlock {
  readonly id: number;
}

/** The events of a file; of one with null the bytes are missing, or its events do not lie together. */
export interface FileEvents {
  readonly sha256: Uint8Array | null;
  readonly firstEvent: number;
  readonly endEvent: number;
}

const rowsPerBlock = 65_536;

/** Keeps a block. The rows of its slices by number. */
export function insertSkipBlock(
  db: Database,
  block: SkipBlock,
  rows: Iterable<readonly [number, Uint8Array]>,
): void {
  const { firstEvent, endEvent, partCount, layout, runs, spellings } = block;
  const { lastId } = db.run(
    'INSERT INTO skip_blocks (first_event, end_event, part_count, layout, runs, spellings) VALUES (?, ?, ?, ?, ?, ?)',
    ...[firstEvent, endEvent, partCount, layout, runs, spellings],
  );
  const insert = db.prepare('INSERT INTO skip_slices (id, bits) VALUES (?, ?)');
  for (const [row, bits] of rows) insert.runFast([lastId * rowsPerBlock + row, bits]);
}

/** In the order of their events. */
export function skipBlocks(db: Database): readonly StoredSkipBlock[] {
  const sql =
    'SELECT id, first_event, end_event, part_count, layout, runs, spellings FROM skip_blocks ORDER BY first_event';
  return db.all(sql).map((row) => ({
    id: numberAt(row, 'id'),
    firstEvent: numberAt(row, 'first_event'),
    endEvent: numberAt(row, 'end_event'),
    partCount: numberAt(row, 'part_count'),
    layout: numberAt(row, 'layout'),
    runs: bytesAt(row, 'runs'),
    spellings: textAt(row, 'spellings'),
  }));
}

/** One row of the slices of a block; undefined when it is missing. */
export function skipRow(db: Database, block: number, row: number): Uint8Array | undefined {
  const found = db.get('SELECT bits FROM skip_slices WHERE id = ?', block * rowsPerBlock + row);
  return found === undefined ? undefined : bytesAt(found, 'bits');
}

/** How far the blocks reach, without reading them. */
export function skipBlockEnds(
  db: Database,
): readonly Pick<StoredSkipBlock, 'id' | 'firstEvent' | 'endEvent' | 'partCount' | 'layout'>[] {
  const sql = 'SELECT id, first_event, end_event, part_count, layout FROM skip_blocks ORDER BY first_event';
  return db.all(sql).map((row) => ({
    id: numberAt(row, 'id'),
    firstEvent: numberAt(row, 'first_event'),
    endEvent: numberAt(row, 'end_event'),
    partCount: numberAt(row, 'part_count'),
    layout: numberAt(row, 'layout'),
  }));
}

export function deleteSkipBlock(db: Database, id: number): void {
  const first = id * rowsPerBlock;
  db.run('DELETE FROM skip_slices WHERE id >= ? AND id < ?', first, first + rowsPerBlock);
  db.run('DELETE FROM skip_blocks WHERE id = ?', id);
}

/** Lets go of the whole index. Searches are slower until it is built anew. */
export function dropSkipIndex(db: Database): void {
  db.transaction(() => {
    db.exec('DELETE FROM skip_slices');
    db.exec('DELETE FROM skip_blocks');
  });
}

/** What the index takes of the case, in bytes; whole pages are counted for its rows. */
export function skipIndexBytes(db: Database): number {
  const row = db.get(
    `SELECT (SELECT coalesce(sum(length(bits)), 0) FROM skip_slices)
      + (SELECT coalesce(sum(length(runs) + length(spellings)), 0) FROM skip_blocks) AS bytes`,
  );
  return row === undefined ? 0 : numberAt(row, 'bytes');
}

/** The files of the events from `firstEvent` up to before `endEvent`, in the order of their events. */
export function* filesOfEvents(db: Database, firstEvent: number, endEvent: number): Generator<FileEvents> {
  let first = firstEvent;
  let eventsPerPage = 8192;
  while (first < endEvent) {
    const end = Math.min(endEvent, first + eventsPerPage);
    const files = db.all(
      `SELECT e.first, e.last, e.count, o.sha256
      FROM (
        SELECT object_id, min(id) AS first, max(id) AS last, count(*) AS count
        FROM events WHERE id >= ? AND id < ? GROUP BY object_id
      ) AS e JOIN objects AS o ON o.id = e.object_id ORDER BY e.first`,
      first,
      end,
    );
    const isLast = end === endEvent;
    const last = files.at(-1);
    // The last file of a page may go on in the next.
    const next = isLast || last === undefined ? end : numberAt(last, 'first');
    if (next === first) {
      eventsPerPage *= 2;
      continue;
    }
    for (const row of files) {
      const start = numberAt(row, 'first');
      if (start >= next) break;
      const fileEnd = numberAt(row, 'last') + 1;
      const isTogether = fileEnd - start === numberAt(row, 'count') && fileEnd <= next;
      yield {
        sha256: isTogether ? bytesOrNullAt(row, 'sha256') : null,
        firstEvent: start,
        endEvent: fileEnd,
      };
    }
    first = next;
  }
}
