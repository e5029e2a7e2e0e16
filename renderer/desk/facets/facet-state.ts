import { create } from 'zustand';
import type { FieldName } from '../../../electron/contract/fields.ts';
import { readStored, writeStored } from '../../state/stored.ts';

/** The fields beside the table, most asked for first. */
export const facetFields: readonly FieldName[] = [
  'name',
  'actor',
  'outcome',
  'error',
  'ip',
  'service',
  'region',
  'account',
  'identitytype',
  'key',
  'role',
  'resource',
  'readonly',
  'mfa',
  'category',
  'agent',
  'vpce',
];

const closedAtFirst: readonly FieldName[] = ['readonly', 'mfa', 'category', 'agent', 'vpce'];
const closedKey = 'spoor.closed-facets';

interface FacetState {
  /** Shown as their head only; remembered on this machine. */
  readonly closed: readonly FieldName[];
  /** Shown with many values instead of a few. */
  readonly expanded: readonly FieldName[];
  readonly toggleClosed: (field: FieldName) => void;
  readonly toggleExpanded: (field: FieldName) => void;
}

export const useFacets = create<FacetState>((set, get) => ({
  closed: readClosed(readStored(closedKey)),
  expanded: [],
  toggleClosed(field) {
    const closed = toggled(get().closed, field);
    writeStored(closedKey, closed);
    set({ closed });
  },
  toggleExpanded: (field) => set({ expanded: toggled(get().expanded, field) }),
}));

/** How many values of a field are asked for. */
export function shownValues(isExpanded: boolean): number {
  return isExpanded ? 100 : 5;
}

function toggled(fields: readonly FieldName[], field: FieldName): readonly FieldName[] {
  return fields.includes(field) ? fields.filter((one) => one !== field) : [...fields, field];
}

function readClosed(value: unknown): readonly FieldName[] {
  return Array.isArray(value) ? facetFields.filter((field) => value.includes(field)) : closedAtFirst;
}
