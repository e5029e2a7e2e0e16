import { create } from 'zustand';
import { type FieldName, isFieldName } from '../../electron/contract/fields.ts';
import { readStored, writeStored } from './stored.ts';

/** What the table shows until a person chooses otherwise. */
export const defaultColumns: readonly FieldName[] = [
  'time',
  'name',
  'actor',
  'ip',
  'outcome',
  'resource',
  'region',
];

type Widths = Readonly<Partial<Record<FieldName, number>>>;

interface ColumnState {
  readonly chosen: readonly FieldName[];
  /** CSS pixels; a column without one has its own default. */
  readonly widths: Widths;
  readonly setChosen: (columns: readonly FieldName[]) => void;
  readonly setWidth: (field: FieldName, widthPx: number) => void;
  readonly reset: () => void;
}

const chosenKey = 'spoor.columns';
const widthsKey = 'spoor.column-widths';

/** The columns of the table as this person likes them: remembered on this machine, for every case. */
export const useColumns = create<ColumnState>((set, get) => ({
  chosen: readChosen(readStored(chosenKey)),
  widths: readWidths(readStored(widthsKey)),
  setChosen(columns) {
    const chosen = columns.length === 0 ? defaultColumns : columns;
    writeStored(chosenKey, chosen);
    set({ chosen });
  },
  setWidth(field, widthPx) {
    const widths = { ...get().widths, [field]: Math.round(widthPx) };
    writeStored(widthsKey, widths);
    set({ widths });
  },
  reset() {
    writeStored(chosenKey, defaultColumns);
    writeStored(widthsKey, {});
    set({ chosen: defaultColumns, widths: {} });
  },
}));

function readChosen(value: unknown): readonly FieldName[] {
  if (!Array.isArray(value)) return defaultColumns;
  const columns = [...new Set(value.filter((name) => typeof name === 'string').filter(isFieldName))];
  return columns.length === 0 ? defaultColumns : columns;
}

function readWidths(value: unknown): Widths {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(
    ([name, width]) => isFieldName(name) && typeof width === 'number' && width >= 40 && width <= 2000,
  );
  return Object.fromEntries(entries);
}
