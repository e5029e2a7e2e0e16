import { z } from 'zod';
import { verdicts } from '../../contract/integrity.ts';
import type { Database } from '../case/driver.ts';
import { jsonAt } from '../case/json-at.ts';
import { textAt } from '../case/row.ts';
import { withoutDuplicates } from './build-column.ts';
import type { Slabs } from './slabs.ts';
import type { ColumnStore, FieldColumn } from './store.ts';

/** What the verdict column rests on: which file each event is from, and the texts it may need. */
export type VerdictSurroundings = Pick<
  ColumnStore,
  'rowCount' | 'events' | 'flags' | 'duplicateCount' | 'fileStarts' | 'fileObjects' | 'verdictTexts'
>;

/**
 * What the last check said of the file of each event. A check changes nothing else, so this column alone is made
 * anew after it. A file that came after the check has no verdict.
 *
 * @throws AppError `damaged-case`
 */
export function verdictColumn(db: Database, store: VerdictSurroundings, memory: Slabs): FieldColumn {
  const { rowCount, events, fileStarts, fileObjects, verdictTexts } = store;
  const verdictOfObject = readVerdicts(db);
  const verdictOfFile = fileObjects.map((object) => verdictOfObject.get(object) ?? 0);
  const codeOfVerdict = new Uint8Array(verdictTexts.length + 1);
  const codeTexts = [0];
  for (const verdict of verdictOfFile) {
    if (verdict === 0 || codeOfVerdict[verdict] !== 0) continue;
    codeOfVerdict[verdict] = codeTexts.push(verdictTexts[verdict - 1] ?? 0) - 1;
  }
  const codeOfFile = Uint8Array.from(verdictOfFile, (verdict) => codeOfVerdict[verdict] ?? 0);
  const codes = memory.bytes(rowCount);
  const countsWithDuplicates = memory.uint32(codeTexts.length);
  for (let row = 0; row < rowCount; row += 1) {
    const code = codeOfFile[fileOf(events[row] ?? 0, fileStarts)] ?? 0;
    codes[row] = code;
    countsWithDuplicates[code] = (countsWithDuplicates[code] ?? 0) + 1;
  }
  return {
    codes,
    codeCount: codeTexts.length,
    codeTexts: memory.copy(codeTexts),
    lists: null,
    counts: withoutDuplicates(codes, countsWithDuplicates, { ...store, memory }),
    countsWithDuplicates,
  };
}

/** The last file that begins at an event or before it. */
function fileOf(event: number, fileStarts: Uint32Array): number {
  let low = 0;
  let high = fileStarts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((fileStarts[middle] ?? 0) <= event) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** By object, one more than the place of its verdict in the contract's list. */
function readVerdicts(db: Database): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  const sql = `SELECT verdict, json_group_array(object_id) AS ids FROM verdicts
    WHERE object_id IS NOT NULL GROUP BY verdict`;
  for (const row of db.all(sql)) {
    const said = textAt(row, 'verdict');
    // What a newer version said in a word of its own proves nothing here, see `case/verdicts.ts`.
    const known = verdicts.find((one) => one === said) ?? 'unproven';
    for (const id of jsonAt(row, 'ids', objectIds)) found.set(id, verdicts.indexOf(known) + 1);
  }
  return found;
}

const objectIds = z.array(z.number().int().positive());
