import type { BuiltInFilter, SavedFilter } from '../../electron/contract/saved-filters.ts';
import { formatCounted } from '../format/number.ts';
import { visibleText } from '../format/visible-text.ts';
import { currentHost } from '../state/host.ts';
import { pick } from '../state/pick.ts';
import { runInBackground, showToast } from '../state/toasts.ts';
import { useView } from '../state/view.ts';
import { appliedText } from './apply-filter.ts';
import { setMenuOpen, useSaved } from './saved-store.ts';

/** Asks with a saved filter, on the review desk; `isAdded` joins it to the present one. */
export function applySaved({ filter }: Pick<BuiltInFilter, 'filter'>, isAdded: boolean): void {
  setMenuOpen(false);
  const { filterText, page, setFilterText, showEvents } = useView.getState();
  const text = appliedText(filterText, filter, isAdded);
  if (page !== 'review') showEvents(text, null);
  else if (text !== filterText) setFilterText(text);
}

/** The saved filter of a key from 1 to 9. */
export function filterOfKey(key: string): SavedFilter | undefined {
  return useSaved.getState().list?.own.find(({ shortcut }) => shortcut === key);
}

/** Deletes a filter; the toast brings it back to its place. */
export function removeSaved(filter: SavedFilter): void {
  const at = Math.max(0, useSaved.getState().list?.own.findIndex(({ id }) => id === filter.id) ?? 0);
  const bringBack = (): Promise<unknown> => currentHost().call('filters.save', { ...filter, id: null, at });
  runInBackground(async () => {
    await currentHost().call('filters.remove', { id: filter.id });
    showToast({
      tone: 'neutral',
      title: 'Filter deleted',
      text: visibleText(filter.name),
      action: { label: 'Undo', run: () => runInBackground(bringBack) },
    });
  });
}

/** Moves a filter among the person's own; at an end it stays. */
export function moveSaved(id: string, step: number): void {
  const own = useSaved.getState().list?.own ?? [];
  const to = own.findIndex((one) => one.id === id) + step;
  if (to < 0 || to >= own.length) return;
  runInBackground(() => currentHost().call('filters.move', { id, to }));
}

/** Writes the person's own filters to a file of their choice. */
export function exportSaved(): void {
  setMenuOpen(false);
  runInBackground(async () => {
    const picked = await pick('filters-export', 'spoor-filters.json');
    const [target] = picked?.grants ?? [];
    if (picked === null || target === undefined) return;
    const { filters } = await currentHost().call('filters.export', {
      target: target.token,
      overwrite: picked.mayOverwrite,
    });
    showToast({
      tone: 'ok',
      title: `${formatCounted(filters, 'filter')} exported`,
      text: visibleText(target.name),
    });
  });
}
