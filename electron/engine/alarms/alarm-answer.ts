import type { AlarmAnswer, AlarmSettings, AlarmSource, PatternCheck } from '../../contract/detect.ts';
import { AppError } from '../../contract/errors.ts';
import { not } from '../../contract/filter/build.ts';
import { operandsOf, parseCloudWatch } from '../../contract/filter/cloudwatch.ts';
import { parseFilter } from '../../contract/filter/parse.ts';
import { printFilter, printTarget } from '../../contract/filter/print.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { Rule } from '../detect/rule.ts';
import type { Search } from '../search/search.ts';
import { cisRules } from './cis.ts';
import { simulateAlarm } from './simulate.ts';

export interface AlarmRequest {
  readonly source: AlarmSource;
  readonly alarm: AlarmSettings;
  /** Null: from the first event of the case to the last one, and on until the alarm has gone quiet after it. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** The case that is asked. */
export interface AlarmPlace {
  readonly search: Search;
  /** The rules that were chosen for it. */
  readonly rules: readonly Rule[];
  readonly firstTimeMs: number | null;
  readonly lastTimeMs: number | null;
}

/** When an alarm would have rung over the events of a case. @throws AppError `filter-…`, `not-found`; the signal's reason */
export async function alarmAnswer(
  { source, alarm, fromMs, untilMs }: AlarmRequest,
  { search, rules, firstTimeMs, lastTimeMs }: AlarmPlace,
  signal?: AbortSignal,
): Promise<AlarmAnswer> {
  const { filter, title } = filterOf(source, rules);
  const operands = operandsOf(filter);
  const filters = [filter, ...operands.map((target) => not({ kind: 'exists', target }))];
  const [matched, ...without] = await search.matchAll(filters, signal === undefined ? {} : { signal });
  const timesMs = (matched?.timesMs ?? new Float64Array(0)).filter((ms) => !Number.isNaN(ms));
  const quietAfterMs = alarm.evaluationPeriods * alarm.periodSeconds * 1000;
  const span = {
    fromMs: fromMs ?? firstTimeMs ?? 0,
    untilMs: untilMs ?? (lastTimeMs ?? 0) + quietAfterMs,
  };
  const hasSpan = (fromMs ?? firstTimeMs) !== null && (untilMs ?? lastTimeMs) !== null;
  const events = matched?.events.length ?? 0;
  return {
    filter: printFilter(filter),
    title,
    events,
    undated: events - timesMs.length,
    operands: operands.map((target, at) => ({
      path: printTarget(target),
      events: without[at]?.events.length ?? 0,
    })),
    simulation: hasSpan ? simulateAlarm(timesMs, alarm, span) : { intervals: [], total: 0 },
  };
}

/** Reads a pattern, and says how many events of a case lack an operand of its inequalities. */
export async function checkPattern(
  pattern: string,
  search: Search | null,
  signal?: AbortSignal,
): Promise<PatternCheck> {
  let filter: Filter;
  try {
    filter = parseCloudWatch(pattern);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { filter: null, error: error.toShape(), operands: [] };
  }
  const operands = operandsOf(filter);
  const without =
    search === null
      ? []
      : await search.matchAll(
          operands.map((target) => not({ kind: 'exists', target })),
          signal === undefined ? {} : { signal },
        );
  return {
    filter: printFilter(filter),
    error: null,
    operands: operands.map((target, at) => ({
      path: printTarget(target),
      events: without[at]?.events.length ?? null,
    })),
  };
}

function filterOf(
  source: AlarmSource,
  rules: readonly Rule[],
): { readonly filter: Filter; readonly title: string | null } {
  if (source.kind === 'pattern') return { filter: parseCloudWatch(source.pattern), title: null };
  if (source.kind === 'filter') return { filter: parseFilter(source.filter), title: null };
  const rule = [...rules, ...cisRules()].find(({ id }) => id === source.rule);
  if (rule?.kind === 'events') return { filter: rule.filter, title: rule.title };
  if (rule === undefined)
    throw new AppError('not-found', `There is no rule ${source.rule} in this case.`, {
      advice: 'Run the rules over the case first.',
    });
  throw new AppError('filter-unsupported', `“${rule.title}” is a rule on how events come together.`, {
    advice: 'An alarm is made on a rule on single events, or on a filter.',
  });
}
