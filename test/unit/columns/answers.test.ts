import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventRow } from '../../../electron/contract/api.ts';
import { columnFields, type FieldName } from '../../../electron/contract/fields.ts';
import { type Columns, openColumns, type ViewQuestion } from '../../../electron/engine/columns/index.ts';
import { filters, madeEvents } from './arbitraries.ts';
import { MadeCase, type MadeEvent, workersDir } from './made-case.ts';
import { countValues, naiveSorted, naiveView, readNaiveRows, toEventRow, visible } from './naive.ts';

const columns: FieldName[] = [
  'time',
  'name',
  'resource',
  'object',
  'verdict',
  'error',
  'id',
  'request',
  'vpce',
];
const facetFields = [...columnFields];

const questions = fc.record({
  filter: filters,
  withDuplicates: fc.boolean(),
  histogram: fc.record({ maxBars: fc.integer({ min: 2, max: 60 }) }),
  facets: fc
    .tuple(fc.integer({ min: 1, max: 5 }), fc.boolean())
    .map(([top, underWholeFilter]) => facetFields.map((field) => ({ field, top, underWholeFilter }))),
  page: fc.record({
    sort: fc.record({
      field: fc.constantFrom<FieldName>(
        'time',
        'name',
        'resource',
        'object',
        'verdict',
        'vpce',
        'id',
        'request',
      ),
      descending: fc.boolean(),
    }),
    offset: fc.integer({ min: 0, max: 30 }),
    limit: fc.integer({ min: 0, max: 50 }),
    columns: fc.constant(columns),
  }),
});

async function withCase(
  segments: readonly (readonly MadeEvent[])[],
  threads: number,
  use: (opened: Columns, made: MadeCase) => Promise<void>,
) {
  const made = new MadeCase();
  try {
    for (const events of segments) made.add(events);
    const opened = await openColumns({ casePath: made.path, workersDir, threads });
    try {
      await use(opened, made);
    } finally {
      await opened.close();
    }
  } finally {
    made.remove();
  }
}

async function checkAll(opened: Columns, made: MadeCase, question: ViewQuestion): Promise<void> {
  const rows = readNaiveRows(made.db);
  const { revision: _, elapsedMs: __, ...view } = await opened.view(question);
  expect(view).toEqual(naiveView(rows, question, view.histogram?.stepMs));
  const { page, filter, withDuplicates } = question;
  if (page === null) return;
  const sorted = naiveSorted(rows, question, page.sort);
  const pageAnswer = await opened.page({ filter, withDuplicates, page });
  expect({ matched: pageAnswer.matched, rows: pageAnswer.rows }).toEqual({
    matched: view.matched,
    rows: view.rows,
  });
  const exported: EventRow[] = [];
  for await (const chunk of opened.rows({ filter, withDuplicates, sort: page.sort, columns }))
    exported.push(...chunk);
  expect(exported).toEqual(sorted.map((row) => toEventRow(row, columns)));
  for (const { event } of rows.filter((_row, at) => at % 7 === 0)) {
    const offset = sorted.findIndex((row) => row.event === event);
    expect(await opened.position({ filter, withDuplicates, sort: page.sort, event })).toBe(
      offset < 0 ? null : offset,
    );
  }
}

describe('every answer of the columns', () => {
  it('is what the rows of the tables say, for any filter', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(madeEvents, { maxLength: 3 }),
        fc.array(questions, { minLength: 6, maxLength: 6 }),
        async (segments, asked) => {
          await withCase(segments, 2, async (opened, made) => {
            for (const question of asked) await checkAll(opened, made, question);
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('offers values by what they contain, the most frequent first', async () => {
    await fc.assert(
      fc.asyncProperty(madeEvents, fc.constantFrom('', 'a', 'B', 'ä', 'zz'), async (events, text) => {
        await withCase([events], 1, async (opened, made) => {
          const rows = visible(readNaiveRows(made.db), false);
          for (const field of ['name', 'resource', 'object'] as const) {
            const expected = countValues(rows, field).filter(({ value }) =>
              value.toLowerCase().includes(text.toLowerCase()),
            );
            expect(await opened.values(field, text, 4)).toEqual(expected.slice(0, 4));
          }
          expect(await opened.values('id', text, 4)).toEqual([]);
        });
      }),
      { numRuns: 10 },
    );
  });

  it('is the same from one thread and from several, over many chunks of rows', async () => {
    const events = Array.from(
      { length: 70_000 },
      (_, i): MadeEvent => ({
        timeMs: i % 97 === 0 ? null : 1_627_000_000_000 + ((i * 7919) % 70_000) * 1000,
        object: `logs/${i % 400}.json.gz`,
        id: null,
        fields: {
          name: `Name${i % 300}`,
          actor: `actor-${i % 66_000}`,
          ...(i % 5 === 0 ? { error: `Error${i % 3}` } : {}),
        },
      }),
    );
    const name = {
      kind: 'match',
      target: { kind: 'field', field: 'name' },
      anyOf: [{ kind: 'wildcard', pieces: ['name1', ''] }],
    } as const;
    const error = { kind: 'exists', target: { kind: 'field', field: 'error' } } as const;
    const question: ViewQuestion = {
      filter: {
        kind: 'and',
        operands: [name, error, { kind: 'time', fromMs: 1_627_010_000_000, untilMs: null }],
      },
      withDuplicates: false,
      histogram: { maxBars: 50 },
      facets: [
        { field: 'name', top: 20 },
        { field: 'error', top: 20 },
        { field: 'actor', top: 20 },
      ],
      page: {
        sort: { field: 'actor', descending: true },
        offset: 1000,
        limit: 100,
        columns: ['actor', 'name'],
      },
    };
    const answers: unknown[] = [];
    const made = new MadeCase();
    made.add(events);
    for (const threads of [1, 2, 4]) {
      const opened = await openColumns({ casePath: made.path, workersDir, threads });
      const { elapsedMs: _, ...answer } = await opened.view(question);
      answers.push(answer);
      if (threads === 1)
        expect(answer).toMatchObject(naiveView(readNaiveRows(made.db), question, answer.histogram?.stepMs));
      await opened.close();
    }
    made.remove();
    expect(answers[1]).toEqual(answers[0]);
    expect(answers[2]).toEqual(answers[0]);
  });
});
