import { AppError } from '../errors.ts';

/** A place in the text of a filter, in UTF-16 offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Lexeme =
  | (Place & { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'end' })
  /** `name:` or `requestParameters."a key":`, the colon included. */
  | (Place & { readonly kind: 'field'; readonly steps: readonly string[]; readonly hasQuotes: boolean })
  /** A value: the literal pieces between its `*`s. */
  | (Place & { readonly kind: 'word'; readonly pieces: readonly string[]; readonly isQuoted: boolean })
  | (Place & { readonly kind: 'regex'; readonly source: string });

const space = /\s/;
const step = String.raw`(?:[\w-]+|"(?:[^"\\]|\\.)*")(?:\[\d*\])*`;
const fieldPrefix = new RegExp(String.raw`${step}(?:\.${step})*:`, 'y');
const stepParts = /"((?:[^"\\]|\\.)*)"|([\w-]+)|(\[\d*\])/g;
const keywords: ReadonlyMap<string, 'and' | 'or' | 'not'> = new Map([
  ['AND', 'and'],
  ['OR', 'or'],
  ['NOT', 'not'],
]);

export function syntaxError(message: string, { start, end }: Place, advice?: string): AppError {
  return new AppError('filter-syntax', message, {
    place: { start, end },
    ...(advice === undefined ? {} : { advice }),
  });
}

/**
 * Cuts the text of a filter into its pieces, in order. White space lies between them; a field's value follows its
 * colon without a gap. @throws AppError `filter-syntax` for an open quote or regular expression.
 */
export function lex(text: string): readonly Lexeme[] {
  const lexemes: Lexeme[] = [];
  let at = 0;
  /** A value is expected right here, so `-` and `AND` are part of it. */
  let isAfterField = false;
  /** Inside `field:( … )`: values and keywords, so an ARN's colons and a leading `-` belong to the value. */
  let isInList = false;
  while (at < text.length) {
    const character = text.charAt(at);
    if (space.test(character)) {
      at += 1;
      isAfterField = false;
      continue;
    }
    const lexeme: Lexeme = isAfterField
      ? lexValue(text, at)
      : isInList
        ? lexItem(text, at)
        : lexStart(text, at);
    lexemes.push(lexeme);
    at = lexeme.end;
    isInList = lexeme.kind === 'open' ? isAfterField : isInList && lexeme.kind !== 'close';
    isAfterField = lexeme.kind === 'field';
  }
  lexemes.push({ kind: 'end', start: text.length, end: text.length });
  return lexemes;
}

function lexStart(text: string, start: number): Lexeme {
  if (text.charAt(start) === '-') return { kind: 'not', start, end: start + 1 };
  fieldPrefix.lastIndex = start;
  const prefix = fieldPrefix.exec(text);
  if (prefix !== null) {
    const written = prefix[0];
    return {
      kind: 'field',
      steps: stepsOf(written.slice(0, -1)),
      hasQuotes: written.includes('"'),
      start,
      end: start + written.length,
    };
  }
  return lexItem(text, start);
}

/** A value, or one of the words AND, OR, NOT. */
function lexItem(text: string, start: number): Lexeme {
  const value = lexValue(text, start);
  const keyword =
    value.kind === 'word' && !value.isQuoted ? keywords.get(text.slice(start, value.end)) : undefined;
  return keyword === undefined ? value : { kind: keyword, start, end: value.end };
}

function stepsOf(written: string): readonly string[] {
  return [...written.matchAll(stepParts)].map(([, quoted, bare, index]) =>
    quoted === undefined ? (bare ?? index ?? '') : unescaped(quoted),
  );
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gsu, '$1');
}

function lexValue(text: string, start: number): Lexeme {
  const character = text.charAt(start);
  if (character === '(') return { kind: 'open', start, end: start + 1 };
  if (character === ')') return { kind: 'close', start, end: start + 1 };
  if (character === '/') return lexRegex(text, start);
  return lexWord(text, start);
}

function lexRegex(text: string, start: number): Lexeme {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '/') {
      // `\/` is only the way to write a slash here; the expression itself needs no backslash.
      return { kind: 'regex', source: text.slice(start + 1, at).replace(/\\\//g, '/'), start, end: at + 1 };
    }
  }
  throw syntaxError(
    'This regular expression does not end.',
    { start, end: text.length },
    'Close it with /, or put a text that begins with / in quotes.',
  );
}

function lexWord(text: string, start: number): Lexeme {
  const pieces = [''];
  let isQuoted = false;
  let at = start;
  const add = (more: string): void => {
    pieces[pieces.length - 1] += more;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (space.test(character) || character === '(' || character === ')') break;
    if (character === '\\') {
      add(text.charAt(at + 1));
      // An escaped character is meant as it is, as if it were quoted.
      isQuoted = true;
      at += 2;
    } else if (character === '"') {
      const end = closingQuote(text, at);
      add(unescaped(text.slice(at + 1, end)));
      isQuoted = true;
      at = end + 1;
    } else if (character === '*') {
      pieces.push('');
      at += 1;
    } else {
      add(character);
      at += 1;
    }
  }
  return { kind: 'word', pieces, isQuoted, start, end: Math.min(at, text.length) };
}

function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '"') return at;
  }
  throw syntaxError(
    'This quote does not end.',
    { start, end: text.length },
    'Close it with ", or write \\" for a quote in the text.',
  );
}
