import { AppError } from '../errors.ts';
import { readFieldPrefix, readPath, readReference, type Steps, unescaped } from './path.ts';
import type { Step } from './syntax-tree.ts';

/** A place in the text of a filter, in UTF-16 offsets. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export type Word = Place & {
  readonly kind: 'word';
  /** The literal pieces between its `*`s. */
  readonly pieces: readonly string[];
  /** Some of it stands in quotes or behind a backslash. */
  readonly isQuoted: boolean;
  /** What does not, `*`s included: only this can be a slip of the pen. */
  readonly bare: string;
  /** Its first character as written, a quote too. */
  readonly first: string;
  /** `=` stands before it, of which the others say nothing: exactly as it is written. */
  readonly isCased: boolean;
};

export type Lexeme =
  | (Place & { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not' | 'end' })
  /** `name:` or `requestParameters."a key":`, the colon included, and `!=` after it. */
  | (Place & Steps & { readonly kind: 'field'; readonly isOther: boolean })
  /** What follows `exists:` or `missing:`. */
  | (Place & Steps & { readonly kind: 'path' })
  | Word
  /** `=$.a.b` as a value. */
  | (Place & { readonly kind: 'reference'; readonly steps: readonly Step[] })
  | (Place & { readonly kind: 'regex'; readonly source: string; readonly isCased: boolean });

const space = /\s/;
/** Texts with a colon that nobody means as a field, and so are searched for as they are. */
const textWithColon = /(?:arn:[\w-]*:|(?:https?|s3):\/\/)/iy;
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

/** Whether an unquoted text with a colon is a text: an ARN or an address on the web. */
export function isTextWithColon(text: string, start = 0): boolean {
  textWithColon.lastIndex = start;
  return textWithColon.test(text);
}

/**
 * Cuts the text of a filter into its pieces, in order, as far as it can be read. White space lies between them; a
 * field's value follows its colon without a gap. `error` is what stopped it.
 */
export function scan(text: string): { readonly lexemes: readonly Lexeme[]; readonly error?: AppError } {
  const lexemes: Lexeme[] = [];
  try {
    lexInto(lexemes, text);
    return { lexemes };
  } catch (error) {
    if (error instanceof AppError) return { lexemes, error };
    throw error;
  }
}

function lexInto(lexemes: Lexeme[], text: string): void {
  let at = 0;
  /** A value is expected right here, so `-` and `AND` are part of it. */
  let after: (Lexeme & { kind: 'field' }) | undefined;
  /** Inside `field:( … )`: values and keywords, so an ARN's colons and a leading `-` belong to the value. */
  let isInList = false;
  while (at < text.length) {
    if (space.test(text.charAt(at))) {
      at += 1;
      after = undefined;
      continue;
    }
    const lexeme: Lexeme =
      after !== undefined
        ? lexAfterField(text, at, after)
        : isInList
          ? (lexReference(text, at) ?? lexItem(text, at))
          : lexStart(text, at);
    lexemes.push(lexeme);
    at = lexeme.end;
    isInList = lexeme.kind === 'open' ? isInList || after !== undefined : isInList && lexeme.kind !== 'close';
    after = lexeme.kind === 'field' ? lexeme : undefined;
  }
  lexemes.push({ kind: 'end', start: text.length, end: text.length });
}

function lexStart(text: string, start: number): Lexeme {
  if (/^-[^\s]/.test(text.slice(start, start + 2))) return { kind: 'not', start, end: start + 1 };
  if (isTextWithColon(text, start)) return lexItem(text, start);
  const field = readFieldPrefix(text, start);
  return field === undefined ? lexItem(text, start) : { kind: 'field', ...field, start };
}

function lexAfterField(text: string, start: number, field: Steps): Lexeme {
  if (existenceOf(field) !== undefined) {
    const path = readPath(text, start);
    if (path !== undefined) return { kind: 'path', ...path, start };
  }
  return lexReference(text, start) ?? lexValue(text, start);
}

function lexReference(text: string, start: number): Lexeme | undefined {
  const found = readReference(text, start);
  return found === undefined ? undefined : { kind: 'reference', ...found, start };
}

/** Which of the two spellings `exists:FIELD` and `missing:FIELD` a field's name is. */
export function existenceOf(field: Steps): 'exists' | 'missing' | undefined {
  const spelling = field.spelling.toLowerCase();
  return spelling === 'exists' || spelling === 'missing' ? spelling : undefined;
}

/** A value, or one of the words AND, OR, NOT. */
function lexItem(text: string, start: number): Lexeme {
  const keyword = /^(?:AND|OR|NOT)(?=[\s()]|$)/.exec(text.slice(start, start + 4))?.[0] ?? '';
  const kind = keywords.get(keyword);
  return kind === undefined ? lexValue(text, start) : { kind, start, end: start + keyword.length };
}

function lexValue(text: string, start: number): Lexeme {
  const character = text.charAt(start);
  if (character === '(') return { kind: 'open', start, end: start + 1 };
  if (character === ')') return { kind: 'close', start, end: start + 1 };
  // An `=` alone, or two, is a slip of the pen that the parser answers.
  const isCased = character === '=' && /^[^\s()=]/.test(text.slice(start + 1, start + 2));
  const from = isCased ? start + 1 : start;
  return text.charAt(from) === '/' ? lexRegex(text, start, from) : lexWord(text, start, from);
}

function lexRegex(text: string, start: number, from: number): Lexeme {
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '/') {
      const end = at + 1;
      const rest = /^[^\s)]*/.exec(text.slice(end))?.[0] ?? '';
      if (rest !== '')
        throw syntaxError(
          'This regular expression is followed by something without a gap.',
          { start, end: end + rest.length },
          'Case is ignored without a flag; a text with slashes belongs in quotes, "/like/this"; a slash inside an expression is written \\/.',
        );
      // `\/` is only the way to write a slash here; the expression itself needs no backslash.
      const source = text.slice(from + 1, at).replace(/\\\//g, '/');
      return { kind: 'regex', source, isCased: from > start, start, end };
    }
  }
  throw syntaxError(
    'This regular expression does not end.',
    { start, end: text.length },
    'Close it with /, or put a text that begins with / in quotes.',
  );
}

function lexWord(text: string, start: number, from: number): Word {
  const pieces = [''];
  let bare = '';
  let isQuoted = false;
  let at = from;
  const add = (more: string): void => {
    pieces[pieces.length - 1] += more;
  };
  for (; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (space.test(character) || character === ')') break;
    if (character === '(')
      throw syntaxError(
        'This parenthesis stands inside a word.',
        { start: at, end: at + 1 },
        'Put a text with parentheses in quotes, or leave a gap before a group.',
      );
    if (character === '\\') {
      if (at + 1 === text.length)
        throw syntaxError(
          'This backslash has nothing after it.',
          { start: at, end: at + 1 },
          'Write \\\\ for a backslash.',
        );
      at += 1;
      // An escaped character is meant as it is, as if it were quoted.
      add(text.charAt(at));
      isQuoted = true;
    } else if (character === '"') {
      const end = closingQuote(text, at);
      add(unescaped(text.slice(at + 1, end)));
      isQuoted = true;
      at = end;
    } else {
      if (character === '*') pieces.push('');
      else add(character);
      bare += character;
    }
  }
  return {
    kind: 'word',
    pieces,
    isQuoted,
    bare,
    first: text.charAt(from),
    isCased: from > start,
    start,
    end: at,
  };
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
