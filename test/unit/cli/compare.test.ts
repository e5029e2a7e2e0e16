import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Database } from '../../../electron/engine/case/driver.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-compare-'));
const spoor = spoorIn(folder);

interface Line {
  readonly field: string;
  readonly value: string;
  readonly count: number;
  readonly before: number;
  readonly after: number;
  readonly change: string;
  readonly filter: string;
  readonly beforeFilter: string;
  readonly afterFilter: string;
}

let day = '';
let nextDay = '';
let db: Database;

beforeAll(async () => {
  expect((await spoor('sample', 'sample.spoor')).code).toBe(0);
  db = Database.open(path.join(folder, 'sample.spoor'), { readOnly: true });
  const [middle] = db.all(
    'SELECT time_ms AS ms FROM events WHERE time_ms IS NOT NULL ORDER BY time_ms LIMIT 1 OFFSET 15000',
  );
  const ms = Number(middle?.ms);
  day = new Date(ms).toISOString().slice(0, 10);
  nextDay = new Date(ms + 86_400_000).toISOString().slice(0, 10);
}, 60_000);
afterAll(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Each value of a field with its events, from the view that the case offers to anyone with SQLite. */
function sqlCounts(field: string, where: string, ...values: readonly number[]): Record<string, number> {
  const sql = `SELECT ${field} AS value, count(*) AS n FROM events_as_text
    WHERE is_duplicate = 0 AND ${field} IS NOT NULL AND ${where} GROUP BY 1`;
  return Object.fromEntries(db.all(sql, ...values).map(({ value, n }) => [String(value), Number(n)]));
}

async function lines(...words: readonly string[]): Promise<readonly Line[]> {
  const { code, out, err } = await spoor(...words, '--json');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out).lines;
}

async function matched(filter: string): Promise<number> {
  return JSON.parse((await spoor('count', 'sample', filter, '--json')).out).matched;
}

describe('spoor rare', () => {
  it('finds what SQL finds: few events, or none before a time', async () => {
    let found = 0;
    for (const field of ['name', 'agent', 'ip']) {
      const few = await lines(
        'rare',
        'sample',
        '--field',
        field,
        '--of',
        'anyone',
        '--fewer-than',
        '5',
        '--top',
        '1000',
      );
      const expected = Object.entries(sqlCounts(field, 'true')).filter(([, n]) => n < 5);
      found += few.length;
      expect(Object.fromEntries(few.map(({ value, count }) => [value, count]))).toEqual(
        Object.fromEntries(expected),
      );
      const since = Date.parse(day);
      const before = sqlCounts(field, 'time_ms < ?', since);
      const after = Object.entries(sqlCounts(field, 'time_ms >= ?', since)).filter(
        ([value]) => before[value] === undefined,
      );
      const fresh = await lines(
        'rare',
        'sample',
        '--field',
        field,
        '--of',
        'anyone',
        '--since',
        day,
        '--top',
        '1000',
      );
      expect(Object.fromEntries(fresh.map(({ value, count }) => [value, count]))).toEqual(
        Object.fromEntries(after),
      );
      found += fresh.length;
    }
    expect(found).toBeGreaterThan(0);
  });

  it('gives each line the filter of exactly its events', async () => {
    const found = await lines('rare', 'sample', 'outcome:success', '--since', day, '--top', '6');
    expect(found.length).toBeGreaterThan(0);
    for (const { filter, count } of found) expect(await matched(filter)).toBe(count);
  });

  it('prints a table for a person', async () => {
    const { code, out } = await spoor('rare', 'sample', '--top', '3');
    expect(code).toBe(0);
    expect(out).toMatch(/^[\d,]+ lines from [\d,]+ events: /);
    expect(out).toMatch(/\ncount +first \(UTC\) +last \(UTC\) +whose +field +value\n/);
    expect(out).toMatch(/more lines; --top shows more\.\n$/);
  });

  it('says what it cannot do in a sentence', async () => {
    for (const [words, sentence] of [
      [['--field', 'resource'], /--field takes name, service/],
      [['--of', 'everyone'], /--of takes both, anyone or actor/],
      [['--fewer-than', '1'], /--fewer-than takes a number from 2/],
      [['--since', 'yesterday'], /--since takes a day or a time/],
    ] as const) {
      const { code, err } = await spoor('rare', 'sample', ...words);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(sentence) });
    }
  });
});

describe('spoor compare', () => {
  it('counts what SQL counts in both periods, and gives each line its filters', async () => {
    const from = Date.parse(day);
    const until = Date.parse(nextDay);
    const found = await lines(
      'compare',
      'sample',
      '--before',
      `2000..${priorDay()}`,
      '--after',
      day,
      '--field',
      'name',
      '--top',
      '1000',
    );
    const before = sqlCounts('name', 'time_ms < ?', from);
    const after = sqlCounts('name', 'time_ms >= ? AND time_ms < ?', from, until);
    for (const line of found)
      expect([line.before, line.after]).toEqual([before[line.value] ?? 0, after[line.value] ?? 0]);
    const names = new Set([...Object.keys(before), ...Object.keys(after)]);
    expect(new Set(found.map(({ value }) => value))).toEqual(names);
    for (const { beforeFilter, afterFilter, ...line } of found.slice(0, 3)) {
      expect(await matched(beforeFilter)).toBe(line.before);
      expect(await matched(afterFilter)).toBe(line.after);
    }
  });

  it('prints the periods and a table for a person', async () => {
    const { code, out } = await spoor('compare', 'sample', '--before', priorDay(), '--after', day);
    expect(code).toBe(0);
    expect(out).toMatch(/^before {2}\d{4}-\d\d-\d\dT00:00:00Z until /);
    expect(out).toMatch(/\nchange +before +after +an hour +field +value\n/);
  });

  it('says what it cannot do in a sentence', async () => {
    for (const [words, sentence] of [
      [['--before', 'x..y', '--after', '2026'], /--before takes two days or times/],
      [['--before', '2026'], /--after takes two days or times/],
      [['--before', '2026-03..2026-01', '--after', '2027'], /A period ends before it begins/],
      [['--before', '2026', '--after', '2026-05'], /have time in common/],
    ] as const) {
      const { code, err } = await spoor('compare', 'sample', ...words);
      expect({ code, err }).toEqual({ code: 2, err: expect.stringMatching(sentence) });
    }
  });
});

function priorDay(): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}
