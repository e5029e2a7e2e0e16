import { z } from 'zod';
import type { Database } from '../case/driver.ts';
import { numberOrNullAt, textAt } from '../case/row.ts';
import { damagedIndex } from './damage.ts';
import type { Slabs } from './slabs.ts';

/**
 * Texts handed over in one piece: row by row, the hand-over would take most of the time of opening a case. As a string
 * and not as bytes, which would come from malloc and stay there after the thread is gone.
 */
const batchSize = 1000;
const firstRoom = 16 * 1024 * 1024;
const counts = z.array(z.number().int().nonnegative());

/** Texts of a table in the order of their ids: text `n` is the next `lengths[n]` bytes of UTF-8. */
export interface TextBatch {
  readonly ids: readonly number[];
  readonly lengths: readonly number[];
  /** To be read before the next batch. */
  readonly bytes: Uint8Array;
}

/** Ids and texts of a table, in batches. @throws AppError `damaged-case` for what is no UTF-8, too */
export function* readTexts(
  db: Database,
  table: 'terms' | 'objects',
  column: 'text' | 'key',
  scratch: Slabs,
): Generator<TextBatch> {
  const sql = `
    SELECT max(id) AS last, json_group_array(id) AS ids, json_group_array(octet_length(${column})) AS lengths,
      coalesce(group_concat(${column}, ''), '') AS texts
    FROM (SELECT id, ${column} FROM ${table} WHERE id > ? ORDER BY id LIMIT ${batchSize})`;
  let room = scratch.bytes(firstRoom);
  for (let after: number | null = -1; after !== null; ) {
    const row = db.get(sql, after);
    if (row === undefined) return;
    const ids = counts.safeParse(JSON.parse(textAt(row, 'ids')));
    const lengths = counts.safeParse(JSON.parse(textAt(row, 'lengths')));
    const all = textAt(row, 'texts');
    if (all.length * 3 > room.length) room = scratch.bytes(all.length * 6);
    const bytes = room.subarray(0, Buffer.from(room.buffer, room.byteOffset, room.length).write(all, 'utf8'));
    const isSound =
      ids.success &&
      lengths.success &&
      ids.data.length === lengths.data.length &&
      lengths.data.reduce((sum, length) => sum + length, 0) === bytes.length;
    if (!isSound) throw damagedIndex(`its ${table} are not what they should be`);
    yield { ids: ids.data, lengths: lengths.data, bytes };
    after = numberOrNullAt(row, 'last');
  }
}
