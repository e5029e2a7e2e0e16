import type { TextPattern } from '../../contract/filter/syntax-tree.ts';

/** A piece of a Sigma value: text as it is, `*` (any text) or `?` (any one character). */
export type Part = string | typeof anyText | typeof anyCharacter;

export const anyText = { any: 'text' } as const;
export const anyCharacter = { any: 'character' } as const;

/** A value with its wildcards. `\*`, `\?` and `\\` are the signs themselves; any other backslash stays one. */
export function partsOf(text: string): readonly Part[] {
  return [...text.matchAll(/\\([*?\\])|([*?])|[^*?\\]+|\\/gs)].map(([written, escaped, wildcard]): Part => {
    if (escaped !== undefined) return escaped;
    if (wildcard === undefined) return written;
    return wildcard === '*' ? anyText : anyCharacter;
  });
}

/** The text of a value without wildcards; undefined when it has some. */
export function plainText(parts: readonly Part[]): string | undefined {
  let text = '';
  for (const part of parts) {
    if (typeof part !== 'string') return undefined;
    text += part;
  }
  return text;
}

/** Every place of a value may hold this; the tree has no other word for it than that the value is there. */
export function isAnything(parts: readonly Part[]): boolean {
  return parts.length > 0 && parts.every((part) => part === anyText);
}

/**
 * The pattern of a value that is no {@link isAnything}: for the whole of a text, or for what is found anywhere in it.
 * The tree has no wildcard for one character, so `?` makes it a regular expression.
 */
export function patternOf(
  parts: readonly Part[],
  { isCased, isFoundAnywhere }: { readonly isCased: boolean; readonly isFoundAnywhere: boolean },
): TextPattern {
  const cased = isCased ? ({ isCased: true } as const) : {};
  const needed = isFoundAnywhere ? withoutOpenEnds(parts) : parts;
  if (needed.includes(anyCharacter))
    return { kind: 'regex', source: regexOf(needed, isFoundAnywhere), ...cased };
  const pieces = [''];
  for (const part of needed) {
    if (typeof part === 'string') pieces[pieces.length - 1] += part;
    else pieces.push('');
  }
  const [first = '', ...others] = pieces;
  const last = others.pop();
  if (last === undefined) return { kind: 'literal', text: first, ...cased };
  const inner = others.filter((piece) => piece !== '');
  return { kind: 'wildcard', pieces: [first, ...inner, last], ...cased };
}

function withoutOpenEnds(parts: readonly Part[]): readonly Part[] {
  const first = parts.findIndex((part) => part !== anyText);
  const last = parts.findLastIndex((part) => part !== anyText);
  return parts.slice(first, last + 1);
}

function regexOf(parts: readonly Part[], isFoundAnywhere: boolean): string {
  const startsOpen = isFoundAnywhere || parts[0] === anyText;
  const endsOpen = isFoundAnywhere || parts.at(-1) === anyText;
  const inner = isFoundAnywhere ? parts : withoutOpenEnds(parts);
  const source = inner
    .map((part) => {
      if (part === anyText) return '.*';
      return typeof part === 'string' ? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&') : '.';
    })
    .join('');
  return `(?s)${startsOpen ? '' : '^'}${source}${endsOpen ? '' : '$'}`;
}
