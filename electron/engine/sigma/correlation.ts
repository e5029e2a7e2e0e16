import type { CorrelationRule, CountCondition } from '../detect/rule.ts';
import { isObject, type JsonObject } from '../ingest/json.ts';
import { windowOf } from './aggregation.ts';
import { quoted, RuleProblem } from './rule-problem.ts';
import { pathOf } from './targets.ts';

/** A correlation as it is written, with the names of the rules it builds on. */
export interface Correlation
  extends Pick<CorrelationRule, 'type' | 'groupBy' | 'windowMs' | 'condition' | 'valueField' | 'generates'> {
  readonly references: readonly string[];
}

const operators = ['gt', 'gte', 'lt', 'lte', 'eq', 'neq'] as const;

/** The `correlation` of a document of Sigma 2. @throws RuleProblem */
export function correlationOf(document: JsonObject): Correlation {
  const given = document.correlation;
  if (!isObject(given)) throw new RuleProblem('Its correlation is no list of settings.');
  const type = typeOf(given.type);
  const references = textsOf('rules', given.rules);
  if (references.length === 0) throw new RuleProblem('Its correlation names no rules.');
  const groupBy = textsOf('group-by', given['group-by']).map((field) =>
    fieldOf(field, references, given.aliases),
  );
  const isCount = type === 'event_count' || type === 'value_count';
  if (!isCount && references.length < 2)
    throw new RuleProblem('Its correlation needs two rules that come together.');
  if (!isCount) refuseTemporalCondition(given.condition, references.length);
  const valueField = type === 'value_count' ? valueFieldOf(given.condition) : null;
  return {
    type,
    references,
    groupBy,
    windowMs: windowOf(given.timespan ?? given.timeframe),
    condition: isCount ? countOf(given.condition) : null,
    valueField: valueField === null ? null : fieldOf(valueField, references, given.aliases),
    generates: given.generate === true || document.generate === true,
  };
}

function typeOf(given: unknown): CorrelationRule['type'] {
  switch (given) {
    case 'event_count':
    case 'value_count':
    case 'temporal':
    case 'temporal_order':
      return given;
    case 'ordered_temporal':
      return 'temporal_order';
    default:
      throw new RuleProblem(
        `Its correlation type ${quoted(String(given))} is not supported: event_count, value_count, temporal and temporal_order are.`,
      );
  }
}

function textsOf(name: string, given: unknown): readonly string[] {
  if (given === undefined || given === null) return [];
  const items: readonly unknown[] = Array.isArray(given) ? given : [given];
  return items.map((item) => {
    if (typeof item === 'string' && item !== '') return item;
    throw new RuleProblem(`The ${name} of its correlation holds something that is no name.`);
  });
}

/** A field, or an alias that stands for the same field of every rule. */
function fieldOf(name: string, references: readonly string[], aliases: unknown): string {
  const alias = isObject(aliases) && Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (alias === undefined) {
    pathOf(name);
    return name;
  }
  const fields = references.map((reference) => (isObject(alias) ? alias[reference] : undefined));
  const [field] = fields;
  if (typeof field !== 'string' || fields.some((one) => one !== field))
    throw new RuleProblem(
      `The alias ${quoted(name)} stands for different fields of different rules, which is not supported.`,
    );
  pathOf(field);
  return field;
}

function countOf(given: unknown): CountCondition {
  const settings = isObject(given) ? Object.entries(given).filter(([key]) => key !== 'field') : [];
  const [setting] = settings;
  const operator = operators.find((one) => one === setting?.[0]);
  const count = Number(setting?.[1]);
  if (settings.length > 1)
    throw new RuleProblem('A condition of two bounds is not supported: its correlation has more than one.');
  if (operator === undefined || !Number.isSafeInteger(count) || count < 0)
    throw new RuleProblem(
      `The condition of its correlation cannot be read: one of ${operators.join(', ')} with a whole number.`,
    );
  return { operator, count };
}

function valueFieldOf(condition: unknown): string {
  const [field, ...others] = isObject(condition) ? textsOf('field', condition.field) : [];
  if (field !== undefined && others.length === 0) return field;
  throw new RuleProblem(
    'Its correlation counts the values of one field, and its condition names none or several.',
  );
}

/** Sigma's own reading of a temporal correlation is that every one of its rules is met. */
function refuseTemporalCondition(given: unknown, rules: number): void {
  if (given === undefined || given === null) return;
  const entries = isObject(given) ? Object.entries(given) : [];
  if (entries.length === 1 && entries[0]?.[0] === 'gte' && Number(entries[0]?.[1]) === rules) return;
  throw new RuleProblem('A condition on which of the rules come together is not supported.');
}
