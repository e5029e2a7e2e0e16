import type { ComparedField, Period } from '../contract/compare.ts';
import { AppError } from '../contract/errors.ts';
import { and } from '../contract/filter/build.ts';
import { parseFilter } from '../contract/filter/parse.ts';
import { everything, type Filter } from '../contract/filter/syntax-tree.ts';
import type { Cases } from './cases.ts';
import { hasValue, lineFilter } from './compare/line-filter.ts';
import type { Handlers } from './dispatcher.ts';

type CompareMethod = 'rare.list' | 'compare.periods';

/** What finds values that are new, rare, or not what they were. A filter that asks for records is searched first. */
export function compareHandlers(cases: Cases): Pick<Handlers, CompareMethod> {
  return {
    'rare.list': async ({ case: id, filter, withDuplicates, fields, ...choice }, signal) => {
      if (choice.sinceMs === null && choice.fewerThan === null)
        throw new AppError('bad-request', 'It was not said what makes a value rare.', {
          advice: 'Give a time to be first seen at, or a number of events, or both.',
        });
      const session = cases.get(id);
      const parsed = parseFilter(filter);
      const selection = await session.search.decided(parsed, withDuplicates, { signal });
      const answer = await session.columns.rare({ ...selection, ...choice, fields: once(fields) }, signal);
      const time: Filter =
        choice.sinceMs === null ? everything : { kind: 'time', fromMs: choice.sinceMs, untilMs: null };
      return {
        ...answer,
        lines: answer.lines.map(({ field, ...line }) => {
          const whose =
            line.surprise === 'anyone' || line.actor === null ? everything : hasValue('actor', line.actor);
          const conditions = [whose, hasValue(field, line.value), time];
          return { ...line, field: asked(fields, field), filter: lineFilter(parsed, ...conditions) };
        }),
      };
    },
    'compare.periods': async ({ case: id, filter, withDuplicates, fields, ...choice }, signal) => {
      const { before, after } = choice;
      refuseEmpty('first', before);
      refuseEmpty('second', after);
      if (before.fromMs < after.untilMs && after.fromMs < before.untilMs)
        throw new AppError('bad-request', 'The two periods have time in common.', {
          advice: 'Let one end where the other begins.',
        });
      const session = cases.get(id);
      const parsed = parseFilter(filter);
      const selection = await session.search.decided(parsed, withDuplicates, { signal });
      const question = { ...selection, ...choice, fields: once(fields) };
      const answer = await session.columns.compare(question, signal);
      const inPeriod = (period: Period, value: Filter) =>
        lineFilter(and(parsed, value), { kind: 'time', ...period });
      return {
        ...answer,
        lines: answer.lines.map(({ field, ...line }) => {
          const value = hasValue(field, line.value);
          return {
            ...line,
            field: asked(fields, field),
            beforeFilter: inPeriod(before, value),
            afterFilter: inPeriod(after, value),
          };
        }),
      };
    },
  };
}

/** Asked twice is asked once. */
function once<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

/** The columns know more fields than are compared. */
function asked(fields: readonly ComparedField[], field: string): ComparedField {
  const found = fields.find((one) => one === field);
  if (found === undefined) throw new Error(`Nobody asked for ${field}`);
  return found;
}

function refuseEmpty(which: string, { fromMs, untilMs }: Period): void {
  if (fromMs < untilMs) return;
  throw new AppError('bad-request', `The ${which} period ends before it begins, or at once.`, {
    advice: 'Give a start and a later end.',
  });
}
