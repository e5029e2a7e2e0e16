import { Bookmark } from 'lucide-react';
import { useRef } from 'react';
import type { BuiltInFilter, SavedFilter } from '../../electron/contract/saved-filters.ts';
import { matchCommand } from '../palette/match-command.ts';
import { openPanel } from '../state/panels.ts';
import { keysOf } from '../state/shortcuts.ts';
import { useView } from '../state/view.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Popover } from '../ui/popover.tsx';
import { applySaved, exportSaved } from './actions.ts';
import { BuiltInRow, OwnRow } from './filter-row.tsx';
import styles from './saved.module.css';
import { editDraft, newDraft, setMenuOpen, useSaved } from './saved-store.ts';

/** The filters to choose from, at the bar. */
export function SavedMenu() {
  const isOpen = useSaved((state) => state.isMenuOpen);
  return (
    <Popover
      label="Saved filters"
      align="end"
      className={styles.menu}
      isOpen={isOpen}
      onOpenChange={setMenuOpen}
      trigger={
        <IconButton label="Saved filters" shortcut={keysOf('g')} size="small">
          <Bookmark size={14} aria-hidden="true" />
        </IconButton>
      }
    >
      <MenuContent />
    </Popover>
  );
}

function MenuContent() {
  const list = useSaved((state) => state.list);
  const search = useSaved((state) => state.search);
  const filterText = useView((state) => state.filterText);
  const rows = useRef<HTMLDivElement>(null);
  const own = found(list?.own ?? [], search);
  const builtIn = found(list?.builtIn ?? [], search);
  const [first] = [...own, ...builtIn];

  /** From row to row, and from the first back to what is looked for. */
  const move = (event: React.KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || event.altKey) return;
    const buttons = [...(rows.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
    const row = document.activeElement?.closest('li')?.querySelector<HTMLElement>('[data-row]');
    const at = row === null || row === undefined ? -1 : buttons.indexOf(row);
    event.preventDefault();
    if (at + step < 0) searchField(event.currentTarget)?.focus();
    else buttons[Math.min(at + step, buttons.length - 1)]?.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the rows in it
    <div className={styles.content} onKeyDown={move}>
      <input
        type="search"
        className={styles.search}
        aria-label="Find a saved filter"
        placeholder="Find a filter, or press its key"
        spellCheck={false}
        autoComplete="off"
        value={search}
        onChange={(event) => useSaved.setState({ search: event.target.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || first === undefined) return;
          event.preventDefault();
          applySaved(first, event.shiftKey);
        }}
      />
      <div className={styles.rows} ref={rows}>
        {list?.problem ? <ErrorNote error={list.problem} /> : null}
        {own.length === 0 ? null : (
          <section aria-label="Yours">
            <h3 className={styles.heading}>Yours</h3>
            <ul>
              {own.map((filter) => (
                <OwnRow key={filter.id} filter={filter} />
              ))}
            </ul>
          </section>
        )}
        {builtIn.length === 0 ? null : (
          <section aria-label="Built in">
            <h3 className={styles.heading}>Built in</h3>
            <ul>
              {builtIn.map((filter) => (
                <BuiltInRow key={filter.id} filter={filter} />
              ))}
            </ul>
          </section>
        )}
        {first === undefined && list !== null ? (
          <p className={styles.empty}>No filter is called that.</p>
        ) : null}
      </div>
      <footer className={styles.footer}>
        <Button
          size="small"
          disabled={filterText === ''}
          onClick={() => editDraft(newDraft(filterText))}
          className={styles.saveButton}
        >
          Save the present filter…
        </Button>
        <Button
          size="small"
          variant="quiet"
          onClick={() => {
            setMenuOpen(false);
            openPanel('import-filters');
          }}
        >
          Import…
        </Button>
        <Button size="small" variant="quiet" disabled={(list?.own.length ?? 0) === 0} onClick={exportSaved}>
          Export…
        </Button>
      </footer>
      <p className={styles.tip}>
        Enter or a click asks with it; with Shift it is added to the present filter.
      </p>
    </div>
  );
}

function searchField(within: HTMLElement): HTMLElement | null {
  return within.querySelector<HTMLElement>('input[type="search"]');
}

/** Those that fit what is looked for, the better ones first; without it in their own order. */
function found<F extends BuiltInFilter | SavedFilter>(filters: readonly F[], search: string): readonly F[] {
  if (search.trim() === '') return filters;
  return filters
    .map((filter) => ({
      filter,
      fit: matchCommand(filter.name, search, [filter.note, wordsOf(filter.filter)]),
    }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ filter }) => filter);
}

/** The words of a filter, without the signs around them. */
function wordsOf(filter: string): string {
  return filter.replace(/[()"*]/g, ' ');
}
