import { type FieldName, fields, LIST_SEPARATOR } from '../fields.ts';
import { and, not } from './build.ts';
import type { Filter, PathTarget, Pattern, Target } from './syntax-tree.ts';

/** What a click is about: a field, or a place in the record. */
export type Place = FieldName | PathTarget;

/** The conditions that must all hold; removing one of them is a click. */
export function conditionsOf(filter: Filter): readonly Filter[] {
  if (filter.kind === 'all') return [];
  return filter.kind === 'and' ? filter.operands : [filter];
}

/** The filter without one of its {@link conditionsOf}. */
export function without(filter: Filter, condition: Filter): Filter {
  return and(...conditionsOf(filter).filter((one) => !isSame(one, condition)));
}

/**
 * Only events with this value. A value joins those that were included before (`name:(A OR B)`); one that was
 * excluded is no longer; included again it is let go.
 */
export function include(filter: Filter, place: Place, value: string): Filter {
  const pattern: Pattern = { kind: 'literal', text: value };
  const target = targetOf(place);
  const others = conditionsOf(removeValue(filter, target, value, 'excluded'));
  const present = others.find((one) => isMatchOf(one, target));
  if (present?.kind !== 'match') return and(...others, { kind: 'match', target, anyOf: [pattern] });
  const rest = present.anyOf.filter((one) => !isSamePattern(one, pattern));
  const isLetGo = rest.length < present.anyOf.length;
  const anyOf = isLetGo ? rest : [...rest, pattern];
  return and(
    ...others.flatMap((one): Filter[] =>
      one !== present ? [one] : anyOf.length === 0 ? [] : [{ kind: 'match', target, anyOf }],
    ),
  );
}

/** No events with this value; excluded again it is let go. */
export function exclude(filter: Filter, place: Place, value: string): Filter {
  const target = targetOf(place);
  const included = removeValue(filter, target, value, 'included');
  const released = removeValue(included, target, value, 'excluded');
  if (conditionsOf(released).length < conditionsOf(included).length) return released;
  return and(
    ...conditionsOf(included),
    not({ kind: 'match', target, anyOf: [{ kind: 'literal', text: value }] }),
  );
}

/** Only events that lack the field. */
export function includeMissing(filter: Filter, field: FieldName): Filter {
  return and(
    ...conditionsOf(filter).filter((one) => !isMatchOf(one, targetOf(field)) && !isExistsOf(one, field)),
    not({ kind: 'exists', target: { kind: 'field', field } }),
  );
}

/** Only events that have the field. */
export function excludeMissing(filter: Filter, field: FieldName): Filter {
  return and(...conditionsOf(filter).filter((one) => !isExistsOf(one, field)), {
    kind: 'exists',
    target: { kind: 'field', field },
  });
}

/** Replaces the time range of the filter; nulls leave that end open. */
export function withTimeRange(filter: Filter, fromMs: number | null, untilMs: number | null): Filter {
  const others = conditionsOf(filter).filter((one) => one.kind !== 'time');
  return fromMs === null && untilMs === null
    ? and(...others)
    : and(...others, { kind: 'time', fromMs, untilMs });
}

/** The range that every event of the filter lies in, as far as its top-level conditions say. */
export function timeRangeOf(filter: Filter): {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
} {
  let range: { fromMs: number | null; untilMs: number | null } = { fromMs: null, untilMs: null };
  for (const one of conditionsOf(filter)) {
    if (one.kind !== 'time') continue;
    range = {
      fromMs: tighter(range.fromMs, one.fromMs, Math.max),
      untilMs: tighter(range.untilMs, one.untilMs, Math.min),
    };
  }
  return range;
}

/** Whether clicks have included or excluded this value at the top level of the filter. */
export function stateOf(filter: Filter, place: Place, value: string): 'included' | 'excluded' | 'open' {
  const pattern: Pattern = { kind: 'literal', text: value };
  const target = targetOf(place);
  for (const one of conditionsOf(filter)) {
    const match = one.kind === 'not' ? one.operand : one;
    if (!isMatchOf(match, target) || !match.anyOf.some((other) => isSamePattern(other, pattern))) continue;
    return one.kind === 'not' ? 'excluded' : 'included';
  }
  return 'open';
}

/** The values of an event's field as a person means them: a `terms` field holds several. */
export function valuesOf(field: FieldName, text: string): readonly string[] {
  return fields[field].kind === 'terms' ? text.split(LIST_SEPARATOR) : [text];
}

function tighter(
  a: number | null,
  b: number | null,
  choose: (a: number, b: number) => number,
): number | null {
  if (a === null) return b;
  return b === null ? a : choose(a, b);
}

function removeValue(filter: Filter, target: Target, value: string, from: 'included' | 'excluded'): Filter {
  const pattern: Pattern = { kind: 'literal', text: value };
  return and(
    ...conditionsOf(filter).flatMap((one): Filter[] => {
      const match = from === 'excluded' ? (one.kind === 'not' ? one.operand : undefined) : one;
      if (match === undefined || !isMatchOf(match, target)) return [one];
      const anyOf = match.anyOf.filter((other) => !isSamePattern(other, pattern));
      if (anyOf.length === match.anyOf.length) return [one];
      if (anyOf.length === 0) return [];
      return [from === 'excluded' ? not({ ...match, anyOf }) : { ...match, anyOf }];
    }),
  );
}

type Match = Filter & { readonly kind: 'match' };

function targetOf(place: Place): Target {
  return typeof place === 'string' ? { kind: 'field', field: place } : place;
}

function isMatchOf(filter: Filter, target: Target): filter is Match {
  return filter.kind === 'match' && JSON.stringify(filter.target) === JSON.stringify(target);
}

function isExistsOf(filter: Filter, field: FieldName): boolean {
  const exists = filter.kind === 'not' ? filter.operand : filter;
  return exists.kind === 'exists' && exists.target.kind === 'field' && exists.target.field === field;
}

function isSame(a: Filter, b: Filter): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/** Values ignore case unless one says otherwise, so patterns that differ only there are one. */
function isSamePattern(a: Pattern, b: Pattern): boolean {
  if (a.kind !== 'literal' || b.kind !== 'literal') return false;
  const isCased = a.isCased === true || b.isCased === true;
  return isCased ? a.text === b.text : a.text.toLowerCase() === b.text.toLowerCase();
}
