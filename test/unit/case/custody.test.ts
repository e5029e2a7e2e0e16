import { expect, test } from 'vitest';
import { appendCustody, checkCustody } from '../../../electron/engine/case/custody.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { messageOf, newCase } from './fixtures.ts';

function caseWithThreeEntries(): Database {
  const { db } = newCase();
  appendCustody(db, { atMs: 10, action: 'imported', details: { files: 3, from: 'logs “a”\u2028' } });
  appendCustody(db, { atMs: 20, action: 'exported', details: { b: [1, null, { z: true, a: 1.5 }], a: 'x' } });
  return db;
}

/** What somebody with an SQLite tool can do. */
function withoutTriggers(db: Database, tampering: string): void {
  for (const trigger of ['custody_never_changes', 'custody_never_shrinks', 'custody_grows_at_its_end']) {
    db.exec(`DROP TRIGGER ${trigger}`);
  }
  db.exec(tampering);
}

test('an untouched chain holds, from the creation of the case on', () => {
  const db = caseWithThreeEntries();
  expect(checkCustody(db)).toMatchObject({
    ok: true,
    brokenAt: null,
    rows: 3,
    head: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(db.all('SELECT action FROM custody ORDER BY seq').map((row) => row.action)).toEqual([
    'created',
    'imported',
    'exported',
  ]);
});

test('details are kept as canonical JSON', () => {
  const db = caseWithThreeEntries();
  expect(db.get('SELECT details FROM custody WHERE seq = 3')?.details).toBe(
    '{"a":"x","b":[1,null,{"a":1.5,"z":true}]}',
  );
});

test.each([
  ['changed details', `UPDATE custody SET details = '{"files":4}' WHERE seq = 2`, 2],
  ['differently spelled details', `UPDATE custody SET details = details || ' ' WHERE seq = 2`, 2],
  ['a changed time', 'UPDATE custody SET at_ms = 11 WHERE seq = 2', 2],
  ['a changed action', `UPDATE custody SET action = 'opened' WHERE seq = 1`, 1],
  ['a row left out', 'DELETE FROM custody WHERE seq = 2', 3],
  ['a first row left out', 'DELETE FROM custody WHERE seq = 1', 2],
  [
    'rows renumbered over a gap',
    'DELETE FROM custody WHERE seq = 2; UPDATE custody SET seq = 2 WHERE seq = 3',
    2,
  ],
  ['another hash', `UPDATE custody SET hash = zeroblob(32) WHERE seq = 1`, 1],
])('%s breaks the chain there', (_, tampering, brokenAt) => {
  const db = caseWithThreeEntries();
  withoutTriggers(db, tampering);
  expect(checkCustody(db)).toMatchObject({ ok: false, brokenAt });
});

test('rows cut off the end show in the head', () => {
  const db = caseWithThreeEntries();
  const { head } = checkCustody(db);
  withoutTriggers(db, 'DELETE FROM custody WHERE seq = 3');
  expect(checkCustody(db).head).not.toBe(head);
});

test.each([
  ['changed', `UPDATE custody SET action = 'x'`],
  ['deleted', 'DELETE FROM custody'],
  [
    'replaced',
    `INSERT OR REPLACE INTO custody SELECT seq, at_ms, 'x', details, previous_hash, hash FROM custody WHERE seq = 1`,
  ],
])('SQL refuses that a row is %s', (_, sql) => {
  const db = caseWithThreeEntries();
  expect(messageOf(() => db.exec(sql))).toContain('custody is append-only');
  expect(checkCustody(db).ok).toBe(true);
});
