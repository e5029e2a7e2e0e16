import { AppError } from '../../electron/contract/errors.ts';
import type { FieldName } from '../../electron/contract/fields.ts';
import {
  exclude,
  excludeMissing,
  include,
  includeMissing,
  type Place,
  withTimeRange,
} from '../../electron/contract/filter/edit.ts';
import { parseFilter } from '../../electron/contract/filter/parse.ts';
import { printFilter } from '../../electron/contract/filter/print.ts';
import { everything, type Filter } from '../../electron/contract/filter/syntax-tree.ts';
import { useView } from '../state/view.ts';
import { releaseMissing, stateOfMissing } from './missing-state.ts';

/** The filter of the view as a tree; null while its text is malformed. */
export function currentFilter(): Filter | null {
  return readFilter(useView.getState().filterText);
}

/** A filter's text as a tree; null when it is malformed. */
export function readFilter(text: string): Filter | null {
  try {
    return parseFilter(text);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** The filter whose answer is on the screen: what a click changes while the text above it is malformed. */
let answered: Filter = everything;

export function noteAnswered(text: string): void {
  answered = readFilter(text) ?? everything;
}

/** Changes the filter by a click. A text that is malformed gives way to the filter whose answer is shown. */
export function editFilter(change: (filter: Filter) => Filter): void {
  useView.getState().setFilterText(printFilter(change(currentFilter() ?? answered)));
}

/** Only events with this value, or no longer; null is the missing value. */
export function includeValue(field: FieldName, value: string | null): void {
  editFilter((filter) => withIncluded(filter, field, value));
}

/** Only events with this value at a place of the record, or no longer. */
export function includeAt(place: Place, value: string): void {
  if (typeof place === 'string') includeValue(place, value);
  else editFilter((filter) => include(filter, place, value));
}

/** No events with this value at a place of the record, or no longer. */
export function excludeAt(place: Place, value: string): void {
  if (typeof place === 'string') excludeValue(place, value);
  else editFilter((filter) => exclude(filter, place, value));
}

/** No events with this value, or no longer; null is the missing value. */
export function excludeValue(field: FieldName, value: string | null): void {
  editFilter((filter) => withExcluded(filter, field, value));
}

/** The filter after a click on a value. An event cannot lack the field and have a value: one replaces the other. */
export function withIncluded(filter: Filter, field: FieldName, value: string | null): Filter {
  const state = stateOfMissing(filter, field);
  if (value === null)
    return state === 'included' ? releaseMissing(filter, field) : includeMissing(filter, field);
  return include(state === 'included' ? releaseMissing(filter, field) : filter, field, value);
}

/** The filter after a value is left out; left out again, it is let go. */
export function withExcluded(filter: Filter, field: FieldName, value: string | null): Filter {
  if (value !== null) return exclude(filter, field, value);
  return stateOfMissing(filter, field) === 'excluded'
    ? releaseMissing(filter, field)
    : excludeMissing(filter, field);
}

/** Narrows the view to a time range; nulls open it. */
export function setTimeRange(fromMs: number | null, untilMs: number | null): void {
  editFilter((filter) => withTimeRange(filter, fromMs, untilMs));
}

const aroundMs = 5 * 60_000;

/** Five minutes before and after a moment, whoever acted: the other conditions are let go. */
export function showAround(timeMs: number): void {
  useView
    .getState()
    .setFilterText(printFilter(withTimeRange(everything, timeMs - aroundMs, timeMs + aroundMs)));
}
