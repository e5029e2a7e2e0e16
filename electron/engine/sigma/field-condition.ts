import { and, not, or } from '../../contract/filter/build.ts';
import { numberOf } from '../../contract/filter/json-number.ts';
import type { Comparison, Filter, Pattern, Target } from '../../contract/filter/syntax-tree.ts';
import { valueTest } from '../filter/value-test.ts';
import { type FieldKey, fieldKeyOf } from './modifiers.ts';
import { quoted, RuleProblem } from './rule-problem.ts';
import { anyText, isAnything, type Part, patternOf } from './sigma-text.ts';
import { type Columns, pathOf, targetFor } from './targets.ts';
import { expanded, textValuesOf } from './text-values.ts';

/** What a rule's fields are translated with. */
export interface Translation {
  readonly columns: Columns;
  /** For `expand`: what the placeholders stand for. */
  readonly values: ReadonlyMap<string, readonly string[]> | undefined;
}

type Scalar = string | number | boolean | null;

const comparisons: ReadonlyMap<string, Comparison> = new Map([
  ['lt', '<'],
  ['lte', '<='],
  ['gt', '>'],
  ['gte', '>='],
]);

/**
 * `field|modifier: value` of a rule as a condition. A missing field meets none, so that `not` of it holds; `null` is a
 * missing field, or JSON's null.
 *
 * @throws RuleProblem
 */
export function fieldCondition(key: string, given: unknown, translation: Translation): Filter {
  const asked = fieldKeyOf(key);
  const values = scalarsOf(key, given);
  const of = (value: Scalar): readonly Filter[] => conditionsOf(asked, key, value, translation);
  const { modifiers } = asked;
  if (modifiers.includes('all')) return and(...values.map((value) => or(...joined(of(value)))));
  const condition = or(...joined(values.flatMap(of)));
  if (!modifiers.includes('neq')) return condition;
  if (values.length > 1)
    throw new RuleProblem(`The modifier neq of ${quoted(key)} is supported for one value only.`);
  return not(condition);
}

/** A bare text: anywhere in the record. */
export function keywordCondition(value: unknown, translation: Translation): Filter {
  return fieldCondition('', value, translation);
}

function scalarsOf(key: string, given: unknown): readonly Scalar[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw new RuleProblem(`The list of values of ${quoted(key)} is empty.`);
  return list.map((value) => {
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return value;
    throw new RuleProblem(`A value of ${quoted(key)} is no text, number, true, false or null.`);
  });
}

function conditionsOf(
  { field, modifiers }: FieldKey,
  key: string,
  value: Scalar,
  translation: Translation,
): readonly Filter[] {
  const has = (modifier: string): boolean => modifiers.includes(modifier);
  const texts = (): readonly string[] => {
    if (value === null) throw new RuleProblem(`null is no value for ${quoted(key)}.`);
    return has('expand') ? expanded(String(value), translation.values) : [String(value)];
  };
  const match = (pattern: Pattern): Filter => matchOf(field, pattern, translation);
  const comparison = modifiers.map((modifier) => comparisons.get(modifier)).find((one) => one !== undefined);

  if (has('exists')) return [existsOf(field, key, value)];
  if (has('fieldref')) {
    const { steps } = pathOf(texts()[0] ?? '');
    return [{ kind: 'match', target: pathOf(field), anyOf: [{ kind: 'same', steps }] }];
  }
  if (comparison !== undefined) {
    const number = numberOf(String(value));
    if (number === undefined) throw new RuleProblem(`${quoted(key)} needs a number.`);
    return [
      { kind: 'match', target: pathOf(field), anyOf: [{ kind: 'compare', operator: comparison, number }] },
    ];
  }
  if (has('cidr')) return texts().map((range) => rangeOf(field, range, translation));
  if (has('re')) return texts().map((source) => match(regexOf(source, modifiers)));
  if (value === null && modifiers.every((modifier) => modifier === 'all' || modifier === 'neq'))
    return [missing(field, translation)];
  if (typeof value === 'number' && field !== '' && modifiers.length === 0)
    return [match({ kind: 'compare', operator: '=', number: value + 0 })];
  return texts()
    .flatMap((text) => textValuesOf(text, modifiers))
    .map((parts) => textCondition(field, parts, has('cased'), translation));
}

function textCondition(
  field: string,
  parts: readonly Part[],
  isCased: boolean,
  translation: Translation,
): Filter {
  const isKeyword = field === '';
  if (isKeyword && parts.every((part) => part === anyText))
    throw new RuleProblem('A keyword is empty: it would find every event.');
  if (isAnything(parts)) return anyValue(field, translation);
  return matchOf(field, patternOf(parts, { isCased, isFoundAnywhere: isKeyword }), translation);
}

function matchOf(field: string, pattern: Pattern, { columns }: Translation): Filter {
  // Throws for what is no regular expression, wherever it is looked for.
  const findsNull = valueTest(pattern, false)(null, null);
  const target: Target = field === '' ? { kind: 'raw' } : targetFor(field, [pattern], columns);
  const match: Filter = { kind: 'match', target, anyOf: [pattern] };
  // At a path JSON's null has the text “null”, which no rule means by a text.
  return findsNull && target.kind === 'path' ? and(match, not(isNull(target))) : match;
}

function isNull(target: Target): Filter {
  return { kind: 'match', target, anyOf: [{ kind: 'constant', value: null }] };
}

/** `*` alone: some value, not null. */
function anyValue(field: string, { columns }: Translation): Filter {
  const target = targetFor(field, [], columns);
  const exists: Filter = { kind: 'exists', target };
  return target.kind === 'path' ? and(exists, not(isNull(target))) : exists;
}

function missing(field: string, { columns }: Translation): Filter {
  if (field === '') throw new RuleProblem('null is no keyword.');
  const target = targetFor(field, [], columns);
  const isMissing = not({ kind: 'exists', target });
  return target.kind === 'path' ? or(isMissing, isNull(target)) : isMissing;
}

/** The key is there, be its value null. */
function existsOf(field: string, key: string, value: Scalar): Filter {
  const wanted = typeof value === 'string' ? value.toLowerCase() : String(value);
  if (wanted !== 'true' && wanted !== 'false') throw new RuleProblem(`${quoted(key)} needs true or false.`);
  const exists: Filter = { kind: 'exists', target: pathOf(field) };
  return wanted === 'true' ? exists : not(exists);
}

function rangeOf(field: string, range: string, { columns }: Translation): Filter {
  const pattern: Pattern = { kind: 'range', range };
  // Both read it alike: it throws for what is no range.
  valueTest(pattern, false);
  const column = columns.get(field);
  if (column !== 'ip') return { kind: 'match', target: pathOf(field), anyOf: [pattern] };
  return {
    kind: 'match',
    target: { kind: 'field', field: column },
    anyOf: [{ kind: 'literal', text: range }],
  };
}

function regexOf(source: string, modifiers: readonly string[]): Pattern {
  if (source === '') throw new RuleProblem('A regular expression is empty.');
  const has = (...names: readonly string[]): boolean => names.some((name) => modifiers.includes(name));
  const flags = `${has('m', 'multiline') ? 'm' : ''}${has('s', 'dotall') ? 's' : ''}`;
  // The filter bar writes a slash as \/, and so reads it as a slash alone.
  const plain = source.replace(/\\(.)/gs, (found, sign) => (sign === '/' ? '/' : found));
  const pattern = { kind: 'regex', source: flags === '' ? plain : `(?${flags})${plain}` } as const;
  return has('i', 'ignorecase') ? pattern : { ...pattern, isCased: true };
}

/** Conditions on the same target as one with several values, in the order of the first of each. */
function joined(conditions: readonly Filter[]): readonly Filter[] {
  const places = new Map<string, number>();
  const made: Filter[] = [];
  for (const condition of conditions) {
    const key = condition.kind === 'match' ? JSON.stringify(condition.target) : undefined;
    const place = key === undefined ? undefined : places.get(key);
    const before = place === undefined ? undefined : made[place];
    if (condition.kind === 'match' && before?.kind === 'match' && place !== undefined)
      made[place] = { ...before, anyOf: [...before.anyOf, ...condition.anyOf] };
    else {
      if (key !== undefined) places.set(key, made.length);
      made.push(condition);
    }
  }
  return made;
}
