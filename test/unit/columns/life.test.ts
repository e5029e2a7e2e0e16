import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/contract/errors.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import {
  type Columns,
  columnsWhenAsked,
  openColumns,
  type ViewQuestion,
} from '../../../electron/engine/columns/index.ts';
import { MadeCase, type MadeEvent, workersDir } from './made-case.ts';

const everything: Filter = { kind: 'all' };

function view(filter: Filter = everything): ViewQuestion {
  const page = {
    sort: { field: 'time', descending: true },
    offset: 0,
    limit: 10,
    columns: ['name'],
  } as const;
  return {
    filter,
    withDuplicates: false,
    histogram: { maxBars: 10 },
    facets: [{ field: 'name', top: 5 }],
    page: { ...page, columns: [...page.columns] },
  };
}

function events(count: number, name: (at: number) => string): MadeEvent[] {
  return Array.from({ length: count }, (_, at) => ({
    timeMs: 1_627_430_400_000 + at * 1000,
    object: 'logs/a.json.gz',
    id: null,
    fields: { name: name(at) },
  }));
}

describe('columns of an open case', () => {
  const toClose: (() => Promise<void> | void)[] = [];
  afterEach(async () => {
    for (const close of toClose.splice(0).reverse()) await close();
  });

  async function open(
    segments: readonly (readonly MadeEvent[])[],
    threads = 2,
  ): Promise<{ made: MadeCase; columns: Columns }> {
    const made = new MadeCase();
    toClose.push(() => made.remove());
    for (const segment of segments) made.add(segment);
    const columns = await openColumns({ casePath: made.path, workersDir, threads });
    toClose.push(() => columns.close());
    return { made, columns };
  }

  it('without events answer with nothing', async () => {
    const { columns } = await open([]);
    const { elapsedMs: _, ...answer } = await columns.view(view());
    const facets = [{ field: 'name', distinct: 0, missing: 0, values: [] }];
    expect(answer).toEqual({
      revision: 1,
      total: 0,
      undecided: 0,
      matched: 0,
      histogram: null,
      undated: 0,
      facets,
      rows: [],
    });
  });

  it('show new events after a refresh, under a new revision', async () => {
    const { made, columns } = await open([events(3, () => 'First')]);
    made.add(events(2, () => 'Second'));
    expect(await columns.view(view())).toMatchObject({ revision: 1, total: 3 });
    await columns.refresh();
    expect(columns.revision).toBe(2);
    expect(await columns.view(view())).toMatchObject({ revision: 2, total: 5 });
  });

  it('show what a check said after their verdicts were read anew, as a whole refresh would, and no new events', async () => {
    const many = events(3000, (at) => `N${at % 7}`).map((event, at) => ({
      ...event,
      object: `logs/${Math.floor(at / 10) % 90}.json.gz`,
    }));
    const { made, columns } = await open([many.slice(0, 2000), many.slice(2000)]);
    made.checkAgain(['missing', null, 'unsigned', 'a word of tomorrow']);
    await columns.refreshVerdicts();
    const unsigned: Filter = {
      kind: 'match',
      target: { kind: 'field', field: 'verdict' },
      anyOf: [{ kind: 'literal', text: 'unsigned' }],
    };
    const loaded = await openColumns({ casePath: made.path, workersDir, threads: 1 });
    toClose.push(() => loaded.close());
    for (const filter of [everything, unsigned]) {
      const question: ViewQuestion = { ...view(filter), facets: [{ field: 'verdict', top: 20 }] };
      const { elapsedMs: _, ...checked } = await columns.view(question);
      const { elapsedMs: __, ...expected } = await loaded.view(question);
      expect(checked).toEqual({ ...expected, revision: 2 });
      expect(checked.matched).toBeGreaterThan(0);
    }
    const [facet] = (await columns.view({ ...view(), facets: [{ field: 'verdict', top: 20 }] })).facets;
    expect(new Set(facet?.values.map(({ value }) => value))).toEqual(
      new Set(['missing', 'unsigned', 'unproven']),
    );
    made.add(events(10, () => 'Later'));
    await columns.refreshVerdicts();
    expect(await columns.view(view())).toMatchObject({ revision: 3, total: 3000 });
  });

  it('answer every question from one revision while they are refreshed', async () => {
    const { made, columns } = await open([events(1000, (at) => `N${at % 7}`)]);
    const seen = new Map<number, number>();
    for (let round = 0; round < 4; round += 1) {
      made.add(events(1000, (at) => `N${at % 7}`));
      const refreshed = columns.refresh();
      let isRefreshed = false;
      const done = refreshed.finally(() => {
        isRefreshed = true;
      });
      while (!isRefreshed) {
        const { revision, total, facets, histogram } = await columns.view(view());
        const counted = facets[0]?.values.reduce((sum, { count }) => sum + count, 0) ?? 0;
        const rest = histogram?.write.reduce((sum, count) => sum + count, 0);
        expect({ total, rest }).toEqual({ total: revision * 1000, rest: revision * 1000 });
        expect(counted).toBeLessThanOrEqual(total);
        seen.set(revision, total);
      }
      await done;
    }
    expect(seen.size).toBeGreaterThan(1);
  });

  it('end an export with the revision it began with', async () => {
    const { made, columns } = await open([events(12_000, () => 'First')]);
    let rows = 0;
    for await (const chunk of columns.rows({
      filter: everything,
      withDuplicates: false,
      sort: { field: 'time', descending: false },
      columns: ['name', 'id'],
    })) {
      rows += chunk.length;
      if (rows === chunk.length) {
        made.add(events(10, () => 'Second'));
        await columns.refresh();
      }
    }
    expect(rows).toBe(12_000);
  });

  it('leave a question that nobody waits for, and answer the next', async () => {
    const { columns } = await open([events(60_000, (at) => `name-${at}`)], 1);
    const controller = new AbortController();
    // Slow on purpose: a regular expression over 60,000 distinct names.
    const slow: Filter = { kind: 'anywhere', pattern: { kind: 'regex', source: '(a|b|c|[0-9]+){3,9}x$' } };
    const abandoned = columns.view(view(slow), controller.signal);
    const reason = new Error('No longer wanted');
    controller.abort(reason);
    await expect(abandoned).rejects.toBe(reason);
    const { matched } = await columns.view(
      view({
        kind: 'match',
        target: { kind: 'field', field: 'name' },
        anyOf: [{ kind: 'literal', text: 'NAME-7' }],
      }),
    );
    expect(matched).toBe(1);
    await expect(columns.view(view(), controller.signal)).rejects.toBe(reason);
  });

  it('stop an export when it is cancelled', async () => {
    const { columns } = await open([events(12_000, () => 'First')]);
    const controller = new AbortController();
    const exporting = async () => {
      for await (const _ of columns.rows(
        {
          filter: everything,
          withDuplicates: false,
          sort: { field: 'name', descending: false },
          columns: ['name'],
        },
        controller.signal,
      )) {
        controller.abort(new Error('Enough'));
      }
    };
    await expect(exporting()).rejects.toThrow('Enough');
  });

  it('refuse by name what columns cannot answer', async () => {
    const { columns } = await open([events(1, () => 'First')]);
    const path: Filter = {
      kind: 'match',
      target: { kind: 'path', steps: ['requestParameters', 'bucketName'] },
      anyOf: [{ kind: 'literal', text: 'x' }],
    };
    for (const question of [view(path), { ...view(), facets: [{ field: 'id' as const, top: 5 }] }]) {
      const error: unknown = await columns.view(question).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: 'filter-unsupported' });
    }
    const broken: Filter = {
      kind: 'match',
      target: { kind: 'field', field: 'name' },
      anyOf: [{ kind: 'regex', source: '(' }],
    };
    await expect(columns.view(view(broken))).rejects.toMatchObject({ code: 'filter-syntax' });
    await expect(columns.view({ ...view(), histogram: { maxBars: 1, stepMs: 1 } })).resolves.toMatchObject({
      matched: 1,
    });
  });

  it('refuse a step of the histogram that would make too many bars', async () => {
    const { columns } = await open([events(400, () => 'First')]);
    await expect(columns.view({ ...view(), histogram: { maxBars: 10, stepMs: 1 } })).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('choose the smallest round step that fits, from the matching events alone', async () => {
    const { columns } = await open([events(7200, (at) => (at < 50 ? 'Early' : 'Late'))]);
    const early: Filter = {
      kind: 'match',
      target: { kind: 'field', field: 'name' },
      anyOf: [{ kind: 'literal', text: 'early' }],
    };
    expect((await columns.view({ ...view(), histogram: { maxBars: 24 } })).histogram?.stepMs).toBe(300_000);
    expect((await columns.view({ ...view(early), histogram: { maxBars: 24 } })).histogram?.stepMs).toBe(5000);
    expect((await columns.view({ ...view(), histogram: { maxBars: 1 } })).histogram).toMatchObject({
      stepMs: 7_200_000,
      write: [7200],
    });
  });

  it('report a segment that is damaged, and keep answering from the revision before', async () => {
    const { made, columns } = await open([events(3, () => 'First')]);
    made.db.run(
      'INSERT INTO segments (first_event, event_count, layout, columns) VALUES (4, 5, 1, ?)',
      Uint8Array.of(1, 2, 3),
    );
    await expect(columns.refresh()).rejects.toMatchObject({ code: 'damaged-case' });
    expect(await columns.view(view())).toMatchObject({ revision: 1, total: 3 });
    await expect(openColumns({ casePath: made.path, workersDir, threads: 1 })).rejects.toMatchObject({
      code: 'damaged-case',
    });
  });

  it('are loaded with the first question where that was asked for, with all that came in until then', async () => {
    const made = new MadeCase();
    toClose.push(() => made.remove());
    made.add(events(3, () => 'First'));
    const columns = columnsWhenAsked({ casePath: made.path, workersDir, threads: 2 });
    toClose.push(() => columns.close());
    expect(columns.revision).toBe(1);
    made.add(events(4, () => 'Second'));
    await columns.refresh();
    await columns.refreshVerdicts();
    expect(columns.revision).toBe(3);
    const [one, other] = await Promise.all([columns.view(view()), columns.view(view())]);
    expect(one).toMatchObject({ revision: 3, total: 7 });
    expect(other).toMatchObject({ revision: 3, total: 7 });
    made.add(events(1, () => 'Third'));
    await columns.refresh();
    expect(await columns.view(view())).toMatchObject({ revision: 4, total: 8 });
  });

  it('that are loaded late say what is wrong with the case to whoever asks first, and load it once it is well', async () => {
    const made = new MadeCase();
    toClose.push(() => made.remove());
    made.add(events(3, () => 'First'));
    made.db.run(
      'INSERT INTO segments (first_event, event_count, layout, columns) VALUES (4, 5, 1, ?)',
      Uint8Array.of(1, 2, 3),
    );
    const columns = columnsWhenAsked({ casePath: made.path, workersDir, threads: 1 });
    toClose.push(() => columns.close());
    await expect(columns.view(view())).rejects.toMatchObject({ code: 'damaged-case' });
    made.db.run('DELETE FROM segments WHERE first_event = 4');
    expect(await columns.view(view())).toMatchObject({ revision: 1, total: 3 });
    await columns.close();
    await expect(columns.view(view())).rejects.toMatchObject({ code: 'not-found' });
    const never = columnsWhenAsked({ casePath: made.path, workersDir, threads: 1 });
    await never.close();
    await expect(never.view(view())).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reject what is open when the case is closed', async () => {
    const { columns } = await open([events(20_000, (at) => `name-${at}`)]);
    const slow: Filter = { kind: 'anywhere', pattern: { kind: 'regex', source: '([a-z]|[0-9]+){3,9}x$' } };
    const asked = columns.view(view(slow));
    const refreshing = columns.refresh();
    const closing = columns.close();
    await expect(asked).rejects.toMatchObject({ code: 'not-found' });
    await expect(refreshing).rejects.toMatchObject({ code: 'not-found' });
    await closing;
    await expect(columns.view(view())).rejects.toMatchObject({ code: 'not-found' });
  });
});
