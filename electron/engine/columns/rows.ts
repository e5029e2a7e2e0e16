import type { EventRow } from '../../contract/api.ts';
import { type FieldName, fields } from '../../contract/fields.ts';
import { type ColumnStore, conflictFlag, duplicateFlag } from './store.ts';
import type { TextReader } from './texts.ts';
import { timeAt } from './times.ts';
import type { UniqueValues } from './unique.ts';

/** Whether rows with these columns need ids from the case file. */
export function needsUnique(columns: readonly FieldName[]): boolean {
  return columns.some((field) => fields[field].kind === 'unique');
}

/**
 * Rows as the contract has them. The column `time` is an ISO 8601 text in UTC.
 *
 * @param unique the ids of each row, when {@link needsUnique}
 */
export function readRows(
  store: ColumnStore,
  reader: TextReader,
  rows: Uint32Array,
  columns: readonly FieldName[],
  unique: readonly UniqueValues[],
): EventRow[] {
  const cells = columns.map((field) => cellReader(field, store, reader, unique));
  return Array.from(rows, (row, at) => {
    const flags = store.flags[row] ?? 0;
    return {
      event: store.events[row] ?? 0,
      timeMs: timeOf(store, row),
      values: cells.map((cell) => cell(row, at)),
      isDuplicate: (flags & duplicateFlag) !== 0,
      isConflict: (flags & conflictFlag) !== 0,
    };
  });
}

type CellReader = (row: number, at: number) => string | null;

function cellReader(
  name: FieldName,
  store: ColumnStore,
  reader: TextReader,
  unique: readonly UniqueValues[],
): CellReader {
  switch (name) {
    case 'time':
      return (row) => isoTime(timeOf(store, row));
    case 'id':
    case 'request':
      return (_row, at) => unique[at]?.[name] ?? null;
    default: {
      const { codes, codeTexts } = store.columns[name];
      return (row) => {
        const code = codes[row] ?? 0;
        return code === 0 ? null : reader.cell(codeTexts[code] ?? 0);
      };
    }
  }
}

function timeOf(store: ColumnStore, row: number): number | null {
  return row < store.undatedCount ? null : timeAt(store.times, row);
}

function isoTime(timeMs: number | null): string | null {
  return timeMs === null ? null : new Date(timeMs).toISOString();
}
