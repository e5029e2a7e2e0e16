import { include, withTimeRange } from '../../electron/contract/filter/edit.ts';
import { printFilter } from '../../electron/contract/filter/print.ts';
import { everything } from '../../electron/contract/filter/syntax-tree.ts';
import type { CellPlace } from '../state/proof-view.ts';
import { useView } from '../state/view.ts';

/** The filter of the events that a file delivered. */
export function filterOfObject(key: string): string {
  return printFilter(include(everything, 'object', key));
}

/** The filter of the events of a cell: by when they happened, which is up to some minutes before their delivery. */
export function filterOfCell({ account, region, fromMs, untilMs }: CellPlace): string {
  return printFilter(
    withTimeRange(include(include(everything, 'account', account), 'region', region), fromMs, untilMs),
  );
}

/** Goes to the review desk with a filter in place of the one there. */
export function showFiltered(filterText: string): void {
  useView.getState().showEvents(filterText, null);
}

/** Goes to the review desk and opens one event, whatever filter was set: it could leave the event out. */
export function showEvent(event: number): void {
  useView.getState().showEvents('', event);
}
