import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ColumnField } from '../../../electron/contract/fields.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { everything } from '../../../electron/contract/filter/syntax-tree.ts';
import { logLikelihood } from '../../../electron/engine/columns/compare-measure.ts';
import type { CompareQuestion } from '../../../electron/engine/columns/compare-question.ts';
import { type Columns, openColumns } from '../../../electron/engine/columns/index.ts';
import type { RareQuestion } from '../../../electron/engine/columns/rare-question.ts';
import { hasValue, lineFilter } from '../../../electron/engine/compare/line-filter.ts';
import { filters, madeEvents } from '../columns/arbitraries.ts';
import { MadeCase, type MadeEvent, workersDir } from '../columns/made-case.ts';
import { readNaiveRows } from '../columns/naive.ts';
import { naiveCompare, naiveRare } from './naive-rare.ts';

const fields = fc.shuffledSubarray<ColumnField>(['name', 'error', 'actor', 'outcome'], { minLength: 1 });
const startMs = Date.UTC(2021, 6, 28);
const minute = fc.integer({ min: -5, max: 25 }).map((minutes) => startMs + minutes * 60_000);
/** What a person can ask: time ranges that begin before they end. */
const asText = filters.filter((filter) => {
  try {
    parseFilter(printFilter(filter));
    return true;
  } catch {
    return false;
  }
});
const selection = {
  filter: asText,
  withDuplicates: fc.boolean(),
  fields,
  limit: fc.integer({ min: 1, max: 60 }),
};

const rareQuestions: fc.Arbitrary<RareQuestion> = fc
  .record({
    ...selection,
    sinceMs: fc.option(minute),
    fewerThan: fc.option(fc.integer({ min: 2, max: 6 })),
    scope: fc.constantFrom('anyone', 'actor', 'both'),
  })
  .filter(({ sinceMs, fewerThan }) => sinceMs !== null || fewerThan !== null);

const period = fc
  .tuple(minute, fc.integer({ min: 1, max: 12 }))
  .map(([fromMs, minutes]) => ({ fromMs, untilMs: fromMs + minutes * 60_000 }));
const compareQuestions: fc.Arbitrary<CompareQuestion> = fc.record({
  ...selection,
  before: period,
  after: period,
});

async function withCase(
  events: readonly MadeEvent[],
  use: (opened: Columns, made: MadeCase) => Promise<void>,
) {
  const made = new MadeCase();
  try {
    made.add(events);
    const opened = await openColumns({ casePath: made.path, workersDir, threads: 1 });
    try {
      await use(opened, made);
    } finally {
      await opened.close();
    }
  } finally {
    made.remove();
  }
}

/** How many events the text of a filter gives. */
async function countOf(opened: Columns, text: string, withDuplicates: boolean): Promise<number> {
  const filter = parseFilter(text);
  const view = await opened.view({ filter, withDuplicates, histogram: null, facets: [], page: null });
  return view.matched;
}

describe('rare values', () => {
  it('are those that plain loops over the rows find, in the same order, and each has the filter of its events', async () => {
    await fc.assert(
      fc.asyncProperty(
        madeEvents,
        fc.array(rareQuestions, { minLength: 6, maxLength: 6 }),
        async (events, questions) => {
          await withCase(events, async (opened, made) => {
            const rows = readNaiveRows(made.db);
            for (const question of questions) {
              const { revision: _, ...answer } = await opened.rare(question);
              expect(answer).toEqual(naiveRare(rows, question));
              const since = { kind: 'time', fromMs: question.sinceMs, untilMs: null } as const;
              for (const { surprise, field, value, actor, count } of answer.lines.slice(0, 8)) {
                const whose = surprise === 'anyone' || actor === null ? everything : hasValue('actor', actor);
                const time = question.sinceMs === null ? everything : since;
                const text = lineFilter(question.filter, whose, hasValue(field, value), time);
                expect({ text, count: await countOf(opened, text, question.withDuplicates) }).toEqual({
                  text,
                  count,
                });
              }
            }
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  it('put what nobody had before first, then one actor’s, then what follows from the actor being new', async () => {
    const at = (minutes: number, actor: string, name: string): MadeEvent => ({
      timeMs: startMs + minutes * 60_000,
      object: 'logs/a.json.gz',
      fields: { actor, name },
    });
    const events = [
      at(0, 'alice', 'ListBuckets'),
      at(1, 'bob', 'GetObject'),
      at(10, 'mallory', 'GetObject'),
      at(11, 'alice', 'GetObject'),
      at(12, 'bob', 'StopLogging'),
      at(13, 'bob', 'StopLogging'),
      at(14, 'alice', 'ListBuckets'),
    ];
    await withCase(events, async (opened) => {
      const { lines } = await opened.rare({
        filter: everything,
        withDuplicates: false,
        fields: ['name', 'actor'],
        sinceMs: startMs + 10 * 60_000,
        fewerThan: null,
        scope: 'both',
        limit: 10,
      });
      expect(lines.map(({ surprise, value, actor, count }) => [surprise, value, actor, count])).toEqual([
        ['anyone', 'mallory', 'mallory', 1],
        ['anyone', 'StopLogging', 'bob', 2],
        ['actor', 'GetObject', 'alice', 1],
        ['new-actor', 'GetObject', 'mallory', 1],
      ]);
    });
  });
});

describe('two periods', () => {
  it('are compared as plain loops over the rows do it, and each line has the filters of its events', async () => {
    await fc.assert(
      fc.asyncProperty(
        madeEvents,
        fc.array(compareQuestions, { minLength: 6, maxLength: 6 }),
        async (events, questions) => {
          await withCase(events, async (opened, made) => {
            const rows = readNaiveRows(made.db);
            for (const question of questions) {
              const found = await opened.compare({ ...question, limit: 1000 });
              const naive = naiveCompare(rows, question);
              const { before, after, totals } = found;
              expect({ before, after, totals }).toEqual({
                before: naive.before,
                after: naive.after,
                totals: naive.totals,
              });
              const plain = found.lines.map(({ ratio: _, score: __, ...line }) => line);
              const key = ({ field, value }: (typeof plain)[number]) => `${field} ${value}`;
              const sorted = (lines: typeof plain) =>
                lines
                  .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
                  .map(({ beforeRate, afterRate, ...line }) => ({
                    ...line,
                    rates: [beforeRate.toFixed(9), afterRate.toFixed(9)],
                  }));
              expect(sorted(plain)).toEqual(sorted(naive.lines));
              const scores = found.lines.map(({ score }) => score);
              expect(scores).toEqual(scores.toSorted((a, b) => b - a));
              const fewer = await opened.compare(question);
              expect(fewer.lines).toEqual(found.lines.slice(0, question.limit));
              for (const line of found.lines.slice(0, 5))
                for (const when of ['before', 'after'] as const) {
                  const time = { kind: 'time', ...question[when] } as const;
                  const text = lineFilter(question.filter, hasValue(line.field, line.value), time);
                  expect(await countOf(opened, text, question.withDuplicates)).toBe(line[when]);
                }
            }
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  it('of unlike lengths are compared by their rates', () => {
    const day = 24;
    expect(logLikelihood({ count: 30, lengthMs: 30 * day }, { count: 1, lengthMs: day })).toBe(0);
    const little = logLikelihood({ count: 1, lengthMs: day }, { count: 2, lengthMs: day });
    const much = logLikelihood({ count: 100, lengthMs: day }, { count: 200, lengthMs: day });
    expect(much).toBeGreaterThan(little);
    // 2 (100 ln(100/150) + 200 ln(200/150))
    expect(much).toBeCloseTo(33.98, 2);
  });
});
