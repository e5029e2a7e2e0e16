import { and, not, or } from '../../contract/filter/build.ts';
import { printFilter } from '../../contract/filter/print.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import { quoted, RuleProblem } from './rule-problem.ts';

/** The named conditions of a rule. */
export type Selections = ReadonlyMap<string, Filter>;

/** SigmaHQ's longest has about a thousand. */
export const maxConditionLength = 5000;
const maxNesting = 50;
/** `3 of them`: the ways to choose. */
const maxChoices = 200;
/** What the filter bar reads; a condition that names a long list a thousand times must not be written out. */
export const maxFilterLength = 20_000;

/**
 * Sigma's condition: `selection and not 1 of filter_*`. `not` binds tightest, then `and`, then `or`. `them` is every
 * selection whose name does not begin with `_`.
 *
 * @throws RuleProblem
 */
export function conditionOf(text: string, selections: Selections): Filter {
  return new Parser(text, selections).parse();
}

class Parser {
  readonly #text: string;
  readonly #words: readonly string[];
  readonly #selections: Selections;
  #at = 0;
  #depth = 0;
  #length = 0;

  constructor(text: string, selections: Selections) {
    this.#text = text;
    this.#words = text.match(/[()]|[^\s()]+/g) ?? [];
    this.#selections = selections;
  }

  parse(): Filter {
    const filter = this.#or();
    if (this.#next() !== undefined)
      throw this.#problem(`${quoted(this.#next() ?? '')} does not belong there`);
    return filter;
  }

  #next(): string | undefined {
    return this.#words[this.#at];
  }

  #takes(keyword: string): boolean {
    if (this.#next()?.toLowerCase() !== keyword) return false;
    this.#at += 1;
    return true;
  }

  #or(): Filter {
    const operands = [this.#and()];
    while (this.#takes('or')) operands.push(this.#and());
    return or(...operands);
  }

  #and(): Filter {
    const operands = [this.#unary()];
    while (this.#takes('and')) operands.push(this.#unary());
    return and(...operands);
  }

  #unary(): Filter {
    this.#depth += 1;
    if (this.#depth > maxNesting) throw this.#problem(`it is nested deeper than ${maxNesting} levels`);
    const filter = this.#takes('not') ? not(this.#unary()) : this.#primary();
    this.#depth -= 1;
    return filter;
  }

  #primary(): Filter {
    if (this.#takes('(')) {
      const filter = this.#or();
      if (!this.#takes(')')) throw this.#problem('a parenthesis is not closed');
      return filter;
    }
    const word = this.#next();
    if (word === undefined) throw this.#problem('it ends where a selection should follow');
    this.#at += 1;
    if (this.#next()?.toLowerCase() === 'of' && /^(?:\d+|all|any)$/i.test(word)) {
      this.#at += 1;
      return this.#some(word.toLowerCase());
    }
    const selection = this.#selections.get(word);
    if (selection === undefined) throw this.#problem(`there is no selection named ${quoted(word)}`);
    return this.#written(selection);
  }

  #some(quantity: string): Filter {
    const pattern = this.#next();
    if (pattern === undefined) throw this.#problem(`a name is missing after ${quantity} of`);
    this.#at += 1;
    const named = this.#named(pattern);
    if (named.length === 0) throw this.#problem(`there is no selection named ${quoted(pattern)}`);
    if (quantity === 'all') return and(...named.map((one) => this.#written(one)));
    const count = quantity === 'any' ? 1 : Number(quantity);
    if (count < 1 || count > named.length)
      throw this.#problem(`it asks for ${quantity} of ${named.length} selections`);
    if (count === 1) return or(...named.map((one) => this.#written(one)));
    return or(
      ...choicesOf(named, count, maxChoices).map((choice) => and(...choice.map((one) => this.#written(one)))),
    );
  }

  #named(pattern: string): readonly Filter[] {
    const [first = '', ...others] = pattern.split('*');
    const last = others.pop();
    return [...this.#selections].flatMap(([name, filter]) => {
      const isMeant =
        pattern.toLowerCase() === 'them'
          ? !name.startsWith('_')
          : last === undefined
            ? name === pattern
            : hasPieces(name, first, others, last);
      return isMeant ? [filter] : [];
    });
  }

  #written(filter: Filter): Filter {
    this.#length += printFilter(filter).length;
    if (this.#length > maxFilterLength) throw tooLong();
    return filter;
  }

  #problem(what: string): RuleProblem {
    return new RuleProblem(`Its condition ${quoted(this.#text)} cannot be read: ${what}.`);
  }
}

export function tooLong(): RuleProblem {
  return new RuleProblem(`As a filter it would be longer than ${maxFilterLength} characters.`);
}

function hasPieces(name: string, first: string, inner: readonly string[], last: string): boolean {
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length)
    return false;
  let at = first.length;
  for (const piece of inner) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - last.length;
}

/** Every way to choose `count` of the items, in their order. @throws RuleProblem when there are too many */
function choicesOf<T>(items: readonly T[], count: number, most: number): readonly (readonly T[])[] {
  let made: readonly { readonly chosen: readonly T[]; readonly next: number }[] = [{ chosen: [], next: 0 }];
  for (let size = 1; size <= count; size += 1) {
    made = made.flatMap(({ chosen, next }) =>
      items
        .slice(next, items.length - (count - size))
        .map((item, at) => ({ chosen: [...chosen, item], next: next + at + 1 })),
    );
    if (made.length > most)
      throw new RuleProblem(`There are more than ${most} ways to choose ${count} of its selections.`);
  }
  return made.map(({ chosen }) => chosen);
}
