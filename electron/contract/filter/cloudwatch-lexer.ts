import { type Place, syntaxError } from './lexer.ts';
import { anyElement, anyKey, type Step } from './syntax-tree.ts';

/** A piece of a CloudWatch Logs pattern in braces. */
export type Piece = Place &
  (
    | { readonly kind: '{' | '}' | '(' | ')' | '&&' | '||' | 'end' }
    | { readonly kind: 'operator'; readonly operator: Operator }
    | { readonly kind: 'selector'; readonly steps: readonly Step[] }
    | { readonly kind: 'regex'; readonly source: string }
    /** A value, or one of the words IS, NOT, EXISTS, NULL, TRUE, FALSE. */
    | { readonly kind: 'value'; readonly text: string; readonly isQuoted: boolean }
  );

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

const sign = /[{}()]|&&|\|\|/y;
const operator = /!=|<=|>=|=|<|>/y;
const selectorStep =
  /\.([\p{L}\p{N}_-]+)|\.(\*)|\[(\d+)\]|\[(\*)\]|\['((?:[^'\\]|\\.)*)'\]|\["((?:[^"\\]|\\.)*)"\]/uy;
/** Up to a gap, a sign, or && and ||; one & or | is part of it. */
const bareValue = /(?:(?!&&|\|\|)[^\s(){}"=!<>])+/y;
const signs: ReadonlyMap<string, '{' | '}' | '(' | ')' | '&&' | '||'> = new Map(
  (['{', '}', '(', ')', '&&', '||'] as const).map((one) => [one, one]),
);
const operators: ReadonlyMap<string, Operator> = new Map(
  (['=', '!=', '<', '<=', '>', '>='] as const).map((one) => [one, one]),
);

/** Cuts a pattern in braces into its pieces; the last is `end`. @throws AppError `filter-syntax` */
export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) break;
    const piece = pieceAt(text, at);
    pieces.push(piece);
    at = piece.end;
  }
  pieces.push({ kind: 'end', start: text.length, end: text.length });
  return pieces;
}

function pieceAt(text: string, start: number): Piece {
  const found = signs.get(matchAt(sign, text, start) ?? '');
  if (found !== undefined) return { kind: found, start, end: start + found.length };
  const compared = operators.get(matchAt(operator, text, start) ?? '');
  if (compared !== undefined)
    return { kind: 'operator', operator: compared, start, end: start + compared.length };
  const character = text.charAt(start);
  if (character === '$') return selectorAt(text, start);
  if (character === '"') return { kind: 'value', ...quotedAt(text, start), isQuoted: true, start };
  if (character === '%') return { kind: 'regex', ...regexAt(text, start), start };
  const value = matchAt(bareValue, text, start);
  if (value !== undefined)
    return { kind: 'value', text: value, isQuoted: false, start, end: start + value.length };
  throw syntaxError(`${character} is not used here.`, { start, end: start + 1 }, 'Put the value in quotes.');
}

function selectorAt(text: string, start: number): Piece {
  const steps: Step[] = [];
  let end = start + 1;
  for (;;) {
    selectorStep.lastIndex = end;
    const found = selectorStep.exec(text);
    if (found === null) break;
    steps.push(stepOf(found));
    end += found[0].length;
  }
  const rest = /^[.[][^\s(){}"=!<>]*/.exec(text.slice(end))?.[0] ?? '';
  if (steps.length === 0 || rest !== '')
    throw syntaxError(
      rest === '' ? '$ alone is no selector.' : `${rest} is no step of a selector.`,
      { start, end: end + rest.length },
      "Write $.name, $.list[0], $.list[*], $.object.*, or $['any key'].",
    );
  return { kind: 'selector', steps, start, end };
}

function stepOf([, name, allKeys, index, all, single = '', double = '']: RegExpExecArray): Step {
  if (name !== undefined) return name;
  if (allKeys !== undefined) return anyKey;
  if (index !== undefined) return Number(index);
  if (all !== undefined) return anyElement;
  return (single + double).replace(/\\(.)/gsu, '$1');
}

/** A text in quotes, in which `\"` is a quote and `\\` a backslash. @throws AppError `filter-syntax` */
export function quotedAt(text: string, start: number): { readonly text: string; readonly end: number } {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"')
      return { text: text.slice(start + 1, at).replace(/\\(["\\])/g, '$1'), end: at + 1 };
  }
  throw syntaxError('This quote does not end.', { start, end: text.length }, 'Close it with ".');
}

/**
 * An expression between `%`. CloudWatch has fewer signs than RE2, and none beyond ASCII.
 *
 * @throws AppError `filter-syntax`
 */
export function regexAt(text: string, start: number): { readonly source: string; readonly end: number } {
  const close = text.indexOf('%', start + 1);
  if (close < 0)
    throw syntaxError(
      'This regular expression does not end.',
      { start, end: text.length },
      'Close it with %. A value with a % goes in quotes.',
    );
  const written = text.slice(start + 1, close);
  if (written === '') throw syntaxError('There is nothing between these signs.', { start, end: close + 1 });
  const at = written.search(/[^\w#=@/;,:^$?[\]{}|\\*+.-]/u);
  if (at >= 0) {
    const place = start + 1 + at;
    throw syntaxError(
      `CloudWatch takes no ${written.charAt(at)} in a regular expression.`,
      { start: place, end: place + 1 },
      'Letters, digits, _ # = @ / ; , - : and ^ $ ? [ ] { } | \\ * + . are taken; write \\s for a gap.',
    );
  }
  if (/^(?:[^\\]|\\.)*\\$/s.test(written))
    throw syntaxError('This backslash has nothing after it.', { start: close - 1, end: close });
  // A slash needs no backslash.
  const source = written.replace(/\\./gs, (escaped) => (escaped === '\\/' ? '/' : escaped));
  return { source, end: close + 1 };
}

function matchAt(pattern: RegExp, text: string, start: number): string | undefined {
  pattern.lastIndex = start;
  return pattern.exec(text)?.[0];
}
