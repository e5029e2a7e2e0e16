import { type FieldName, fieldByName } from '../fields.ts';
import { tokenize } from './tokenize.ts';

/** What the person is about to write at the caret. */
export type Completion =
  | {
      readonly kind: 'field';
      readonly prefix: string;
      readonly replace: { readonly start: number; readonly end: number };
    }
  | {
      readonly kind: 'value';
      readonly field: FieldName;
      readonly prefix: string;
      readonly replace: { readonly start: number; readonly end: number };
    }
  | { readonly kind: 'none' };

/**
 * What can be completed at `caret`: the name of a field at the beginning of a condition, or a value after a
 * field's colon or inside its list. `replace` is what the choice takes the place of.
 */
export function completionAt(text: string, caret: number): Completion {
  const before = text.slice(0, caret);
  const tokens = tokenize(before);
  const last = tokens.at(-1);
  const isWriting =
    last !== undefined && (last.kind === 'value' || last.kind === 'error' || last.kind === 'keyword');
  const start = isWriting ? last.start : caret;
  const replace = { start, end: endOfWord(text, caret, before.slice(start)) };
  const prefix = before.slice(start).replace(/^"/, '');
  const field = fieldAbove(before, isWriting ? tokens.slice(0, -1) : tokens);
  if (field === 'path') return { kind: 'none' };
  if (field !== undefined) {
    if (!prefix.startsWith('=')) return { kind: 'value', field, prefix, replace };
    // `=` says how the value is compared and stays.
    const value = { start: Math.min(start + 1, caret), end: replace.end };
    return { kind: 'value', field, prefix: prefix.slice(1).replace(/^"/, ''), replace: value };
  }
  if (last?.kind === 'regex' || before.slice(start).startsWith('"')) return { kind: 'none' };
  return { kind: 'field', prefix, replace };
}

/** The field whose value stands at the end of these tokens: `name:` or `name:(A OR `. */
function fieldAbove(text: string, tokens: ReturnType<typeof tokenize>): FieldName | 'path' | undefined {
  const last = tokens.at(-1);
  if (last?.kind === 'field') return fieldByName(text.slice(last.start, last.end - 1)) ?? 'path';
  for (let at = tokens.length - 1; at > 0; at -= 1) {
    const token = tokens[at];
    const previous = tokens[at - 1];
    if (token === undefined || previous === undefined) return undefined;
    const written = text.slice(token.start, token.end);
    if (written === '(')
      return previous.kind === 'field'
        ? (fieldByName(text.slice(previous.start, previous.end - 1)) ?? 'path')
        : undefined;
    if (written === ')' || token.kind === 'field' || token.kind === 'negation') return undefined;
  }
  return undefined;
}

function endOfWord(text: string, caret: number, written: string): number {
  if (written === '') return caret;
  let end = caret;
  while (end < text.length && !/[\s()]/.test(text.charAt(end))) end += 1;
  return end;
}
