import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { columnFields, fieldNames } from '../../../electron/contract/fields.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';
import { type Model, records, spell } from '../../support/json-model.ts';
import { recordFilters } from '../../support/record-filters.ts';
import { type SlowColumns, slowHolds } from '../../support/slow-evaluator.ts';

const perFile = 24;

/** A record of CloudTrail around a random one; `id` tells which it is. */
function around(model: Model, at: number): Model {
  const members = typeof model === 'object' && model !== null && 'members' in model ? model.members : [];
  return {
    members: [
      ['eventVersion', '1.08'],
      ['eventName', ['a', 'AB', 'PutObject'][at % 3] ?? ''],
      ['eventSource', 's3.amazonaws.com'],
      ['eventTime', `2021-07-28T10:${String(at % 60).padStart(2, '0')}:00Z`],
      ['eventID', `event-${at}`],
      ...members,
    ],
  };
}

/** The shapes in which records reach a case, each with the texts of its records. */
const shapes: readonly ((texts: readonly string[], spelled: (model: Model) => string) => Buffer)[] = [
  (texts) => Buffer.from(`{"Records":[${texts.join(',')}]}`),
  (texts) => Buffer.from(`[${texts.join(' ,\n')}]`),
  (texts) => Buffer.from(texts.join('\n')),
  (texts) =>
    Buffer.from(`{"Events":[${texts.map((text) => JSON.stringify({ CloudTrailEvent: text })).join(',')}]}`),
  (texts) => Buffer.from(`\ufeff{"Records":[${texts.join(',')}]}`, 'utf16le'),
  // Cut off inside of a last record, which nobody can read.
  (texts) => Buffer.from(`{"Records":[${texts.join(',')},{"eventName":"Cut`),
  // Wrapped once more, some twice and some not at all; a key behind an escape.
  (texts) =>
    Buffer.from(
      `{"Records":[${texts.map((text, at) => (at % 3 === 0 ? `{"\\u0052ecords":[${text}]}` : at % 3 === 1 ? `{"Records":[${text},{"Records":[]}]}` : text)).join(',')}]}`,
    ),
];

describe('a search in the records of a case', () => {
  let test: TestEngine;
  let info: CaseInfo;
  let models: readonly Model[];
  const columns = new Map<number, SlowColumns>();
  const idOf = new Map<number, number>();

  beforeAll(async () => {
    test = await startTestEngine();
    const drawn = fc.sample(records, { numRuns: shapes.length * perFile, seed: 5 });
    models = drawn.map(around);
    let seed = 1;
    const next = (): number => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    const folder = path.join(test.folder, 'trail');
    mkdirSync(folder);
    shapes.forEach((shape, at) => {
      const spelled = (model: Model): string => spell(model, at === 0 || at === 1 ? next : undefined);
      const texts = models.slice(at * perFile, (at + 1) * perFile).map(spelled);
      writeFileSync(path.join(folder, `${at}.json.gz`), gzipSync(shape(texts, spelled)));
    });
    info = await test.newCase();
    await test.importInto(info, folder);
    const { rows } = await test.engine.call('events.page', {
      case: info.case,
      filter: '',
      withDuplicates: true,
      page: { sort: { field: 'time', descending: false }, offset: 0, limit: 1000, columns: [...fieldNames] },
    });
    for (const { event, timeMs, values } of rows) {
      const texts = Object.fromEntries(
        columnFields.map((field) => [field, values[fieldNames.indexOf(field)] ?? null]),
      );
      columns.set(event, { timeMs, texts });
      idOf.set(event, Number(values[fieldNames.indexOf('id')]?.replace('event-', '')));
    }
  });
  afterAll(() => test.stop());

  /** @returns how many events had to be searched */
  async function search(filter: string): Promise<number> {
    const selection = { case: info.case, filter, withDuplicates: true };
    let searched = 0;
    for await (const { done, total } of test.engine.stream('events.search', selection)) {
      expect(done).toBeLessThanOrEqual(total);
      searched = total;
    }
    return searched;
  }

  async function matched(filter: string): Promise<{ events: number[]; undecided: number }> {
    const answer = await test.engine.call('events.view', {
      case: info.case,
      filter,
      withDuplicates: true,
      histogram: null,
      facets: [{ field: 'name', top: 10, underWholeFilter: true }],
      page: { sort: { field: 'time', descending: false }, offset: 0, limit: 1000, columns: [] },
    });
    expect(answer.rows).toHaveLength(answer.matched);
    const counted = answer.facets[0]?.values.reduce((sum, { count }) => sum + count, 0) ?? 0;
    expect(counted + (answer.facets[0]?.missing ?? 0)).toBe(answer.matched);
    return {
      events: answer.rows.map(({ event }) => event).sort((a, b) => a - b),
      undecided: answer.undecided,
    };
  }

  function expected(filter: Filter): number[] {
    return [...columns]
      .filter(([event, own]) => slowHolds(filter, models[idOf.get(event) ?? -1] ?? null, own))
      .map(([event]) => event)
      .sort((a, b) => a - b);
  }

  it('has every record of every shape in the index', () => {
    expect(idOf.size).toBe(models.length);
  });

  it('answers random filters as the slow evaluator does', async () => {
    await fc.assert(
      fc.asyncProperty(recordFilters, async (filter) => {
        const text = printFilter(filter);
        await search(text);
        const answer = await matched(text);
        expect(answer.undecided).toBe(0);
        expect(answer.events).toEqual(expected(filter));
      }),
      { numRuns: 400, seed: 7 },
    );
  });

  it('says before a search how many events are undecided, and shows only those that match for certain', async () => {
    const text = 'name:PutObject NOT "eventVersionX"';
    const before = await matched(text);
    const whole = expected(parseFilter(text));
    expect(before.undecided).toBe(whole.length);
    expect(before.events).toEqual([]);
    await search(text);
    expect(await matched(text)).toEqual({ events: whole, undecided: 0 });
  });

  it.each([
    '$.eventName:=PutObject',
    '$.eventName:=Put*',
    'NOT $.eventName:=AB',
    '$.eventName:(=AB OR =PutObject) $.a:*',
    'NOT ($.eventName:=AB $.eventSource:=s3*)',
    '$.eventName:putobject',
    '$.eventName:!=AB',
    '$.eventTime:=2021*',
  ])('answers %s, which says something of a column, as the slow evaluator does', async (text) => {
    await search(text);
    expect(await matched(text)).toEqual({ events: expected(parseFilter(text)), undecided: 0 });
  });

  it('searches only events whose columns can fit an exact path', async () => {
    const named = expected(parseFilter('name:AB')).length;
    expect(await search('$.eventName:=AB $.requestParameters.never:x')).toBe(named);
    expect(await search('$.eventName:=NeverCalled')).toBe(0);
  });

  it('remembers what it searched, whatever columns it is combined with', async () => {
    await search('"eventversion"');
    expect((await matched('"eventversion" name:AB')).undecided).toBe(0);
    expect((await matched('NOT "eventversion" OR name:AB')).undecided).toBe(0);
    expect((await matched('"eventversion" "other"')).undecided).toBeGreaterThan(0);
  });

  it.each([
    ['"k" "zzz"', '"k"'],
    ['NOT "a" "zzzz"', 'NOT "a"'],
    ['"k" OR "zzzzz"', 'NOT "k"'],
    ['NOT "a" OR "zzzzzz"', '"a"'],
  ])('searches for %s only where %s is known to hold', async (text, part) => {
    await search(part);
    expect(await search(text)).toBe(expected(parseFilter(part)).length);
    expect(await matched(text)).toEqual({ events: expected(parseFilter(text)), undecided: 0 });
  });

  it('keeps nothing wrong of a search that was cancelled', async () => {
    const enough = new AbortController();
    const selection = { case: info.case, filter: '"cancelled once"', withDuplicates: true };
    for await (const _ of test.engine.stream('events.search', selection, enough.signal)) enough.abort();
    const text = '"cancelled once" OR name:AB';
    await search(text);
    expect(await matched(text)).toEqual({ events: expected(parseFilter(text)), undecided: 0 });
  });

  it.each(['raw:/(/', 'a.b:cidr:10.0.0.0/99'])('refuses %s with a sentence', async (text) => {
    await expect(search(`"a":x ${text}`)).rejects.toMatchObject({ code: 'filter-syntax' });
  });
});
