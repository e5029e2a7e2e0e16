import { X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { AppError } from '../../../electron/contract/errors.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { formatCount } from '../../format/number.ts';
import { SavedMenu } from '../../saved/saved-menu.tsx';
import { registerCommands } from '../../state/commands.ts';
import { useView } from '../../state/view.ts';
import { classes } from '../../ui/classes.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import type { ViewState } from '../use-view-answer.ts';
import { readPasted, tellMissingOperands } from './cloudwatch-paste.ts';
import { ColouredFilter } from './coloured-filter.tsx';
import { CompletionList } from './completion-list.tsx';
import styles from './filter-bar.module.css';
import { recentFilters, rememberFilter } from './recent-filters.ts';
import { useCompletion } from './use-completion.ts';

interface FilterBarProps {
  readonly caseInfo: CaseInfo;
  readonly view: ViewState;
}

/** Where a person says what they look for. Enter asks; what is being typed is coloured and completed. */
export function FilterBar({ caseInfo, view }: FilterBarProps) {
  const applied = useView((state) => state.filterText);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const errorId = useId();
  const [draft, setDraft] = useState(applied);
  const [caret, setCaret] = useState(applied.length);
  const [isFocused, setFocused] = useState(false);
  const [scrollPx, setScrollPx] = useState(0);
  const [recent, setRecent] = useState(-1);
  /** What is wrong with a pattern that was pasted. */
  const [patternError, setPatternError] = useState<AppError | null>(null);
  const completion = useCompletion(caseInfo.case, draft, caret, isFocused);

  useEffect(() => {
    setDraft(applied);
    setPatternError(null);
  }, [applied]);
  useEffect(
    () =>
      registerCommands([
        {
          id: 'filter.focus',
          group: 'Review',
          title: 'Go to the filter',
          shortcut: '/',
          run: () => input.current?.select(),
        },
        {
          id: 'filter.clear',
          group: 'Review',
          title: 'Clear the filter',
          keywords: ['reset'],
          run: () => useView.getState().setFilterText(''),
        },
      ]),
    [],
  );

  const write = (text: string, at: number): void => {
    setDraft(text);
    setCaret(at);
    // React sets the value first; the caret goes where the completion ended.
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const apply = (text: string): void => {
    completion.close();
    setRecent(-1);
    const wanted = readOrMark(text.trim());
    if (wanted === null) return;
    if (wanted !== '') rememberFilter(wanted);
    if (wanted !== applied) useView.getState().setFilterText(wanted);
    else setDraft(applied);
    tellMissingOperands(caseInfo.case, text);
  };
  const readOrMark = (text: string): string | null => {
    try {
      return readPasted(text);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      setPatternError(error);
      return null;
    }
  };
  const choose = (at: number): void => {
    const chosen = completion.choose(at);
    if (chosen !== undefined) write(chosen.text, chosen.caret);
  };
  const recall = (step: number): void => {
    const filters = recentFilters();
    const at = Math.min(filters.length - 1, Math.max(-1, recent + step));
    const text = filters[at] ?? '';
    setRecent(at);
    write(text, text.length);
  };

  const error =
    draft.trim() === applied
      ? (syntaxErrorOf(applied) ?? serverError(view.error))
      : (patternError ?? undefined);
  const isOpen = completion.items.length > 0;
  const active = isOpen ? completion.active : -1;
  return (
    <div className={styles.wrap}>
      <div className={classes(styles.bar, isFocused && styles.focused, error !== undefined && styles.wrong)}>
        <div className={styles.field}>
          <ColouredFilter text={draft} place={error?.place} scrollPx={scrollPx} />
          <input
            ref={input}
            className={styles.input}
            role="combobox"
            aria-label="Filter events"
            aria-expanded={isOpen}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
            aria-invalid={error !== undefined}
            aria-describedby={error === undefined ? undefined : errorId}
            placeholder="Filter events, or press / anywhere"
            spellCheck={false}
            autoComplete="off"
            value={draft}
            onChange={(event) => {
              setDraft(event.target.value);
              setPatternError(null);
              setCaret(event.target.selectionStart ?? event.target.value.length);
              completion.open();
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => setScrollPx(event.currentTarget.scrollLeft)}
            onFocus={() => setFocused(true)}
            onBlur={() => {
              setFocused(false);
              completion.close();
            }}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown' && isOpen) completion.move(1);
              else if (event.key === 'ArrowUp' && isOpen) completion.move(-1);
              else if (event.key === 'ArrowUp' && (draft === '' || recent >= 0)) recall(1);
              else if (event.key === 'ArrowDown' && recent >= 0) recall(-1);
              else if (event.key === 'ArrowDown' && (event.altKey || draft === '')) completion.open();
              else if (event.key === 'Tab' && isOpen && !event.shiftKey && active >= 0) choose(active);
              else if (event.key === 'Enter' && active >= 0) choose(active);
              else if (event.key === 'Enter') return apply(draft);
              else if (event.key === 'Escape' && isOpen) completion.close();
              else if (event.key === 'Escape') {
                setDraft(applied);
                input.current?.blur();
              } else return;
              event.preventDefault();
              event.stopPropagation();
            }}
          />
        </div>
        {draft === '' ? null : (
          <IconButton
            label="Clear the filter"
            size="small"
            onClick={() => {
              setDraft('');
              apply('');
              input.current?.focus();
            }}
          >
            <X size={14} />
          </IconButton>
        )}
        <SavedMenu />
        <span className={classes(styles.count, view.isOutdated && styles.outdated)} role="status">
          {countWords(view)}
        </span>
      </div>
      {isOpen ? (
        <CompletionList
          id={listId}
          items={completion.items}
          note={completion.note}
          active={active}
          onChoose={choose}
        />
      ) : null}
      {error === undefined || isOpen ? null : (
        <p className={styles.error} id={errorId} role="alert">
          <b>{error.message}</b> {error.advice}
        </p>
      )}
    </div>
  );
}

function countWords({ answer, isOutdated }: ViewState): string {
  if (answer === null) return '';
  const more = answer.undecided > 0 ? '+' : '';
  const words = `${formatCount(answer.matched)}${more} of ${formatCount(answer.total)}`;
  return isOutdated ? `last valid: ${words}` : words;
}

function syntaxErrorOf(text: string): AppError | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** What only the engine can tell: a regular expression that is none, a path that is not searched yet. */
function serverError(error: unknown): AppError | undefined {
  return error instanceof AppError && error.code.startsWith('filter-') ? error : undefined;
}
