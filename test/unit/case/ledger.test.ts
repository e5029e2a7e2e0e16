import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BlobReader, BlobWriter, hasBlob } from '../../../electron/engine/case/blobs.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { copyElsewhere, knownVersions } from '../../../electron/engine/case/known-files.ts';
import { ledgerPage } from '../../../electron/engine/case/ledger.ts';
import { upsertSource } from '../../../electron/engine/case/sources.ts';
import { addBytes, addObject, addSource, sha256 } from './builders.ts';
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
    modifiedMs: null,
    seenAtMs: expect.any(Number),
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

test('a file is known by source and key, or by its bytes', () => {
  const { db, source } = ledger();
  expect(knownVersions(db, source, 'logs/a.json')).toEqual(
    [sha256('a'), sha256('a2')].map((hash) => new Uint8Array(hash)),
  );
  expect(knownVersions(db, source + 1, 'logs/a.json')).toEqual([]);
  expect(copyElsewhere(db, source, sha256('a'))).toBeNull();
  expect(copyElsewhere(db, source + 1, sha256('a'))).toEqual({ key: 'logs/a.json', source: 'logs' });
});

test.each([
  ['key_hash = ? AND source_id = 1 AND key = ?', 'idx_objects_key_hash'],
  ['sha256 = ?', 'idx_objects_sha256'],
])('a look-up in the ledger by %s uses an index', (condition, index) => {
  const { db } = newCase();
  expect(
    db.get(`EXPLAIN QUERY PLAN SELECT id, size_bytes FROM objects WHERE ${condition} ORDER BY id`)?.detail,
  ).toContain(index);
});

test('the same bytes are kept once, also by a later writer', () => {
  const { db } = newCase();
  for (let i = 0; i < 2; i += 1) {
    const blobs = new BlobWriter(db);
    for (const text of ['x', 'y', 'x']) blobs.put(sha256(text), Buffer.from(text));
    blobs.flush();
  }
  expect(
    db.get('SELECT (SELECT count(*) FROM blobs) AS blobs, (SELECT count(*) FROM packs) AS packs'),
  ).toMatchObject({
    blobs: 2,
    packs: 1,
  });
  expect([hasBlob(db, sha256('y')), hasBlob(db, sha256('z'))]).toEqual([true, false]);
  expect(codeOf(() => new BlobReader(db).get(sha256('z')))).toBe('damaged-case');
});

test('bytes of any sizes come back as they went in, in any order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.nat(100), fc.nat(400_000)), { maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      (sizes, order) => {
        const { db } = newCase();
        const blobs = new BlobWriter(db);
        const files = sizes.map((size, at) => {
          const bytes = Buffer.alloc(size, `${at} `);
          const file = { hash: sha256(`${at}`), bytes };
          blobs.put(file.hash, bytes);
          if (order.next().value % 3 === 0) blobs.flush();
          return file;
        });
        blobs.flush();
        const reader = new BlobReader(db);
        for (const { hash, bytes } of files.sort(() => (order.next().value % 2) - 0.5))
          expect(Buffer.compare(reader.get(hash), bytes)).toBe(0);
      },
    ),
    { numRuns: 25 },
  );
});

test('a pack that is shorter than its files is damage, not other bytes', () => {
  const { db } = newCase();
  addBytes(db, sha256('x'), Buffer.from('xxxx'));
  db.run('UPDATE packs SET bytes = ?', Buffer.from('xx'));
  expect(codeOf(() => new BlobReader(db).get(sha256('x')))).toBe('damaged-case');
});

test('any SQLite tool finds the bytes of a file by its key', () => {
  const { db } = newCase();
  const source = addSource(db);
  addBytes(db, sha256('a'), Buffer.from('bytes of a'));
  addBytes(db, sha256('b'), Buffer.from('bytes of b'));
  addObject(db, source, { key: 'b.json', sha256: sha256('b'), isKept: true });
  addObject(db, source, { key: 'c.json', sha256: null });
  expect(db.all('SELECT key, CAST(bytes AS TEXT) AS bytes FROM files ORDER BY key')).toMatchObject([
    { key: 'b.json', bytes: 'bytes of b' },
    { key: 'c.json', bytes: null },
  ]);
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
  addObject(db, source, { key: 'a\u0000b\udfff', reason: 'x\u0000y', status: 'damaged' });
  expect(knownVersions(db, source, 'a\u0000b\udfff')).toHaveLength(1);
  expect(ledgerPage(db, { ...everything, status: 'damaged' }).rows).toMatchObject([
    { key: 'a\ufffdb\ufffd', reason: 'x\ufffdy' },
  ]);
});
