import { and, not, or } from './build.ts';
import { anywhereOf, conditionOf, isValue, type Value } from './conditions.ts';
import { refuseHabits, refuseListHabits, refuseOther } from './habits.ts';
import { existenceOf, type Lexeme, type Place, scan, syntaxError } from './lexer.ts';
import { everything, type Filter, type Target } from './syntax-tree.ts';
import { targetOf } from './target.ts';

/** Far more than a person writes; a filter is also read from files and messages. */
const maxLength = 20_000;
const maxNesting = 100;

/**
 * Reads the text of the filter bar.
 *
 * `a b` and `a AND b` need both, `a OR b` one of them, `-a` and `NOT a` neither; AND binds tighter than OR. A field's
 * value may hold colons (`ip:2001:db8::/32`, ARNs). A bare word may not, because what stands before a colon is a field
 * there; only ARNs and `https://`, `s3://` are taken for the texts they are. An empty value means a missing one, as
 * everywhere in Spoor: `error:""` is `-error:*`. `*` alone is every event. Text in quotes that stands alone is searched
 * for in the text of the record, as `raw:"…"`.
 *
 * `=` before a value takes it exactly as it is written, its case included. At a path into the record `=5`, `=true` and
 * `=null` are JSON's own (a bare `5` is also the text "5"), `=$.a.b` is the value at another path, `=*` any value,
 * `>5` compares numbers, `cidr:10.0.0.0/8` is a range of addresses, and `path:!=value` needs a value that is another.
 * A path that begins with `$.` is exact: it takes no list for its elements.
 *
 * @throws AppError `filter-syntax` with the place of what is wrong
 */
export function parseFilter(text: string): Filter {
  if (text.length > maxLength)
    throw syntaxError(`The filter is longer than ${maxLength} characters.`, {
      start: maxLength,
      end: text.length,
    });
  const { lexemes, error } = scan(text);
  if (error !== undefined) throw error;
  return new Parser(lexemes).parse();
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
        refuseHabits(lexeme);
        return anywhereOf(lexeme);
      case 'regex':
        return anywhereOf(lexeme);
      case 'path':
      case 'reference':
        throw new Error(`A ${lexeme.kind} follows a field, which takes it.`);
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
    const { spelling, isOther } = field;
    const existence = existenceOf(field);
    if (existence !== undefined) return this.#existence(existence, field);
    const target = targetOf(field, field);
    if (isOther && target.kind !== 'path') refuseOther(field, spelling);
    const toFilter = (values: readonly Value[]): Filter => conditionOf({ target, spelling, isOther }, values);
    if (value.start !== field.end || value.kind === 'end') {
      throw syntaxError(
        `A value is missing after ${spelling}:`,
        field,
        `Write the value right after the colon; ${spelling}:* finds every event that has one.`,
      );
    }
    if (value.kind === 'open') {
      const open = this.#take();
      return this.#closed(open, () => toFilter(this.#list()));
    }
    if (!isValue(value))
      throw syntaxError(`A value is missing after ${spelling}:`, { start: field.start, end: value.end });
    this.#take();
    return toFilter([value]);
  }

  #existence(kind: 'exists' | 'missing', place: Place): Filter {
    const path = this.#next();
    if (path.kind !== 'path')
      throw syntaxError(
        `The name of a field is missing after ${kind}:`,
        place,
        `Write ${kind}:error or ${kind}:requestParameters.bucketName.`,
      );
    this.#take();
    const exists: Filter = { kind: 'exists', target: existing(targetOf(path, path), path) };
    return kind === 'exists' ? exists : not(exists);
  }

  /** Values with OR, or nothing, between them. */
  #list(): readonly Value[] {
    const values: Value[] = [];
    for (;;) {
      const value = this.#take();
      if (!isValue(value)) {
        throw syntaxError(
          'A list holds values with OR between them.',
          value,
          'Write field:(one OR two OR "three words").',
        );
      }
      if (value.kind === 'word') refuseListHabits(value);
      values.push(value);
      const next = this.#next();
      if (next.kind === 'or') this.#take();
      else if (next.kind === 'close' || next.kind === 'end') return values;
      else if (next.kind === 'and')
        throw syntaxError('One value cannot be two values at once.', next, 'Use OR in a list.');
    }
  }
}

/** The text of a record is always there. */
function existing(target: Target, place: Place): Target {
  if (target.kind !== 'raw') return target;
  throw syntaxError('Every record has a text.', place, 'Write raw:word to search in it.');
}
