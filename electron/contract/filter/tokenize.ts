import { type Lexeme, scan } from './lexer.ts';

/** A stretch of a filter's text, for colouring. The tokens of a text cover all of it, in order. */
export interface Token {
  readonly kind: 'field' | 'value' | 'regex' | 'keyword' | 'negation' | 'parenthesis' | 'space' | 'error';
  readonly start: number;
  readonly end: number;
}

const kinds: Readonly<Record<Exclude<Lexeme['kind'], 'end'>, Token['kind']>> = {
  open: 'parenthesis',
  close: 'parenthesis',
  and: 'keyword',
  or: 'keyword',
  not: 'negation',
  field: 'field',
  path: 'value',
  reference: 'value',
  word: 'value',
  regex: 'regex',
};

/** Cuts a text for colouring. Never throws: what cannot be read is an `error` token up to the end. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const addSpace = (end: number): void => {
    if (end > at) tokens.push({ kind: 'space', start: at, end });
    at = Math.max(at, end);
  };
  const { lexemes, error } = scan(text);
  for (const { kind, start, end } of lexemes) {
    addSpace(start);
    if (kind !== 'end') tokens.push({ kind: kinds[kind], start, end });
    at = end;
  }
  if (error === undefined) return tokens;
  // The word that could not be read begins after what was read.
  addSpace(at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0));
  tokens.push({ kind: 'error', start: at, end: text.length });
  return tokens;
}
