import type { Completion } from '../../../electron/contract/filter/complete.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import type { FoundPaths, FoundValues } from '../../../electron/contract/saved-filters.ts';
import { formatCount } from '../../format/number.ts';
import { currentHost } from '../../state/host.ts';
import type { CompletionItem } from './use-completion.ts';

/** What of a completion only the records of the case know: null where they are not asked. */
export type PathQuestion =
  | { readonly kind: 'paths'; readonly prefix: string; readonly isWhole: boolean }
  | {
      readonly kind: 'values';
      readonly path: string;
      readonly text: string;
      readonly isCased: boolean;
    };

/** Shorter parts of a name are in nearly every path. */
const leastLetters = 3;
const most = 30;

/** A path is asked for once there is a dot, a `$`, or enough of a key. */
export function pathQuestionOf(at: Completion): PathQuestion | null {
  if (at.kind === 'path-value') {
    const text = at.prefix.replaceAll('*', '');
    return { kind: 'values', path: at.path, text, isCased: at.isCased };
  }
  if (at.kind !== 'field') return null;
  const { prefix, isWhole = false } = at;
  const isAsked = /[.$]/.test(prefix) || prefix.length >= leastLetters || isWhole;
  return isAsked ? { kind: 'paths', prefix, isWhole } : null;
}

/** What the case answers, as it is offered, and a line on how much was looked at. */
export async function askForPaths(
  caseId: string,
  question: PathQuestion,
  signal: AbortSignal,
): Promise<{ readonly items: readonly CompletionItem[]; readonly note: string | null }> {
  if (question.kind === 'paths') {
    const found = await currentHost().call(
      'events.paths',
      { case: caseId, prefix: question.prefix.slice(0, 500), limit: most },
      signal,
    );
    return {
      items: found.paths.map(({ path, count }) => ({
        text: question.isWhole ? path : `${path}:`,
        label: path,
        help: null,
        count,
      })),
      note: sampleNote(found),
    };
  }
  const found = await currentHost().call(
    'events.pathValues',
    { case: caseId, path: question.path.slice(0, 500), text: question.text.slice(0, 500), limit: most },
    signal,
  );
  return {
    items: found.values.map(({ value, isText, count }) => ({
      text: printPathValue(value, isText, question.isCased),
      label: isText ? value : `=${value}`,
      help: null,
      count,
    })),
    note: sampleNote(found),
  };
}

/** Null where the numbers are those of the whole case. */
function sampleNote({ sampled, of }: FoundPaths | FoundValues): string | null {
  if (sampled >= of) return null;
  return `Paths, values and numbers from ${formatCount(sampled)} records of ${formatCount(of)}: there may be others.`;
}

/** The value as the filter writes it at a path: JSON's own behind `=`, a text in quotes where it needs them. */
export function printPathValue(value: string, isText: boolean, isCased: boolean): string {
  if (!isText) return `=${value}`;
  const text = printFilter({
    kind: 'match',
    target: { kind: 'path', steps: ['x', 'y'] },
    anyOf: [{ kind: 'literal', text: value, ...(isCased ? { isCased } : {}) }],
  });
  return text.slice('x.y:'.length);
}
