import { type Level, levels } from '../../contract/detect.ts';
import type { RuleReport } from '../case/rule-runs.ts';
import type { Rule, RuleSet } from './rule.ts';
import { partsOf } from './run-rules.ts';

/** Rules that a person chose, and what of the files became none. */
export interface ChosenRules {
  readonly rules: readonly Rule[];
  readonly report: RuleReport;
}

/** A longer text is no filter any more, and the case keeps rules as text. */
const maxFilterLength = 20_000;

/** The rules of a set from a level on; those that one of them builds on stay whatever their level. */
export function chooseRules({ rules, unusable, passedOver }: RuleSet, minLevel: Level | null): ChosenRules {
  const least = minLevel === null ? 0 : levels.indexOf(minLevel);
  const readable = rules.filter((rule) => !isTooLong(rule));
  const byId = new Map(readable.map((rule) => [rule.id, rule]));
  const wanted = partsOf(
    readable.filter(({ level }) => levels.indexOf(level) >= least),
    byId,
  );
  const chosen = readable.filter((rule) => wanted.has(rule));
  const tooLong = rules.filter(isTooLong).map(({ file, id, title }) => ({
    file: file ?? id,
    title,
    reason: `As a filter it is longer than ${maxFilterLength.toLocaleString('en')} characters.`,
  }));
  return {
    rules: chosen,
    report: {
      minLevel,
      unusable: [...unusable, ...tooLong],
      passedOver: [...passedOver].map(([product, count]) => ({ product, count })),
      belowMinLevel: readable.length - chosen.length,
    },
  };
}

function isTooLong(rule: Rule): boolean {
  return rule.kind === 'events' && rule.text.length > maxFilterLength;
}
