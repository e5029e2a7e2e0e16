import { useEffect, useMemo, useState } from 'react';
import type { Result } from '../../../electron/contract/api.ts';
import { type FieldName, fieldNames, fields } from '../../../electron/contract/fields.ts';
import { type Completion, completionAt } from '../../../electron/contract/filter/complete.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { isAborted } from '../../state/errors.ts';
import { currentHost } from '../../state/host.ts';
import { readVerdict, verdictWords } from '../../state/verdict-words.ts';
import { askForPaths, pathQuestionOf } from './path-completion.ts';

export interface CompletionItem {
  /** What is written into the filter. */
  readonly text: string;
  readonly label: string;
  readonly help: string | null;
  readonly count: number | null;
}

interface CompletionState {
  readonly items: readonly CompletionItem[];
  /** Where what is offered comes from only a part of the case: how large a part. */
  readonly note: string | null;
  /** -1 for none: Enter then asks instead of choosing. */
  readonly active: number;
  readonly open: () => void;
  readonly close: () => void;
  readonly move: (step: number) => void;
  /** The text and caret after choosing an item. */
  readonly choose: (at: number) => { readonly text: string; readonly caret: number } | undefined;
}

const mostValues = 20;
/** Between keystrokes nothing is asked. */
const pauseMs = 80;

/** What could be written at the caret: names of fields at once, values from the case. */
export function useCompletion(
  caseId: string,
  text: string,
  caret: number,
  isFocused: boolean,
): CompletionState {
  const [isOpen, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const [values, setValues] = useState<Result<'events.values'>>([]);
  const at = useMemo(() => completionAt(text, caret), [text, caret]);
  const valueField = isOpen && isFocused && at.kind === 'value' ? at.field : null;
  const prefix = at.kind === 'none' ? '' : at.prefix.replaceAll('*', '');

  useEffect(() => {
    if (valueField === null) return setValues([]);
    const abort = new AbortController();
    const timer = setTimeout(() => {
      currentHost()
        .call(
          'events.values',
          { case: caseId, field: valueField, text: prefix, limit: mostValues },
          abort.signal,
        )
        .then(setValues, (error: unknown) => {
          // Completion is a convenience: without an answer there is nothing to complete.
          if (!isAborted(error)) setValues([]);
        });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [caseId, valueField, prefix]);

  const fromPaths = usePathItems(caseId, isOpen && isFocused ? at : null);
  const items = isOpen && isFocused ? [...itemsFor(at, values), ...fromPaths.items] : [];
  return {
    items,
    note: fromPaths.items.length > 0 ? fromPaths.note : null,
    active: Math.min(active, items.length - 1),
    open: () => {
      setOpen(true);
      setActive(-1);
    },
    close: () => setOpen(false),
    move: (step) =>
      setActive(
        (before) =>
          (before + step + items.length + (before < 0 && step < 0 ? 1 : 0)) % Math.max(1, items.length),
      ),
    choose(index) {
      const item = items[index];
      if (item === undefined || at.kind === 'none') return undefined;
      const { start, end } = at.replace;
      // After a field's colon the values come; after a value the next condition.
      const isName = at.kind === 'field' && at.isWhole !== true;
      setOpen(isName);
      setActive(-1);
      const ending = !isName && end >= text.length ? ' ' : '';
      return {
        text: text.slice(0, start) + item.text + ending + text.slice(end),
        caret: start + item.text.length + ending.length,
      };
    },
  };
}

const nothing: Awaited<ReturnType<typeof askForPaths>> = { items: [], note: null };

/** Paths and values that records of the case have. */
function usePathItems(caseId: string, at: Completion | null): typeof nothing {
  const [found, setFound] = useState(nothing);
  const question = at === null ? null : pathQuestionOf(at);
  const key = question === null ? null : JSON.stringify(question);
  // The question is made anew at every key; its text says whether it is another.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for `question`
  useEffect(() => {
    setFound(nothing);
    if (question === null) return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      askForPaths(caseId, question, abort.signal).then(setFound, (error: unknown) => {
        // As above: without an answer there is nothing to complete.
        if (!isAborted(error)) setFound(nothing);
      });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [caseId, key]);
  return found;
}

function itemsFor(at: Completion, values: Result<'events.values'>): readonly CompletionItem[] {
  if (at.kind === 'none' || at.kind === 'path-value') return [];
  if (at.kind === 'field') return fieldsLike(at.prefix, at.isWhole === true);
  return values.map(({ value, count }) => ({
    text: printValue(at.field, value),
    label: value,
    help: at.field === 'verdict' ? helpOf(value) : null,
    count,
  }));
}

function helpOf(value: string): string | null {
  const verdict = readVerdict(value);
  return verdict === undefined ? null : verdictWords[verdict].help;
}

function fieldsLike(prefix: string, isWhole: boolean): readonly CompletionItem[] {
  const wanted = prefix.toLowerCase();
  if (wanted.startsWith('$')) return [];
  const matches = (name: FieldName): boolean =>
    [name, fields[name].label, ...fields[name].aliases].some((spelling) =>
      spelling.toLowerCase().includes(wanted),
    );
  const starts = (name: FieldName): number => (name.startsWith(wanted) ? 0 : 1);
  return fieldNames
    .filter(matches)
    .sort((a, b) => starts(a) - starts(b))
    .map((name) => ({
      text: isWhole ? name : `${name}:`,
      label: name,
      help: fields[name].help,
      count: null,
    }));
}

/** The value as the filter writes it, in quotes where it needs them. */
function printValue(field: FieldName, value: string): string {
  const text = printFilter({
    kind: 'match',
    target: { kind: 'field', field },
    anyOf: [{ kind: 'literal', text: value }],
  });
  return text.slice(field.length + 1);
}
