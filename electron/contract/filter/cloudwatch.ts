import { and, not, or } from './build.ts';
import { type Operator, type Piece, piecesOf } from './cloudwatch-lexer.ts';
import { parseTerms } from './cloudwatch-terms.ts';
import { type Place, syntaxError } from './lexer.ts';
import { everything, type Filter, type PathTarget, type Pattern } from './syntax-tree.ts';

/** AWS takes 1,024 characters; a pattern is also read from files and messages. */
const maxLength = 20_000;
const maxNesting = 100;
/** AWS's own: "a maximum of one wildcard selector" in a property selector, "up to three" in a pattern, two regexes. */
const limits = { anyInSelector: 1, anyInPattern: 3, regexes: 2 } as const;

/**
 * Reads a filter pattern of CloudWatch Logs: the JSON kind in braces, or plain terms; nothing is every event. Case
 * matters, paths are exact.
 *
 * Where AWS does not say what is meant, this follows what its TestMetricFilter was seen to do (cloudtrail.md d10): an
 * operator on a missing value, an object or a list does not match, `!=` neither; a value in quotes is compared as
 * text, with a number's own text too; `*` is a wildcard at the start and at the end alone. A number without quotes
 * is also the text that it is written as, as account ids are texts. In one point AWS was seen to look at the first
 * place alone where a value with a leading `*` ends: here, as documented, any value that ends so is found.
 *
 * @throws AppError `filter-syntax` with the place of what is wrong
 */
export function parseCloudWatch(text: string): Filter {
  if (text.length > maxLength)
    throw syntaxError(`The pattern is longer than ${maxLength} characters.`, {
      start: maxLength,
      end: text.length,
    });
  const start = text.search(/\S/);
  if (start < 0) return everything;
  if (text.charAt(start) === '{') return new Parser(piecesOf(text)).parse();
  if (text.charAt(start) === '[')
    throw syntaxError(
      'Space-delimited patterns, [w1, w2, …], are for lines of words; a CloudTrail record is JSON.',
      { start, end: text.length },
      'Write { $.eventName = "ConsoleLogin" }.',
    );
  return parseTerms(text);
}

/** The paths under `!=`. Records where one is missing do not match: how many those are belongs beside the result. */
export function operandsOf(filter: Filter): readonly PathTarget[] {
  const found = new Map<string, PathTarget>();
  const visit = (one: Filter): void => {
    if (one.kind === 'and' || one.kind === 'or') one.operands.forEach(visit);
    else if (one.kind === 'not') visit(one.operand);
    else if (one.kind === 'differs') found.set(JSON.stringify(one.target), one.target);
  };
  visit(filter);
  return [...found.values()];
}

type Selector = Piece & { readonly kind: 'selector' };

class Parser {
  readonly #pieces: readonly Piece[];
  #at = 0;
  #depth = 0;
  #anyCount = 0;
  #regexCount = 0;

  constructor(pieces: readonly Piece[]) {
    this.#pieces = pieces;
  }

  parse(): Filter {
    const open = this.#take();
    const filter = this.#or();
    const close = this.#take();
    if (close.kind === 'end') throw syntaxError('This brace is not closed.', open, 'A pattern ends with }.');
    if (close.kind !== '}')
      throw syntaxError('This does not belong here.', close, 'Conditions are joined by && and ||.');
    const rest = this.#next();
    if (rest.kind !== 'end') throw syntaxError('The pattern ends with its brace.', rest);
    return filter;
  }

  #next(): Piece {
    const piece = this.#pieces[this.#at] ?? this.#pieces.at(-1);
    if (piece === undefined) throw new Error('The lexer always ends its list.');
    return piece;
  }

  #take(): Piece {
    const piece = this.#next();
    this.#at += 1;
    return piece;
  }

  #or(): Filter {
    const operands = [this.#and()];
    while (this.#next().kind === '||') {
      this.#take();
      operands.push(this.#and());
    }
    return or(...operands);
  }

  #and(): Filter {
    const operands = [this.#primary()];
    while (this.#next().kind === '&&') {
      this.#take();
      operands.push(this.#primary());
    }
    return and(...operands);
  }

  #primary(): Filter {
    const piece = this.#take();
    if (piece.kind === 'selector') return this.#condition(piece);
    if (piece.kind !== '(')
      throw syntaxError('A condition is missing here.', piece, 'Write $.name = "value".');
    this.#depth += 1;
    if (this.#depth > maxNesting)
      throw syntaxError(`The pattern is nested deeper than ${maxNesting} levels.`, piece);
    const filter = this.#or();
    this.#depth -= 1;
    if (this.#take().kind !== ')') throw syntaxError('This parenthesis is not closed.', piece);
    return filter;
  }

  #condition(selector: Selector): Filter {
    this.#countAny(selector);
    const target: PathTarget = { kind: 'path', steps: selector.steps, isExact: true };
    const piece = this.#take();
    if (piece.kind === 'operator') return this.#comparison(target, piece.operator, piece);
    const word = wordOf(piece);
    if (word === 'NOT' && wordOf(this.#next()) === 'EXISTS') {
      this.#take();
      return not({ kind: 'exists', target });
    }
    if (word === 'EXISTS')
      throw syntaxError('CloudWatch has no EXISTS, only NOT EXISTS.', piece, 'Write $.name = *');
    if (word === 'IS') {
      const value = this.#take();
      const constant = constants.get(wordOf(value) ?? '');
      if (constant !== undefined)
        return { kind: 'match', target, anyOf: [{ kind: 'constant', value: constant }] };
      throw syntaxError('After IS stands NULL, TRUE or FALSE.', value, 'CloudWatch has no IS NOT.');
    }
    throw syntaxError(
      'An operator is missing after this selector.',
      { start: selector.start, end: piece.end },
      'Write = != < <= > >= with a value, IS NULL, IS TRUE, IS FALSE, or NOT EXISTS.',
    );
  }

  #comparison(target: PathTarget, operator: Operator, place: Place): Filter {
    const piece = this.#take();
    if (piece.kind !== 'value' && piece.kind !== 'regex')
      throw syntaxError(
        `A value is missing after ${operator}`,
        { start: place.start, end: piece.end },
        'A value with other signs than letters, digits and . - _ : / * goes in quotes.',
      );
    if (operator === '=' || operator === '!=')
      return { kind: operator === '=' ? 'match' : 'differs', target, anyOf: this.#patternsOf(piece) };
    const number = piece.kind === 'value' && !piece.isQuoted ? numberOf(piece.text) : undefined;
    if (number !== undefined)
      return { kind: 'match', target, anyOf: [{ kind: 'compare', operator, number }] };
    throw syntaxError(
      `Only a number without quotes can stand after ${operator}`,
      piece,
      'Write > 75 or >= 1e3.',
    );
  }

  #patternsOf(piece: Piece & { readonly kind: 'value' | 'regex' }): readonly Pattern[] {
    if (piece.kind === 'regex') {
      this.#regexCount += 1;
      if (this.#regexCount > limits.regexes)
        throw syntaxError('CloudWatch takes two regular expressions in a pattern.', piece);
      return [{ kind: 'regex', source: piece.source, isCased: true }];
    }
    const { text } = piece;
    const number = piece.isQuoted ? undefined : numberOf(text);
    const pattern = textPatternOf(text);
    return number === undefined ? [pattern] : [{ kind: 'compare', operator: '=', number }, pattern];
  }

  #countAny(selector: Selector): void {
    const count = selector.steps.filter((step) => typeof step === 'object').length;
    this.#anyCount += count;
    if (count > limits.anyInSelector)
      throw syntaxError('CloudWatch takes one wildcard in a selector.', selector);
    if (this.#anyCount > limits.anyInPattern)
      throw syntaxError('CloudWatch takes three selectors with a wildcard in a pattern.', selector);
  }
}

const constants: ReadonlyMap<string, null | boolean> = new Map([
  ['NULL', null],
  ['TRUE', true],
  ['FALSE', false],
]);

function wordOf(piece: Piece): string | undefined {
  return piece.kind === 'value' && !piece.isQuoted ? piece.text.toUpperCase() : undefined;
}

/** Integers, floats, + and -, an exponent; undefined for anything else. */
function numberOf(text: string): number | undefined {
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text)) return undefined;
  // There is one zero.
  const number = Number(text) + 0;
  return Number.isFinite(number) ? number : undefined;
}

function textPatternOf(text: string): Pattern {
  const startsOpen = text.startsWith('*');
  const endsOpen = text.endsWith('*');
  if (!startsOpen && !endsOpen) return { kind: 'literal', text, isCased: true };
  const inner = text.replace(/^\*+|\*+$/g, '');
  const pieces = [...(startsOpen ? [''] : []), ...(inner === '' ? [] : [inner]), ...(endsOpen ? [''] : [])];
  return { kind: 'wildcard', pieces: pieces.length === 1 ? ['', ''] : pieces, isCased: true };
}
