import { type FieldName, fieldByName } from '../fields.ts';
import { readFieldPrefix, type Steps } from './path.ts';
import { recordName } from './record-names.ts';
import { tokenize } from './tokenize.ts';

interface Written {
  /** As far as it is written. */
  readonly prefix: string;
  /** What the choice takes the place of. */
  readonly replace: { readonly start: number; readonly end: number };
}

/** What the person is about to write at the caret. */
export type Completion =
  /** A field or a path; `isWhole` where no colon follows it: after `exists:` and as `=$.a.b`. */
  | (Written & { readonly kind: 'field'; readonly isWhole?: true })
  | (Written & { readonly kind: 'value'; readonly field: FieldName })
  /** A value at a path. `=` before it is part of what is replaced: what stands there decides whether it needs one. */
  | (Written & { readonly kind: 'path-value'; readonly path: string; readonly isCased: boolean })
  | { readonly kind: 'none' };

/** What the value at the caret is of. */
type Above =
  | { readonly kind: 'field'; readonly field: FieldName }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'existence' }
  | { readonly kind: 'other' };

const none: Completion = { kind: 'none' };

/**
 * What can be completed at `caret`: the name of a field or a path at the beginning of a condition, or a value after
 * its colon or inside its list.
 */
export function completionAt(text: string, caret: number): Completion {
  const before = text.slice(0, caret);
  const tokens = tokenize(before);
  const last = tokens.at(-1);
  const isWriting =
    last !== undefined && (last.kind === 'value' || last.kind === 'error' || last.kind === 'keyword');
  const start = isWriting ? last.start : caret;
  const written = before.slice(start);
  const replace = { start, end: endOfWord(text, caret, written) };
  const above = targetAbove(before, isWriting ? tokens.slice(0, -1) : tokens);
  if (above === undefined) {
    if (last?.kind === 'regex' || written.startsWith('"')) return none;
    return { kind: 'field', prefix: written, replace };
  }
  switch (above.kind) {
    case 'other':
      return none;
    case 'existence':
      return { kind: 'field', prefix: written, replace, isWhole: true };
    case 'field':
      return { kind: 'value', field: above.field, ...withoutSign(written, replace, caret) };
    default:
      return pathValue(above.path, written, replace, caret);
  }
}

function pathValue(path: string, written: string, replace: Written['replace'], caret: number): Completion {
  if (written.startsWith('=$'))
    return { kind: 'field', isWhole: true, ...withoutSign(written, replace, caret) };
  if (/^(?:[<>/]|=\/|cidr:)/.test(written)) return none;
  const { prefix } = withoutSign(written, replace, caret);
  return { kind: 'path-value', path, prefix, isCased: written.startsWith('='), replace };
}

/** `=` says how a value is compared and stays; a quote is made anew. */
function withoutSign(written: string, replace: Written['replace'], caret: number): Written {
  if (!written.startsWith('=')) return { prefix: written.replace(/^"/, ''), replace };
  const start = Math.min(replace.start + 1, caret);
  return { prefix: written.slice(1).replace(/^"/, ''), replace: { start, end: replace.end } };
}

/** Whose value stands at the end of these tokens: `name:` or `name:(A OR `. */
function targetAbove(text: string, tokens: ReturnType<typeof tokenize>): Above | undefined {
  const last = tokens.at(-1);
  if (last?.kind === 'field') return targetAt(text, last.start);
  for (let at = tokens.length - 1; at > 0; at -= 1) {
    const token = tokens[at];
    const previous = tokens[at - 1];
    if (token === undefined || previous === undefined) return undefined;
    const written = text.slice(token.start, token.end);
    if (written === '(') return previous.kind === 'field' ? targetAt(text, previous.start) : undefined;
    if (written === ')' || token.kind === 'field' || token.kind === 'negation') return undefined;
  }
  return undefined;
}

function targetAt(text: string, start: number): Above {
  const read = readFieldPrefix(text, start);
  if (read === undefined) return { kind: 'other' };
  const { spelling, hasQuotes, isExact } = read;
  if (/^(?:exists|missing)$/i.test(spelling)) return { kind: 'existence' };
  const field = hasQuotes || isExact ? undefined : fieldByName(spelling);
  if (field !== undefined) return { kind: 'field', field };
  return isPath(read) ? { kind: 'path', path: spelling } : { kind: 'other' };
}

function isPath({ steps, hasQuotes, isExact, spelling }: Steps): boolean {
  return hasQuotes || isExact || steps.length > 1 || recordName(spelling) !== undefined;
}

function endOfWord(text: string, caret: number, written: string): number {
  if (written === '') return caret;
  let end = caret;
  while (end < text.length && !/[\s()]/.test(text.charAt(end))) end += 1;
  return end;
}
