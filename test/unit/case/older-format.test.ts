import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { openCase, openCaseConnection } from '../../../electron/engine/case/case-file.ts';
import { Database } from '../../../electron/engine/case/driver.ts';
import { formatOf, latestFormat, migrateTo } from '../../../electron/engine/case/migrate.ts';
import { textAt } from '../../../electron/engine/case/row.ts';
import { writeTrail } from '../../e2e/trail.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { spoorIn } from '../cli/run-spoor.ts';
import { context } from './builders.ts';
import { codeOf } from './fixtures.ts';

const olderFormats = Array.from({ length: latestFormat - 1 }, (_, n) => n + 1);

/** The columns of everything that can be read, as whoever asks without a schema's name sees them. */
function columnsOf(db: Database): Record<string, string[]> {
  const names = db.all("SELECT name FROM main.sqlite_schema WHERE type IN ('table', 'view')");
  const later = db.all("SELECT name FROM temp.sqlite_schema WHERE type IN ('table', 'view')");
  return Object.fromEntries(
    [...new Set([...names, ...later].map((row) => textAt(row, 'name')))].sort().map((name) => {
      const columns = db.all('SELECT name FROM pragma_table_info(?)', name);
      return [name, columns.map((row) => textAt(row, 'name')).sort()];
    }),
  );
}

/** Takes away what formats after this one have added. */
function makeOlder(file: string, format: number): void {
  const pattern = Database.inMemory();
  migrateTo(pattern, format);
  const db = Database.open(file, { readOnly: false });
  db.exec('DROP VIEW events_as_text');
  const had = columnsOf(pattern);
  for (const [name, columns] of Object.entries(columnsOf(db)).filter(([, all]) => all.length > 0)) {
    const kept = had[name];
    if (name.startsWith('sqlite_')) continue;
    if (kept === undefined) db.exec(`DROP TABLE ${name}`);
    else
      for (const column of columns.filter((one) => !kept.includes(one)))
        db.exec(`ALTER TABLE ${name} DROP COLUMN ${column}`);
  }
  const view = pattern.get("SELECT sql FROM sqlite_schema WHERE name = 'events_as_text'");
  if (view !== undefined) db.exec(textAt(view, 'sql'));
  db.exec(`PRAGMA user_version = ${format}`);
  db.close();
  pattern.close();
}

let running: TestEngine;
let file: string;
beforeEach(async () => {
  running = await startTestEngine();
  const info = await running.newCase('older');
  await running.importInto(info, writeTrail(running.folder, 9));
  await running.engine.call('cases.close', { case: info.case });
  file = path.join(info.place, info.name);
});
afterEach(() => running.stop());

async function open(access: 'write' | 'read'): Promise<CaseInfo> {
  const { token } = await running.engine.grantPath(file, 'file');
  return running.engine.call('cases.open', { grant: token, access });
}

describe.each(olderFormats)('a case of format %i that is opened to be read', (format) => {
  test('has everything that one of the latest format has', () => {
    const latest = openCase(file, { ...context, access: 'read' });
    const columns = columnsOf(latest.db);
    latest.close();
    makeOlder(file, format);
    const before = readFileSync(file);
    const opened = openCase(file, { ...context, access: 'read' });
    expect(formatOf(opened.db)).toBe(format);
    expect(columnsOf(opened.db)).toEqual(columns);
    expect(opened.db.all('SELECT * FROM events_as_text')).toHaveLength(9);
    expect(opened.db.get('SELECT key, left_out FROM objects ORDER BY id')).toEqual({
      key: 'a.json.gz',
      left_out: 0,
    });
    expect(codeOf(() => opened.db.exec("INSERT INTO terms (text) VALUES ('x')"))).toBe('read-only');
    opened.close();
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('is read, checked and looked through by rules, and its file stays as it is', async () => {
    makeOlder(file, format);
    const before = readFileSync(file);
    const { engine } = running;
    const info = await open('read');
    expect(info).toMatchObject({ access: 'read', events: 9, files: { seen: 2, damaged: 1 } });
    expect(info.readOnlyReason).toBe(
      `It was opened read-only. It is of an older format (${format}); opened for writing it is brought to format ${latestFormat}, which alters no evidence.`,
    );
    const { case: id } = info;
    const choice = { fromMs: null, untilMs: null, accounts: [], regions: [], trails: [] };
    const selection = { case: id, filter: 'user:bob', fromMs: null, untilMs: null, withDuplicates: false };
    const view = { ...selection, histogram: null, facets: [], page: null };
    expect((await engine.call('events.view', view)).matched).toBe(2);
    const ledger = { case: id, status: null, text: '', offset: 0, limit: 10 };
    expect((await engine.call('ledger.page', ledger)).total).toBe(2);
    expect(await engine.call('trails.list', { case: id })).toEqual({ trails: [], publicKeys: [] });
    expect(await engine.call('sync.history', { case: id })).toEqual([]);
    expect(await engine.call('skipIndex.size', { case: id })).toMatchObject({ events: 0 });
    expect((await engine.call('custody.page', { case: id, offset: 0, limit: 10 })).check.ok).toBe(true);

    const check = await engine.call('verify.start', { case: id, choice, keys: null });
    expect(await endOf(engine, check.job)).toMatchObject({ state: 'done' });
    expect((await engine.call('verify.latest', { case: id })).verification).toMatchObject({ isKept: false });
    const rules = { case: id, sigma: [], values: null, cis: true, minLevel: null };
    const run = await engine.call('detect.start', rules);
    expect(await endOf(engine, run.job)).toMatchObject({ state: 'done' });
    expect((await engine.call('detect.rules', { case: id })).run).toMatchObject({ isKept: false });
    await expect(
      engine.call('findings.suppress', { case: id, rule: 'x', actor: { kind: 'any' }, reason: 'y' }),
    ).rejects.toMatchObject({ code: 'read-only' });
    expect(await engine.call('findings.suppressions', { case: id })).toEqual({ suppressions: [] });
    await engine.call('cases.close', { case: id });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
  });
});

test('a case of an older format is brought up to date when it is opened for writing', async () => {
  makeOlder(file, 1);
  expect(await open('write')).toMatchObject({ access: 'write', readOnlyReason: null, events: 9 });
  const db = openCaseConnection(file, { readOnly: true });
  expect([formatOf(db), db.all('SELECT name FROM temp.sqlite_schema')]).toEqual([latestFormat, []]);
  db.close();
});

test('a table that the older format has, and the file lacks, is damage', () => {
  makeOlder(file, 1);
  const db = Database.open(file, { readOnly: false });
  db.exec('DROP TABLE segments');
  db.close();
  expect(codeOf(() => openCase(file, { ...context, access: 'read' }))).toBe('damaged-case');
});

test('the command line reads a case of an older format', async () => {
  makeOlder(file, 1);
  const before = readFileSync(file);
  const { code, out } = await spoorIn(running.folder)('count', file, '--by', 'user');
  expect([code, out]).toEqual([0, expect.stringContaining('alice')]);
  expect(readFileSync(file).equals(before)).toBe(true);
});
