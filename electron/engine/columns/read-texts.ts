import { z } from 'zod';
import type { Database } from '../case/driver.ts';
import { numberOrNullAt, textAt } from '../case/row.ts';
import { damagedIndex } from './damage.ts';

/** Texts handed over in one piece: row by row, the hand-over would take most of the time of opening a case. */
const batchSize = 20_000;
const idList = z.array(z.number().int().nonnegative());
const textList = z.array(z.string());

/** Ids and texts of a table, in the order of the ids, in batches. */
export function* readTexts(
  db: Database,
  table: 'terms' | 'objects',
  column: 'text' | 'key',
): Generator<{ readonly ids: readonly number[]; readonly texts: readonly string[] }> {
  const sql = `
    SELECT max(id) AS last, json_group_array(id) AS ids, json_group_array(${column}) AS texts
    FROM (SELECT id, ${column} FROM ${table} WHERE id > ? ORDER BY id LIMIT ${batchSize})`;
  for (let after: number | null = -1; after !== null; ) {
    const row = db.get(sql, after);
    if (row === undefined) return;
    const ids = idList.safeParse(JSON.parse(textAt(row, 'ids')));
    const texts = textList.safeParse(JSON.parse(textAt(row, 'texts')));
    if (!ids.success || !texts.success || ids.data.length !== texts.data.length) {
      throw damagedIndex(`its ${table} are not what they should be`);
    }
    yield { ids: ids.data, texts: texts.data };
    after = numberOrNullAt(row, 'last');
  }
}
