import { create } from 'zustand';
import type { FilterDraft, FilterList } from '../../electron/contract/saved-filters.ts';
import { isAborted } from '../state/errors.ts';
import { currentHost } from '../state/host.ts';
import { openPanel } from '../state/panels.ts';
import { reportError } from '../state/toasts.ts';

interface SavedState {
  /** Null until the engine has told. */
  readonly list: FilterList | null;
  readonly isMenuOpen: boolean;
  /** What is looked for in the menu. */
  readonly search: string;
  /** What the dialog starts with. */
  readonly draft: FilterDraft | null;
}

/** The filters that are kept, as the page has them, and the menu of them. */
export const useSaved = create<SavedState>(() => ({
  list: null,
  isMenuOpen: false,
  search: '',
  draft: null,
}));

export function setMenuOpen(isMenuOpen: boolean): void {
  useSaved.setState({ isMenuOpen, search: '' });
}

/** Opens the dialog in which a filter is named and saved. */
export function editDraft(draft: FilterDraft): void {
  setMenuOpen(false);
  useSaved.setState({ draft });
  openPanel('save-filter');
}

/** A filter to be saved as a new one. */
export function newDraft(filter: string, name = '', note = ''): FilterDraft {
  return { id: null, name, note, shortcut: null, filter };
}

/** Keeps the list as the engine has it, until the signal. */
export async function watchSavedFilters(signal: AbortSignal): Promise<void> {
  try {
    for await (const list of currentHost().stream('filters.watch', {}, signal)) useSaved.setState({ list });
  } catch (error) {
    if (!isAborted(error)) reportError(error);
  }
}
