import { fieldByName, fieldNames, fields } from '../fields.ts';
import { and, not, or } from './build.ts';
import { type Lexeme, lex, type Place, syntaxError } from './lexer.ts';
import { everything, type Filter, type Pattern, type Target } from './syntax-tree.ts';
import { readTime } from './time.ts';

/** Far more than a person writes; a filter is also read from files and messages. */
const maxLength = 20_000;
const maxNesting = 100;

/**
 * Reads the text of the filter bar.
 *
 * `a b` and `a AND b` need both, `a OR b` one of them, `-a` and `NOT a` neither; AND binds tighter than OR.
 *
 * @throws AppError `filter-syntax` with the place of what is wrong
 */
export function parseFilter(text: string): Filter {
  if (text.length > maxLength)
    throw syntaxError(`The filter is longer than ${maxLength} characters.`, {
      start: maxLength,
      end: text.length,
    });
  return new Parser(lex(text)).parse();
}

class Parser {
  readonly #lexemes: readonly Lexeme[];
  #at = 0;
  #depth = 0;

  constructor(lexemes: readonly Lexeme[]) {
    this.#lexemes = lexemes;
  }

  parse(): Filter {
    if (this.#next().kind === 'end') return everything;
    const filter = this.#or();
    const rest = this.#next();
    if (rest.kind === 'close') throw syntaxError('This parenthesis closes nothing.', rest);
    if (rest.kind !== 'end') throw syntaxError('This does not belong here.', rest);
    return filter;
  }

  #next(): Lexeme {
    const lexeme = this.#lexemes[this.#at] ?? this.#lexemes.at(-1);
    if (lexeme === undefined) throw new Error('The lexer always ends its list.');
    return lexeme;
  }

  #take(): Lexeme {
    const lexeme = this.#next();
    this.#at += 1;
    return lexeme;
  }

  #or(): Filter {
    const operands = [this.#and()];
    while (this.#next().kind === 'or') {
      this.#take();
      operands.push(this.#and());
    }
    return or(...operands);
  }

  #and(): Filter {
    const operands = [this.#unary()];
    for (;;) {
      const { kind } = this.#next();
      if (kind === 'or' || kind === 'close' || kind === 'end') return and(...operands);
      if (kind === 'and') this.#take();
      operands.push(this.#unary());
    }
  }

  #unary(): Filter {
    if (this.#next().kind !== 'not') return this.#primary();
    const word = this.#take();
    return this.#nested(word, () => not(this.#unary()));
  }

  /** Deep nesting would end in a stack overflow, here or in whoever walks the tree. */
  #nested<T>(place: Place, read: () => T): T {
    this.#depth += 1;
    if (this.#depth > maxNesting)
      throw syntaxError(`The filter is nested deeper than ${maxNesting} levels.`, place);
    const result = read();
    this.#depth -= 1;
    return result;
  }

  #primary(): Filter {
    const lexeme = this.#take();
    switch (lexeme.kind) {
      case 'open':
        return this.#nested(lexeme, () => this.#closed(lexeme, () => this.#or()));
      case 'field':
        return this.#condition(lexeme);
      case 'word':
      case 'regex':
        return { kind: 'anywhere', pattern: patternOf(lexeme) };
      case 'close':
        throw syntaxError('Something is missing before this parenthesis.', lexeme);
      case 'end':
        throw syntaxError('The filter ends where a condition should follow.', lexeme);
      default:
        throw syntaxError(
          `A condition is missing before ${lexeme.kind.toUpperCase()}.`,
          lexeme,
          'To search for the word itself, put it in quotes.',
        );
    }
  }

  #closed<T>(open: Place, read: () => T): T {
    const result = read();
    const close = this.#take();
    if (close.kind !== 'close') throw syntaxError('This parenthesis is not closed.', open);
    return result;
  }

  #condition(field: Lexeme & { kind: 'field' }): Filter {
    const value = this.#next();
    const spelling = field.steps.join('.');
    if (
      (spelling === 'exists' || spelling === 'missing') &&
      value.kind === 'word' &&
      value.start === field.end
    ) {
      this.#take();
      const exists: Filter = {
        kind: 'exists',
        target: targetOf(value.pieces.join('*').split('.'), false, value),
      };
      return spelling === 'exists' ? exists : not(exists);
    }
    const target = targetOf(field.steps, field.hasQuotes, field);
    if (value.start !== field.end || value.kind === 'end') {
      throw syntaxError(
        `A value is missing after ${spelling}:`,
        field,
        `Write the value right after the colon; ${spelling}:* finds every event that has one.`,
      );
    }
    if (target.kind === 'field' && target.field === 'time') return this.#time();
    if (value.kind === 'open') {
      const open = this.#take();
      return this.#closed(open, () => this.#list(target));
    }
    const { start, end } = value;
    if (value.kind !== 'word' && value.kind !== 'regex')
      throw syntaxError(`A value is missing after ${spelling}:`, { start: field.start, end });
    this.#take();
    if (isAnything(value)) return { kind: 'exists', target };
    refuseComparison(value, spelling, { start, end });
    return { kind: 'match', target, anyOf: [patternOf(value)] };
  }

  #list(target: Target): Filter {
    const anyOf: Pattern[] = [];
    let isAny = false;
    for (;;) {
      const value = this.#take();
      if (value.kind !== 'word' && value.kind !== 'regex') {
        throw syntaxError(
          'A list holds values with OR between them.',
          value,
          'Write field:(one OR two OR "three words").',
        );
      }
      anyOf.push(patternOf(value));
      isAny ||= isAnything(value);
      if (this.#next().kind === 'or') this.#take();
      else if (this.#next().kind === 'close') break;
      else if (this.#next().kind === 'and')
        throw syntaxError('One value cannot be two values at once.', this.#next(), 'Use OR in a list.');
      else if (this.#next().kind === 'end') break;
    }
    return isAny ? { kind: 'exists', target } : { kind: 'match', target, anyOf };
  }

  #time(): Filter {
    const value = this.#take();
    if (value.kind === 'open') {
      return this.#closed(value, () => {
        const operands = [this.#time()];
        while (this.#next().kind === 'or') {
          this.#take();
          operands.push(this.#time());
        }
        return or(...operands);
      });
    }
    if (value.kind !== 'word') throw syntaxError('A time is missing here.', value);
    if (isAnything(value)) return { kind: 'exists', target: { kind: 'field', field: 'time' } };
    return timeOf(value.pieces.join('*'), value);
  }
}

function timeOf(text: string, place: Place): Filter {
  const comparison = /^(>=|<=|>|<)(.*)$/s.exec(text);
  if (comparison !== null) {
    const [, operator, moment = ''] = comparison;
    const { fromMs, untilMs } = momentOf(moment, place);
    switch (operator) {
      case '>=':
        return { kind: 'time', fromMs, untilMs: null };
      case '>':
        return { kind: 'time', fromMs: untilMs, untilMs: null };
      case '<':
        return { kind: 'time', fromMs: null, untilMs: fromMs };
      default:
        return { kind: 'time', fromMs: null, untilMs };
    }
  }
  const [from = '', until] = text.split('..', 2);
  if (until === undefined) return { kind: 'time', ...momentOf(text, place) };
  const fromMs = from === '' ? null : momentOf(from, place).fromMs;
  const untilMs = until === '' ? null : momentOf(until, place).untilMs;
  if (fromMs === null && untilMs === null)
    throw syntaxError('This range has neither a beginning nor an end.', place);
  if (fromMs !== null && untilMs !== null && fromMs >= untilMs)
    throw syntaxError('This range ends before it begins.', place);
  return { kind: 'time', fromMs, untilMs };
}

function momentOf(text: string, place: Place) {
  const moment = readTime(text);
  if (moment !== undefined) return moment;
  throw syntaxError(
    `“${text}” is no time.`,
    place,
    'Write 2026-03-01, 2026-03-01T15, 2026-03-01T15:30:05Z or with an offset such as +02:00; ranges as A..B.',
  );
}

function isAnything(value: Lexeme): boolean {
  return (
    value.kind === 'word' &&
    !value.isQuoted &&
    value.pieces.length === 2 &&
    value.pieces.every((piece) => piece === '')
  );
}

function refuseComparison(value: Lexeme, spelling: string, place: Place): void {
  if (value.kind !== 'word' || value.isQuoted || !/^[<>]/.test(value.pieces[0] ?? '')) return;
  throw syntaxError(
    `${spelling} cannot be compared with < or >; only time can.`,
    place,
    'Use a value, a wildcard, or put it in quotes.',
  );
}

function patternOf(value: Lexeme & { kind: 'word' | 'regex' }): Pattern {
  if (value.kind === 'regex') {
    if (value.source === '') throw syntaxError('This regular expression is empty.', value);
    return { kind: 'regex', source: value.source };
  }
  const [text = ''] = value.pieces;
  return value.pieces.length === 1 ? { kind: 'literal', text } : { kind: 'wildcard', pieces: value.pieces };
}

function targetOf(steps: readonly string[], hasQuotes: boolean, place: Place): Target {
  const spelling = steps.join('.');
  const field = hasQuotes ? undefined : fieldByName(spelling);
  if (field !== undefined) return { kind: 'field', field };
  if (steps.length > 1 || hasQuotes) return { kind: 'path', steps };
  throw syntaxError(
    `There is no field named ${spelling}.`,
    place,
    `Did you mean ${nearestField(spelling)}? To search for the text itself, put it in quotes; a path into the record has dots: requestParameters.bucketName.`,
  );
}

function nearestField(spelling: string): string {
  const wanted = spelling.toLowerCase();
  const spellings = fieldNames.flatMap((name) => [name, ...fields[name].aliases]);
  const distances = spellings.map((name) => ({ name, distance: editDistance(wanted, name.toLowerCase()) }));
  return distances.reduce((best, one) => (one.distance < best.distance ? one : best)).name;
}

/** Levenshtein's distance, row by row. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [i, character] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const replaced = (row[j] ?? 0) + (character === b[j] ? 0 : 1);
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
