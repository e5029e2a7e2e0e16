import { not, or } from './build.ts';
import { refuseValueHabits } from './habits.ts';
import { numberOf } from './json-number.ts';
import { type Lexeme, syntaxError, type Word } from './lexer.ts';
import { everything, type Filter, type Pattern, type Target, type TextPattern } from './syntax-tree.ts';
import { timeOf } from './time-condition.ts';

/** What can stand after a field's colon and in its list. */
export type Value = Word | (Lexeme & { readonly kind: 'regex' | 'reference' });

export function isValue(lexeme: Lexeme): lexeme is Value {
  return lexeme.kind === 'word' || lexeme.kind === 'regex' || lexeme.kind === 'reference';
}

interface Asked {
  readonly target: Target;
  /** Of the target, as it was written. */
  readonly spelling: string;
  /** `!=` stands after the colon; the target is a path then. */
  readonly isOther: boolean;
}

/**
 * The condition that a target has any of these values, or that it has another.
 *
 * @throws AppError `filter-syntax`
 */
export function conditionOf({ target, spelling, isOther }: Asked, values: readonly Value[]): Filter {
  if (target.kind === 'path') {
    if (!isOther && values.some((value) => isAnything(value) && !isCased(value)))
      return { kind: 'exists', target };
    const anyOf = values.map((value) => pathPatternOf(value, spelling));
    return { kind: isOther ? 'differs' : 'match', target, anyOf };
  }
  if (target.kind === 'raw') {
    if (values.some(isAnything)) return everything;
    for (const value of values) refuseEmpty(value);
    return { kind: 'match', target, anyOf: values.map((value) => textValueOf(value, spelling)) };
  }
  const exists: Filter = { kind: 'exists', target };
  if (values.some(isAnything)) return exists;
  const { field } = target;
  if (field === 'time') return or(...values.map(timeConditionOf));
  const anyOf: Pattern[] = [];
  for (const value of values) {
    if (value.kind === 'word') refuseValueHabits(value, spelling, field);
    // In a field the empty text is the missing value; in a record it may stand as it is.
    if (!isEmpty(value)) anyOf.push(textValueOf(value, spelling));
  }
  const match: Filter = { kind: 'match', target, anyOf };
  if (anyOf.length === values.length) return match;
  return anyOf.length === 0 ? not(exists) : or(not(exists), match);
}

/** A word or regular expression that stands alone: in quotes in the text of the record, else in any column. */
export function anywhereOf(value: Word | (Lexeme & { readonly kind: 'regex' })): Filter {
  if (isAnything(value)) return everything;
  refuseEmpty(value);
  const pattern = patternOf(value);
  if (value.kind === 'word' && value.first === '"' && value.bare === '')
    return { kind: 'match', target: { kind: 'raw' }, anyOf: [pattern] };
  return { kind: 'anywhere', pattern };
}

function timeConditionOf(value: Value): Filter {
  if (value.kind === 'word') return timeOf(value.pieces.join('*'), value);
  throw syntaxError('A time is no text that could be looked up.', value, 'Use a range, time:A..B.');
}

const constants: ReadonlyMap<string, null | boolean> = new Map([
  ['null', null],
  ['true', true],
  ['false', false],
]);

/** A value at a path: numbers, constants, ranges and other paths are spelled without quotes. */
function pathPatternOf(value: Value, spelling: string): Pattern {
  if (value.kind === 'reference') return { kind: 'same', steps: value.steps };
  if (value.kind === 'regex') return patternOf(value);
  if (!value.isQuoted) {
    const special = value.isCased ? exactValueOf(value.bare) : (comparisonOf(value) ?? rangeOf(value));
    if (special !== undefined) return special;
  }
  refuseValueHabits(value, spelling, undefined);
  return patternOf(value);
}

function exactValueOf(text: string): Pattern | undefined {
  const constant = constants.get(text);
  if (constant !== undefined) return { kind: 'constant', value: constant };
  const number = numberOf(text);
  return number === undefined ? undefined : { kind: 'compare', operator: '=', number };
}

function comparisonOf(word: Word): Pattern | undefined {
  const [, operator, text = ''] = /^(<=|>=|<|>)(.*)$/s.exec(word.bare) ?? [];
  if (operator === undefined) return undefined;
  const number = numberOf(text);
  if (number === undefined)
    throw syntaxError(
      `Only a number can stand after ${operator}`,
      word,
      'Write bytes:>1024 or bytes:>=1e6. To search for the text itself, put it in quotes.',
    );
  const wanted = operator === '<=' || operator === '>=' || operator === '<' ? operator : '>';
  return { kind: 'compare', operator: wanted, number };
}

function rangeOf(word: Word): Pattern | undefined {
  if (!word.bare.startsWith('cidr:')) return undefined;
  const range = word.bare.slice('cidr:'.length);
  if (/^[\da-f.:]+(?:\/\d{1,3})?$/i.test(range)) return { kind: 'range', range };
  throw syntaxError(
    `${word.bare} is no range of addresses.`,
    word,
    'Write cidr:10.0.0.0/8 or cidr:2001:db8::/32. To search for the text itself, put it in quotes.',
  );
}

function textValueOf(value: Value, spelling: string): TextPattern {
  if (value.kind !== 'reference') return patternOf(value);
  throw syntaxError(
    `${spelling} cannot be compared with a path.`,
    value,
    'A path into the record can: requestParameters.userName:=$.userIdentity.userName',
  );
}

/** `*`, and what comes to the same: `**`, `""*`. */
function isAnything(value: Value): boolean {
  return value.kind === 'word' && value.pieces.length > 1 && value.pieces.every((piece) => piece === '');
}

function isEmpty(value: Value): boolean {
  return value.kind === 'word' && value.pieces.length === 1 && value.pieces[0] === '';
}

function isCased(value: Value): boolean {
  return value.kind !== 'reference' && value.isCased;
}

function refuseEmpty(value: Value): void {
  if (isEmpty(value)) throw syntaxError('There is nothing between these quotes.', value);
}

function patternOf(value: Word | (Lexeme & { readonly kind: 'regex' })): TextPattern {
  const cased = value.isCased ? ({ isCased: true } as const) : {};
  if (value.kind === 'regex') {
    if (value.source === '')
      throw syntaxError(
        'This regular expression is empty.',
        value,
        'A text that begins with / goes in quotes.',
      );
    return { kind: 'regex', source: value.source, ...cased };
  }
  const { pieces } = value;
  const [text = ''] = pieces;
  if (pieces.length === 1) return { kind: 'literal', text, ...cased };
  // `a**b` is `a*b`: inside, an empty piece says nothing.
  const needed = pieces.filter((piece, at) => piece !== '' || at === 0 || at === pieces.length - 1);
  return { kind: 'wildcard', pieces: needed, ...cased };
}
