import { and, or } from '../../contract/filter/build.ts';
import { parseFilter } from '../../contract/filter/parse.ts';
import { printFilter } from '../../contract/filter/print.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import { compileRecordTest } from '../filter/evaluate-record.ts';
import { isObject, type JsonObject } from '../ingest/json.ts';
import { type Aggregation, aggregationOf } from './aggregation.ts';
import { conditionOf, maxConditionLength, maxFilterLength, type Selections, tooLong } from './condition.ts';
import { fieldCondition, keywordCondition, type Translation } from './field-condition.ts';
import { quoted, RuleProblem } from './rule-problem.ts';
import { type Columns, onColumns } from './targets.ts';

/** What a `detection` (or the `filter` of a filter) asks for. */
export interface Detection {
  readonly selections: readonly (readonly [name: string, given: unknown])[];
  /** Several are alternatives. */
  readonly conditions: readonly string[];
  /** How several events come together, where it says so. */
  readonly aggregation: Aggregation | null;
}

type Values = Translation['values'];

/** Far more than a filter can hold; what is beyond is refused before it is translated. */
const limits = { values: 3000, characters: 60_000, regexCharacters: 5000 } as const;

/** @throws RuleProblem */
export function detectionOf(given: unknown): Detection {
  if (!isObject(given)) throw new RuleProblem('Its detection is no list of selections.');
  const { condition, timeframe, ...named } = given;
  const written: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  const conditions = written.filter((one) => typeof one === 'string');
  if (conditions.length === 0 || conditions.length < written.length)
    throw new RuleProblem('Its detection has no condition.');
  if (conditions.some((one) => one.length > maxConditionLength))
    throw new RuleProblem(`Its condition is longer than ${maxConditionLength} characters.`);
  const selections = Object.entries(named);
  refuseExcess(selections);
  const [only = ''] = conditions;
  if (conditions.length > 1 && (timeframe !== undefined || conditions.some((one) => one.includes('|'))))
    throw new RuleProblem('Several conditions with a timeframe or a count are not supported.');
  const { condition: plain, aggregation } = aggregationOf(only, timeframe);
  return { selections, conditions: aggregation === null ? conditions : [plain], aggregation };
}

/** The detection on single events, by the columns where they say what the record does. @throws RuleProblem */
export function compileDetection(
  { selections, conditions }: Detection,
  values: Values,
  columns: Columns,
): Filter {
  const translation: Translation = { columns, values };
  const named: Selections = new Map(
    selections.map(([name, given]) => [name, selectionOf(name, given, translation)]),
  );
  return or(...conditions.map((condition) => conditionOf(condition, named)));
}

/**
 * A filter that is ready to be used, with its text, which reads back as the same filter.
 *
 * @throws RuleProblem, AppError for a filter that cannot be run
 */
export function settled(compile: (columns: Columns) => Filter): {
  readonly filter: Filter;
  readonly text: string;
} {
  const filter = onColumns(compile);
  if (filter.kind === 'all') throw new RuleProblem('It would find every event.');
  const text = printFilter(filter);
  if (text.length > maxFilterLength) throw tooLong();
  parseFilter(text);
  compileRecordTest(filter);
  return { filter, text };
}

/** A map is all of its fields; a list is any of its maps or keywords; a text alone is a keyword. */
function selectionOf(name: string, given: unknown, translation: Translation): Filter {
  if (isObject(given)) return allOf(name, given, translation);
  if (!Array.isArray(given)) return keywordCondition(given, translation);
  const items: readonly unknown[] = given;
  const maps = items.filter(isObject);
  const keywords = items.filter((item) => !isObject(item));
  if (items.length === 0) throw new RuleProblem(`Its selection ${quoted(name)} is empty.`);
  return or(
    ...maps.map((map) => allOf(name, map, translation)),
    ...(keywords.length === 0 ? [] : [keywordCondition(keywords, translation)]),
  );
}

function allOf(name: string, fields: JsonObject, translation: Translation): Filter {
  const entries = Object.entries(fields);
  if (entries.length === 0) throw new RuleProblem(`Its selection ${quoted(name)} is empty.`);
  return and(...entries.map(([key, value]) => fieldCondition(key, value, translation)));
}

/** Each name and value costs something to translate, and of a regular expression each character. */
function refuseExcess(selections: Detection['selections']): void {
  const found = { values: 0, characters: 0, regexCharacters: 0 };
  const count = (value: unknown, isRegex: boolean): void => {
    if (Array.isArray(value)) for (const item of value) count(item, isRegex);
    else if (isObject(value))
      for (const [key, item] of Object.entries(value)) {
        count(key, false);
        count(item, /\|\s*re\b/.test(key));
      }
    else {
      const { length } = String(value);
      found.values += 1;
      found.characters += length;
      if (isRegex) found.regexCharacters += length;
    }
  };
  for (const [name, given] of selections) {
    count(name, false);
    count(given, false);
  }
  if (found.values > limits.values)
    throw new RuleProblem(`It has more than ${limits.values} names and values.`);
  if (found.characters > limits.characters)
    throw new RuleProblem(`Its values are together longer than ${limits.characters} characters.`);
  if (found.regexCharacters > limits.regexCharacters)
    throw new RuleProblem(
      `Its regular expressions are together longer than ${limits.regexCharacters} characters.`,
    );
}
