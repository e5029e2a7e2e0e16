import { expect, test } from 'vitest';
import { findBlob, getBlob, putBlob } from '../../../electron/engine/case/blobs.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { findByKey, findBySha256, findSame, ledgerPage } from '../../../electron/engine/case/ledger.ts';
import { upsertSource } from '../../../electron/engine/case/sources.ts';
import { addObject, addSource, sha256 } from './builders.ts';
import { codeOf, newCase } from './fixtures.ts';

function ledger(): { db: Database; source: number } {
  const { db } = newCase();
  const source = addSource(db);
  addObject(db, source, { key: 'logs/a.json', sha256: sha256('a') });
  addObject(db, source, {
    key: 'logs/B_100%.json',
    sha256: null,
    status: 'tooLarge',
    reason: 'Inflates to 9 GB',
    recordCount: 0,
  });
  addObject(db, source, {
    key: 'logs/c.txt',
    sha256: sha256('c'),
    status: 'notCloudTrail',
    reason: 'It is text',
  });
  addObject(db, source, { key: 'logs/a.json', sha256: sha256('a2') });
  return { db, source };
}

const everything = { status: null, text: '', offset: 0, limit: 100 };

function keysOf(
  db: Database,
  request: Partial<Parameters<typeof ledgerPage>[1]>,
): { total: number; objects: number[] } {
  const page = ledgerPage(db, { ...everything, ...request });
  return { total: page.total, objects: page.rows.map((row) => row.object) };
}

test('the ledger shows every file in the order of import', () => {
  const page = ledgerPage(ledger().db, everything);
  expect(page).toMatchObject({
    total: 4,
    counts: { seen: 4, read: 2, tooLarge: 1, notCloudTrail: 1, damaged: 0 },
  });
  expect(page.rows[1]).toEqual({
    object: 2,
    key: 'logs/B_100%.json',
    source: 'logs',
    status: 'tooLarge',
    reason: 'Inflates to 9 GB',
    shape: 'records',
    sizeBytes: 10,
    sha256: null,
    records: 0,
    account: '111122223333',
    region: 'eu-west-1',
    deliveredMs: null,
  });
  expect(page.rows[0]?.sha256).toBe(Buffer.from(sha256('a')).toString('hex'));
});

test.each([
  ['a status', { status: 'read' as const }, { total: 2, objects: [1, 4] }],
  ['a text in the key, whatever its case', { text: 'b_1' }, { total: 1, objects: [2] }],
  ['a text in the reason', { text: 'inflates' }, { total: 1, objects: [2] }],
  ['a text with the signs of LIKE, literally', { text: '_100%' }, { total: 1, objects: [2] }],
  ['an underscore, literally', { text: 'a_json' }, { total: 0, objects: [] }],
  ['status and text', { status: 'read' as const, text: 'c.txt' }, { total: 0, objects: [] }],
  ['a page', { offset: 1, limit: 2 }, { total: 4, objects: [2, 3] }],
  ['a page of a status', { status: 'read' as const, offset: 1, limit: 5 }, { total: 2, objects: [4] }],
])('the ledger can be asked for %s', (_, request, expected) => {
  expect(keysOf(ledger().db, request)).toEqual(expected);
});

test('counts follow the text and not the status, so that the other statuses stay in sight', () => {
  const page = ledgerPage(ledger().db, { ...everything, status: 'tooLarge', text: 'json' });
  expect(page).toMatchObject({ total: 1, counts: { seen: 3, read: 2, tooLarge: 1, notCloudTrail: 0 } });
});

test('a file is known by source, key and bytes, or by its bytes alone', () => {
  const { db, source } = ledger();
  expect(findByKey(db, source, 'logs/a.json').map((known) => known.object)).toEqual([1, 4]);
  expect(findSame(db, source, 'logs/a.json', sha256('a2'))?.object).toBe(4);
  expect(findSame(db, source, 'logs/a.json', sha256('c'))).toBeNull();
  expect(findBySha256(db, sha256('c'))).toMatchObject({ object: 3, status: 'notCloudTrail' });
  expect(findBySha256(db, sha256('none'))).toBeNull();
});

test.each([
  ['source_id = 1 AND key = ?', 'idx_objects_source_key'],
  ['sha256 = ?', 'idx_objects_sha256'],
  ['status = ?', 'idx_objects_status'],
])('a look-up in the ledger by %s uses an index', (condition, index) => {
  const { db } = newCase();
  expect(
    db.get(`EXPLAIN QUERY PLAN SELECT id, size_bytes FROM objects WHERE ${condition} ORDER BY id`)?.detail,
  ).toContain(index);
});

test('the same bytes are kept once', () => {
  const { db } = newCase();
  const first = putBlob(db, sha256('x'), Buffer.from('x'));
  expect(putBlob(db, sha256('x'), Buffer.from('x'))).toBe(first);
  expect(findBlob(db, sha256('x'))).toBe(first);
  expect(Buffer.from(getBlob(db, first)).toString()).toBe('x');
  expect(codeOf(() => getBlob(db, 99))).toBe('damaged-case');
});

test('the same place is the same source, another kind of it is not', () => {
  const { db } = newCase();
  const place = { label: 'a', location: '/a', addedAtMs: 1 };
  const ids = [
    upsertSource(db, { ...place, kind: 'folder' }),
    upsertSource(db, { ...place, kind: 'folder', label: 'other', addedAtMs: 2 }),
    upsertSource(db, { ...place, kind: 'archive' }),
  ];
  expect(ids).toEqual([1, 1, 2]);
});

test('a status that the ledger does not have is refused by the schema, and a damaged case when it got in', () => {
  const { db } = ledger();
  db.exec("PRAGMA ignore_check_constraints = ON; UPDATE objects SET status = 'strange' WHERE id = 1");
  expect(codeOf(() => ledgerPage(db, everything))).toBe('damaged-case');
});

test('a key that SQLite cannot give back as it is is kept legibly and found again', () => {
  const { db, source } = ledger();
  const object = addObject(db, source, { key: 'a\u0000b\udfff', reason: 'x\u0000y', status: 'damaged' });
  expect(findByKey(db, source, 'a\u0000b\udfff').map((known) => known.object)).toEqual([object]);
  expect(ledgerPage(db, { ...everything, status: 'damaged' }).rows).toMatchObject([
    { key: 'a\ufffdb\ufffd', reason: 'x\ufffdy' },
  ]);
});
