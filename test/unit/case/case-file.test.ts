import {
  copyFileSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from '@photostructure/sqlite';
import { expect, test } from 'vitest';
import { createCase, openCase, openCaseConnection } from '../../../electron/engine/case/case-file.ts';
import { appendCustody, checkCustody } from '../../../electron/engine/case/custody.ts';
import { Database } from '../../../electron/engine/case/driver.ts';
import { applicationId } from '../../../electron/engine/case/file-header.ts';
import { formatOf, latestFormat, migrate } from '../../../electron/engine/case/migrate.ts';
import { sql as first } from '../../../electron/engine/case/migrations/001-first.ts';
import { TermWriter } from '../../../electron/engine/case/terms.ts';
import { context } from './builders.ts';
import { codeOf, messageOf, newCase, temporaryFolder } from './fixtures.ts';

/** A case that was closed, changed by hand. */
function closedCase(change: string = 'SELECT 1'): string {
  const opened = newCase();
  opened.close();
  const raw = new DatabaseSync(opened.path);
  raw.exec(change);
  raw.close();
  return opened.path;
}

function addTerm(db: Database, text: string): void {
  const terms = new TermWriter(db);
  terms.idOf(text);
  terms.flush();
}

test('a closed case is a single file', () => {
  const folder = temporaryFolder();
  const opened = newCase(folder);
  addTerm(opened.db, 'x');
  expect(readdirSync(folder).sort()).toEqual(['a.spoor', 'a.spoor-lock', 'a.spoor-shm', 'a.spoor-wal']);
  opened.close();
  expect(readdirSync(folder)).toEqual(['a.spoor']);
  expect(readFileSync(opened.path).readUInt8(18)).toBe(1);
});

test('a case that a second connection still reads loses nothing when it is closed', () => {
  const opened = newCase();
  const reader = openCaseConnection(opened.path, { readOnly: true });
  addTerm(opened.db, 'kept');
  reader.exec('BEGIN');
  reader.get('SELECT * FROM terms');
  opened.close();
  expect(reader.get('SELECT text FROM terms')?.text).toBe('kept');
  reader.close();
  const again = openCase(opened.path, { ...context, access: 'read' });
  expect(again.db.get('SELECT text FROM terms')?.text).toBe('kept');
  again.close();
});

test('a connection for a worker sees what is committed, and cannot write when it may only read', () => {
  const opened = newCase();
  const reader = openCaseConnection(opened.path, { readOnly: true });
  addTerm(opened.db, 'new');
  expect(reader.get('SELECT text FROM terms')?.text).toBe('new');
  expect(codeOf(() => reader.exec('DELETE FROM terms'))).toBe('read-only');
  reader.close();
});

test('a file that exists is never overwritten', () => {
  const target = path.join(temporaryFolder(), 'a.spoor');
  writeFileSync(target, 'mine');
  expect(codeOf(() => createCase(target, context))).toBe('already-exists');
  expect(readFileSync(target, 'utf8')).toBe('mine');
});

test('a case is not made in a folder that is missing', () => {
  expect(codeOf(() => createCase(path.join(temporaryFolder(), 'none/a.spoor'), context))).toBe('not-found');
});

test('names with the signs of a URL are names', () => {
  const folder = temporaryFolder();
  const opened = newCase(folder, 'a?mode=memory#50%41.spoor');
  opened.close();
  expect(readdirSync(folder)).toEqual(['a?mode=memory#50%41.spoor']);
});

test('a symbolic link opens the case that it leads to', () => {
  const target = closedCase();
  const link = path.join(temporaryFolder(), 'link.spoor');
  symlinkSync(target, link);
  const opened = openCase(link, { ...context, access: 'write' });
  expect(opened.path).toBe(target);
  opened.close();
});

test('opening to read changes no byte and leaves no file behind', () => {
  const target = closedCase();
  const before = readFileSync(target);
  const opened = openCase(target, { ...context, access: 'read' });
  expect(opened).toMatchObject({ access: 'read', readOnlyReason: 'It was opened read-only.' });
  opened.db.all('SELECT * FROM events_as_text');
  opened.close();
  expect(readFileSync(target).equals(before)).toBe(true);
  expect(readdirSync(path.dirname(target))).toEqual(['a.spoor']);
});

const open = (target: string) => () => openCase(target, { ...context, access: 'write' }).close();

test('what is no case is refused by name', () => {
  const folder = temporaryFolder();
  const text = path.join(folder, 'text.spoor');
  writeFileSync(text, 'hello\n'.repeat(1000));
  const empty = path.join(folder, 'empty.spoor');
  writeFileSync(empty, '');
  const foreign = path.join(folder, 'foreign.spoor');
  const raw = new DatabaseSync(foreign);
  raw.exec('CREATE TABLE t (a)');
  raw.close();
  expect([text, empty, foreign, folder].map((target) => codeOf(open(target)))).toEqual(
    Array(4).fill('no-case'),
  );
  expect(codeOf(open(path.join(folder, 'missing.spoor')))).toBe('not-found');
  expect(readdirSync(folder).sort()).toEqual(['empty.spoor', 'foreign.spoor', 'text.spoor']);
});

test('a case of a newer format is refused with both numbers', () => {
  const target = closedCase('PRAGMA user_version = 41');
  expect(codeOf(open(target))).toBe('newer-case');
  expect(messageOf(open(target))).toMatch(new RegExp(`format 41.*up to ${latestFormat}\\b`));
});

test.each([
  ['cut off', (file: string) => truncateSync(file, statSync(file).size - 5_000)],
  ['cut off after its head', (file: string) => truncateSync(file, 100)],
  [
    'overwritten in its schema',
    (file: string) => writeFileSync(file, overwritten(readFileSync(file), 100, 3_000)),
  ],
  [
    'given a page size that is none',
    (file: string) => writeFileSync(file, overwritten(readFileSync(file), 16, 2)),
  ],
])('a case that was %s is refused as damaged and left as it is', (_, damage) => {
  const target = closedCase();
  damage(target);
  const before = readFileSync(target);
  expect(codeOf(open(target))).toBe('damaged-case');
  expect(readFileSync(target).equals(before)).toBe(true);
  expect(readdirSync(path.dirname(target))).toEqual(['a.spoor']);
});

test('a case without one of its tables is refused as damaged', () => {
  expect(codeOf(open(closedCase('DROP TABLE segments')))).toBe('damaged-case');
});

test('an empty file is made a case of the latest format, which custody says once', () => {
  const db = Database.open(path.join(temporaryFolder(), 'a.spoor'), { readOnly: false });
  migrate(db, context);
  expect(formatOf(db)).toBe(latestFormat);
  expect(db.get('SELECT action, at_ms, details FROM custody')).toEqual(
    expect.objectContaining({
      action: 'created',
      at_ms: context.clock(),
      details: `{"format":${latestFormat},"version":"0.1.0"}`,
    }),
  );
  migrate(db, context);
  expect(db.get('SELECT count(*) AS rows FROM custody')?.rows).toBe(1);
  db.close();
});

test('a case of format 1 gets what later formats need, keeps what it has, and custody goes on', () => {
  const folder = temporaryFolder();
  const file = path.join(folder, 'a.spoor');
  const older = Database.open(file, { readOnly: false });
  older.exec(first);
  older.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = 1`);
  appendCustody(older, { atMs: 1, action: 'created', details: { format: 1 } });
  older.exec(
    "INSERT INTO sources (kind, label, location, added_at_ms) VALUES ('folder', 'logs', '/logs', 0)",
  );
  older.exec(`INSERT INTO objects (source_id, key, key_hash, status, is_kept, size_bytes, seen_at_ms)
    VALUES (1, 'a', 0, 'read', 0, 1, 0)`);
  older.close();
  const opened = openCase(file, { ...context, access: 'write' });
  expect(formatOf(opened.db)).toBe(latestFormat);
  expect(opened.db.get('SELECT key, left_out FROM objects')).toMatchObject({ key: 'a', left_out: 0 });
  expect(opened.db.all('SELECT verdict FROM events_as_text')).toEqual([]);
  expect(opened.db.get('SELECT count(*) AS n FROM verdicts')).toEqual({ n: 0 });
  expect(opened.db.get('SELECT label, settings FROM sources')).toMatchObject({
    label: 'logs',
    settings: null,
  });
  expect(opened.db.all('SELECT action FROM custody ORDER BY seq').map((row) => row.action)).toEqual([
    'created',
    ...Array.from({ length: latestFormat - 1 }, () => 'migrated'),
  ]);
  expect(checkCustody(opened.db).ok).toBe(true);
  opened.close();
});

test('a migration that fails leaves nothing of itself', () => {
  const db = Database.open(path.join(temporaryFolder(), 'a.spoor'), { readOnly: false });
  db.exec('CREATE TABLE segments (in_the_way)');
  expect(messageOf(() => migrate(db, context))).toContain('already exists');
  expect(db.all('SELECT name FROM sqlite_schema').map((row) => row.name)).toEqual(['segments']);
  expect(formatOf(db)).toBe(0);
  db.close();
});

test('every table is STRICT', () => {
  const { db } = newCase();
  const tables = db.all(
    "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table'",
  );
  const loose = tables.filter((row) => row.strict !== 1 && !String(row.name).startsWith('sqlite_'));
  expect({ loose, tables: tables.length > 8 }).toEqual({ loose: [], tables: true });
  expect(messageOf(() => db.run("INSERT INTO terms (text) VALUES (x'00')"))).toContain(
    'cannot store BLOB value in TEXT',
  );
});

test('a full disk is told as such, and the transaction leaves nothing', () => {
  const { db } = newCase();
  // As honest as a disk can be filled without one: SQLite answers SQLITE_FULL beyond this many pages.
  db.exec('PRAGMA max_page_count = 60');
  const fill = () => db.transaction(() => db.run('INSERT INTO packs (bytes) VALUES (zeroblob(1000000))'));
  expect(codeOf(fill)).toBe('disk-full');
  expect(db.get('SELECT count(*) AS packs FROM packs')?.packs).toBe(0);
  appendCustody(db, { atMs: 1, action: 'imported', details: {} });
});

test('a copy of a closed case is a case', () => {
  const target = closedCase();
  const copy = path.join(temporaryFolder(), 'copy.spoor');
  copyFileSync(target, copy);
  expect(codeOf(open(copy))).toBe('no error');
});

function overwritten(bytes: Buffer, at: number, length: number): Buffer {
  return Buffer.concat([bytes.subarray(0, at), Buffer.alloc(length, 0xa5), bytes.subarray(at + length)]);
}
