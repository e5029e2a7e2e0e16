import { AppError } from '../errors.ts';
import { type Lexeme, lex } from './lexer.ts';

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
  word: 'value',
  regex: 'regex',
};

/** Cuts a text for colouring. Never throws: what cannot be read is an `error` token up to the end. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const { lexemes, failedAt } = lexAsFarAsPossible(text);
  let at = 0;
  for (const lexeme of lexemes) {
    if (lexeme.kind === 'end') break;
    if (lexeme.start > at) tokens.push({ kind: 'space', start: at, end: lexeme.start });
    tokens.push({ kind: kinds[lexeme.kind], start: lexeme.start, end: lexeme.end });
    at = lexeme.end;
  }
  if (failedAt > at) tokens.push({ kind: 'space', start: at, end: failedAt });
  if (failedAt < text.length) tokens.push({ kind: 'error', start: failedAt, end: text.length });
  return tokens;
}

function lexAsFarAsPossible(text: string): { lexemes: readonly Lexeme[]; failedAt: number } {
  try {
    return { lexemes: lex(text), failedAt: text.length };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    // The text before the place of the error has been read already, so it can be read again.
    const failedAt = startOfBrokenWord(text, error.place?.start ?? 0);
    return { lexemes: lex(text.slice(0, failedAt)), failedAt };
  }
}

/** A quote that is not closed may stand inside a word, which then is broken from its beginning. */
function startOfBrokenWord(text: string, start: number): number {
  let at = start;
  while (at > 0 && !/[\s():]/.test(text.charAt(at - 1))) at -= 1;
  return at;
}
