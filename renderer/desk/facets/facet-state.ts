import { create } from 'zustand';
import { columnFields, type FieldName, isFieldName } from '../../../electron/contract/fields.ts';
import { readStored, writeStored } from '../../state/stored.ts';

/** The fields beside the table until a person chooses otherwise, most asked for first. */
export const defaultFacets: readonly FieldName[] = [
  'name',
  'actor',
  'outcome',
  'error',
  'ip',
  'service',
  'region',
  'account',
  'verdict',
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

/** What can be counted by value: an id has one event, and times have the timeline. */
export const facetFields: readonly FieldName[] = columnFields;

const closedAtFirst: readonly FieldName[] = ['readonly', 'mfa', 'category', 'agent', 'vpce'];
const closedKey = 'spoor.closed-facets';
const shownKey = 'spoor.facets';

interface FacetState {
  /** In order; remembered on this machine, for every case. */
  readonly shown: readonly FieldName[];
  /** Shown as their head only; remembered on this machine. */
  readonly closed: readonly FieldName[];
  /** Shown with many values instead of a few. */
  readonly expanded: readonly FieldName[];
  readonly setShown: (fields: readonly FieldName[]) => void;
  readonly toggleClosed: (field: FieldName) => void;
  readonly toggleExpanded: (field: FieldName) => void;
}

export const useFacets = create<FacetState>((set, get) => ({
  shown: readFields(readStored(shownKey)) ?? defaultFacets,
  closed: readFields(readStored(closedKey)) ?? closedAtFirst,
  expanded: [],
  setShown(shown) {
    writeStored(shownKey, shown);
    set({ shown });
  },
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

/** Takes the field out of the list, or adds it at the end. */
export function toggled(fields: readonly FieldName[], field: FieldName): readonly FieldName[] {
  return fields.includes(field) ? fields.filter((one) => one !== field) : [...fields, field];
}

/** What was remembered, without what is no such field (any more); undefined where it is no list. */
export function readFields(value: unknown): readonly FieldName[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const names = value.filter((name) => typeof name === 'string').filter(isFieldName);
  return [...new Set(names)].filter((name) => facetFields.includes(name));
}
