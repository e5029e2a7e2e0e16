import { and, not } from './build.ts';
import { quotedAt, regexAt } from './cloudwatch-lexer.ts';
import { type Place, syntaxError } from './lexer.ts';
import type { Filter, TextPattern } from './syntax-tree.ts';

type Term = Place & { readonly sign: '' | '-' | '?'; readonly pattern: TextPattern };

/**
 * Plain terms of a CloudWatch Logs pattern: `a b` needs both, `"a phrase"` as it stands, `?a ?b` one of them, `-a`
 * excludes, `%a+%` is a regular expression. Case matters. The message is the text of the record.
 *
 * @throws AppError `filter-syntax`
 */
export function parseTerms(text: string): Filter {
  const terms = termsOf(text);
  const optional = terms.filter(({ sign }) => sign === '?');
  const others = terms.filter(({ sign }) => sign !== '?');
  const [beside] = others;
  if (optional.length === 0)
    return and(
      ...others.map(({ sign, pattern }) => (sign === '-' ? not(inRecord([pattern])) : inRecord([pattern]))),
    );
  if (beside === undefined) return inRecord(optional.map(({ pattern }) => pattern));
  throw syntaxError(
    'CloudWatch passes over ?terms that stand beside other terms.',
    optional[0] ?? beside,
    'Leave out either kind.',
  );
}

function inRecord(anyOf: readonly TextPattern[]): Filter {
  return { kind: 'match', target: { kind: 'raw' }, anyOf };
}

function termsOf(text: string): readonly Term[] {
  const terms: Term[] = [];
  let at = 0;
  for (;;) {
    at += /^\s*/.exec(text.slice(at))?.[0].length ?? 0;
    if (at >= text.length) return terms;
    const term = termAt(text, at);
    terms.push(term);
    at = term.end;
  }
}

function termAt(text: string, start: number): Term {
  const first = text.charAt(start);
  const sign = first === '-' || first === '?' ? first : '';
  const from = start + sign.length;
  const next = text.charAt(from);
  if (next === '%') {
    const { source, end } = regexAt(text, from);
    return { sign, pattern: { kind: 'regex', source, isCased: true }, start, end };
  }
  if (next === '"') {
    const { text: phrase, end } = quotedAt(text, from);
    if (phrase === '') throw syntaxError('There is nothing between these quotes.', { start, end });
    return { sign, pattern: { kind: 'literal', text: phrase, isCased: true }, start, end };
  }
  const word = /^[^\s"]*/.exec(text.slice(from))?.[0] ?? '';
  const end = from + word.length;
  if (word === '') throw syntaxError(`A term is missing after ${first}`, { start, end });
  return { sign, pattern: { kind: 'literal', text: word, isCased: true }, start, end };
}
