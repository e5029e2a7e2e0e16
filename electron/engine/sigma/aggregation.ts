import type { CountCondition } from '../detect/rule.ts';
import { quoted, RuleProblem } from './rule-problem.ts';

/** How a rule of the older kind, with `timeframe`, has several events come together. */
export type Aggregation =
  | {
      readonly kind: 'count';
      /** What is counted differently; null counts events. */
      readonly valueField: string | null;
      readonly groupBy: readonly string[];
      readonly condition: CountCondition;
      readonly windowMs: number;
    }
  /** Selections that different events meet within the window. */
  | { readonly kind: 'together'; readonly selections: readonly string[]; readonly windowMs: number };

const operators: ReadonlyMap<string, CountCondition['operator']> = new Map([
  ['>', 'gt'],
  ['>=', 'gte'],
  ['<', 'lt'],
  ['<=', 'lte'],
  ['=', 'eq'],
  ['==', 'eq'],
  ['!=', 'neq'],
]);

const unitsMs: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', 86_400_000],
  ['w', 604_800_000],
]);

/** `10m`, `1h`: milliseconds. @throws RuleProblem */
export function windowOf(text: unknown): number {
  const [, count = '', unit = ''] = /^\s*(\d{1,6})\s*([a-zA-Z])\s*$/.exec(String(text)) ?? [];
  const windowMs = Number(count) * (unitsMs.get(unit) ?? 0);
  if (windowMs > 0) return windowMs;
  throw new RuleProblem(
    `Its time span ${quoted(String(text))} cannot be read: a number and s, m, h, d or w.`,
  );
}

/**
 * The condition without what is behind its `|`, and what that asks for. Bare selections that a timeframe joins by
 * `and` are meant of different events: no single one would need a time.
 *
 * @throws RuleProblem
 */
export function aggregationOf(
  condition: string,
  timeframe: unknown,
): { readonly condition: string; readonly aggregation: Aggregation | null } {
  const bar = condition.indexOf('|');
  const windowMs = timeframe === undefined ? undefined : windowOf(timeframe);
  if (bar < 0)
    return {
      condition,
      aggregation: windowMs === undefined ? null : together(condition, condition, windowMs),
    };
  const asked = condition.slice(bar + 1).trim();
  if (windowMs === undefined)
    throw new RuleProblem(`It asks for ${quoted(asked)} and names no timeframe for it.`);
  const plain = condition.slice(0, bar).trim();
  const near = /^near\s+(.+)$/is.exec(asked)?.[1];
  if (near !== undefined)
    return { condition: plain, aggregation: together(condition, `${plain} and ${near}`, windowMs) };
  return { condition: plain, aggregation: countOf(asked, windowMs) };
}

function together(condition: string, names: string, windowMs: number): Aggregation {
  const selections = names.trim().split(/\s+and\s+/i);
  if (selections.length < 2 || !selections.every((name) => /^[\w-]+$/.test(name)))
    throw new RuleProblem(
      `Its condition ${quoted(condition)} with a timeframe is not supported: only selections joined by and.`,
    );
  return { kind: 'together', selections, windowMs };
}

function countOf(asked: string, windowMs: number): Aggregation {
  const [call, rest = ''] = asked.replace(/\s+/g, ' ').split(/(?<=\)) ?/, 2);
  const [, name = '', field = ''] = /^(\w+) ?\( ?([^() ]*) ?\)$/.exec(call ?? '') ?? [];
  const [, by, operator = '', count = ''] = /^(?:by ([^<>=!]+))?([<>=!]{1,2}) ?(\d{1,9})$/i.exec(rest) ?? [];
  const meant = operators.get(operator);
  if (name.toLowerCase() !== 'count' || meant === undefined)
    throw new RuleProblem(
      `What its condition asks for, ${quoted(asked)}, is not supported: only count() is.`,
    );
  return {
    kind: 'count',
    valueField: field === '' ? null : field,
    groupBy: by === undefined ? [] : by.split(/[\s,]+/).filter((one) => one !== ''),
    condition: { operator: meant, count: Number(count) },
    windowMs,
  };
}
