import type { Filter, Pattern } from '../../contract/filter/syntax-tree.ts';
import type { Window } from './map.ts';

/** What of accounts, regions and time a filter leaves. */
export interface Scope extends Window {
  readonly account: Values;
  readonly region: Values;
}

/** The values of a field that are left. */
export interface Values {
  has(value: string): boolean;
  /** Those that were written out, in lower case; null where not all of them were. */
  readonly named: readonly string[] | null;
}

const anyValue: Values = { has: () => true, named: null };

/**
 * Reads the conditions that every event must meet: those on `account:`, `region:` and `time:` that stand alone or are
 * joined by AND. Whatever else there is (OR, NOT, a regular expression, another field) does not narrow, so that at
 * worst the answer is about more hours than it needed to be.
 */
export function scopeOf(filter: Filter, window: Window): Scope {
  let scope: Scope = { ...window, account: anyValue, region: anyValue };
  for (const one of filter.kind === 'and' ? filter.operands : [filter]) {
    if (one.kind === 'time') {
      scope = {
        ...scope,
        fromMs: later(scope.fromMs, one.fromMs),
        untilMs: earlier(scope.untilMs, one.untilMs),
      };
    } else if (one.kind === 'match' && one.target.kind === 'field') {
      const { field } = one.target;
      if (field === 'account' || field === 'region')
        scope = { ...scope, [field]: both(scope[field], valuesOf(one.anyOf)) };
    }
  }
  return scope;
}

function later(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

function earlier(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function both(a: Values, b: Values): Values {
  const named = a.named?.filter((value) => b.has(value)) ?? b.named?.filter((value) => a.has(value)) ?? null;
  return { has: (value) => a.has(value) && b.has(value), named };
}

function valuesOf(anyOf: readonly Pattern[]): Values {
  const tests: ((value: string) => boolean)[] = [];
  const named: string[] = [];
  for (const pattern of anyOf) {
    if (pattern.kind === 'literal') {
      const text = pattern.text.toLowerCase();
      named.push(text);
      tests.push((value) => value === text);
    } else if (pattern.kind === 'wildcard') tests.push((value) => fits(value, pattern.pieces));
    else return anyValue;
  }
  return {
    has: (value) => tests.some((test) => test(value.toLowerCase())),
    named: named.length === tests.length ? named : null,
  };
}

/** The pieces between the `*`s, the first at the beginning, the last at the end, the others in their order. */
function fits(value: string, pieces: readonly string[]): boolean {
  const lower = pieces.map((piece) => piece.toLowerCase());
  const [first = ''] = lower;
  const last = lower.at(-1) ?? '';
  if (!value.startsWith(first) || !value.endsWith(last)) return false;
  let at = first.length;
  for (const piece of lower.slice(1, -1)) {
    const found = value.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at + last.length <= value.length;
}
