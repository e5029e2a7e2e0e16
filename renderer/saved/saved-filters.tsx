import { useEffect } from 'react';
import type { FilterList } from '../../electron/contract/saved-filters.ts';
import { visibleText } from '../format/visible-text.ts';
import { type Command, registerCommands } from '../state/commands.ts';
import { useHost } from '../state/host.ts';
import { isCovered } from '../state/keyboard.ts';
import { closePanel, openPanel, type Panel } from '../state/panels.ts';
import { useView } from '../state/view.ts';
import { applySaved, exportSaved, filterOfKey } from './actions.ts';
import { ImportDialog } from './import-dialog.tsx';
import { SaveDialog } from './save-dialog.tsx';
import { editDraft, newDraft, setMenuOpen, useSaved, watchSavedFilters } from './saved-store.ts';

/** The saved filters wherever the person is: their list, their commands and keys, and their dialogs. */
export function SavedFilters({ panel }: { readonly panel: Panel | null }) {
  const host = useHost((state) => state.host);
  const list = useSaved((state) => state.list);
  const draft = useSaved((state) => state.draft);

  useEffect(() => {
    if (host === null) return;
    const abort = new AbortController();
    void watchSavedFilters(abort.signal);
    return () => abort.abort();
  }, [host]);
  useEffect(() => registerCommands(standing), []);
  useEffect(() => (list === null ? undefined : registerCommands(commandsOf(list))), [list]);
  useEffect(() => {
    // Before any field has it: `g 1` may be typed faster than the menu is there.
    window.addEventListener('keydown', onKeyInMenu, true);
    return () => window.removeEventListener('keydown', onKeyInMenu, true);
  }, []);

  return (
    <>
      {panel === 'save-filter' && draft !== null ? <SaveDialog draft={draft} onClose={closePanel} /> : null}
      {panel === 'import-filters' ? <ImportDialog onClose={closePanel} /> : null}
    </>
  );
}

/** The key of a filter, while the menu is open and nothing is looked for in it; with Shift it is added. */
function onKeyInMenu(event: KeyboardEvent): void {
  const { isMenuOpen, search } = useSaved.getState();
  if (!isMenuOpen || search !== '' || isCovered()) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  // On some keyboards the digits themselves need Shift: then the key says so, and it only replaces.
  const isDigit = /^[1-9]$/.test(event.key);
  const key = isDigit ? event.key : event.shiftKey ? /^Digit([1-9])$/.exec(event.code)?.[1] : undefined;
  const filter = key === undefined ? undefined : filterOfKey(key);
  if (filter === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  applySaved(filter, !isDigit);
}

const standing: readonly Command[] = [
  {
    id: 'filter.saved',
    group: 'Review',
    title: 'Saved filters',
    shortcut: 'g',
    keywords: ['queries', 'bookmarks', 'built-in'],
    run: () => {
      const { page, setPage } = useView.getState();
      if (page !== 'review') setPage('review');
      setMenuOpen(true);
    },
  },
  {
    id: 'filter.save',
    group: 'Review',
    title: 'Save the present filter…',
    keywords: ['keep', 'bookmark'],
    run: () => editDraft(newDraft(useView.getState().filterText)),
    isEnabled: () => useView.getState().filterText !== '',
  },
  {
    id: 'filter.import',
    group: 'Review',
    title: 'Import filters…',
    run: () => openPanel('import-filters'),
  },
  {
    id: 'filter.export',
    group: 'Review',
    title: 'Export the saved filters…',
    run: exportSaved,
    isEnabled: () => (useSaved.getState().list?.own.length ?? 0) > 0,
  },
];

/** One command for each filter. Where two have the same name, the one that Spoor brings along says so. */
function commandsOf({ own, builtIn }: FilterList): readonly Command[] {
  const names = new Set(own.map(({ name }) => name.toLowerCase()));
  return [
    ...own.map(
      (one): Command => ({
        id: `filter.own-${one.id}`,
        group: 'Review',
        title: `Filter: ${visibleText(one.name)}`,
        ...(one.shortcut === null ? {} : { shortcut: `g ${one.shortcut}` }),
        isPaletteOnly: true,
        keywords: ['saved'],
        run: () => applySaved(one, false),
      }),
    ),
    ...builtIn.map(
      (one): Command => ({
        id: `filter.built-in-${one.id}`,
        group: 'Review',
        title: `Filter: ${one.name}${names.has(one.name.toLowerCase()) ? ' (built in)' : ''}`,
        isPaletteOnly: true,
        keywords: ['saved', 'built-in'],
        run: () => applySaved(one, false),
      }),
    ),
  ];
}
