import { AppError } from '../../electron/contract/errors.ts';
import type { FieldName } from '../../electron/contract/fields.ts';
import {
  exclude,
  excludeMissing,
  include,
  includeMissing,
  withTimeRange,
} from '../../electron/contract/filter/edit.ts';
import { parseFilter } from '../../electron/contract/filter/parse.ts';
import { printFilter } from '../../electron/contract/filter/print.ts';
import { everything, type Filter } from '../../electron/contract/filter/syntax-tree.ts';
import { useView } from '../state/view.ts';

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

/** Changes the filter by a click. A text that is malformed is replaced: its error was on the screen. */
export function editFilter(change: (filter: Filter) => Filter): void {
  useView.getState().setFilterText(printFilter(change(currentFilter() ?? everything)));
}

/** Only events with this value, or no longer; null is the missing value. */
export function includeValue(field: FieldName, value: string | null): void {
  editFilter((filter) => (value === null ? includeMissing(filter, field) : include(filter, field, value)));
}

/** No events with this value, or no longer; null is the missing value. */
export function excludeValue(field: FieldName, value: string | null): void {
  editFilter((filter) => (value === null ? excludeMissing(filter, field) : exclude(filter, field, value)));
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
