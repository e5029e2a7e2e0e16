import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appendCustody } from '../../../electron/engine/case/custody.ts';
import { custodyPage } from '../../../electron/engine/case/custody-page.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { checkEvidence, sealFiles, sealInterrupted } from '../../../electron/engine/case/evidence-seal.ts';
import { forgetFailures, S3ObjectWriter } from '../../../electron/engine/case/s3-objects.ts';
import { storableText } from '../../../electron/engine/case/storable-text.ts';
import { addObject, addSource, sha256 } from './builders.ts';
import { newCase } from './fixtures.ts';

function imported(db: Database, action = 'imported'): void {
  appendCustody(db, { atMs: 5, action, details: { sealed: sealFiles(db), version: 'test' } });
}

function addS3Facts(db: Database, objectId: number): void {
  const writer = new S3ObjectWriter(db);
  const nothing = { versionId: null, storageClass: null, encryption: null, kmsKeyId: null, checksums: {} };
  writer.add(objectId, { etag: '"e"', lastModifiedMs: 7, metadata: { signature: 'aa' }, ...nothing }, null);
  writer.flush();
}

/** `created` is row 1; rows 2 and 3 seal two files each. */
function caseWithTwoImports(): Database {
  const { db } = newCase();
  const source = addSource(db);
  for (const key of ['a', 'b']) addObject(db, source, { key, sha256: sha256(key) });
  imported(db);
  for (const key of ['c', 'd']) addS3Facts(db, addObject(db, source, { key, sha256: sha256(key) }));
  imported(db, 'synced');
  return db;
}

test('what imports added is under their seals', () => {
  const db = caseWithTwoImports();
  expect(checkEvidence(db)).toEqual({ ok: true, brokenAt: null, files: 4, unsealed: 0 });
  const { check, rows } = custodyPage(db, { offset: 0, limit: 10 });
  expect(check).toMatchObject({ ok: true, brokenAt: null, rows: 3, evidence: { ok: true, files: 4 } });
  expect(rows.map(({ seq }) => seq)).toEqual([3, 2, 1]);
});

test('a seal is what anybody can work out from the ledger by its definition', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 20 }), (names) => {
      const { db } = newCase();
      const source = addSource(db);
      for (const key of names)
        addS3Facts(db, addObject(db, source, { key, sha256: sha256(key), sizeBytes: 3 }));
      addObject(db, source, { key: 'unread', sha256: null, status: 'tooLarge', sizeBytes: 4 });
      const facts = ['"e"', null, 7, '{}', '{"signature":"aa"}'];
      const lines = names.map((key, at) => {
        const hash = Buffer.from(sha256(key)).toString('hex');
        const of = [at + 1, 'folder', 'logs', '/evidence/logs', storableText(key)];
        return `${JSON.stringify([...of, hash, 3, null, 0, 2000, ...facts])}\n`;
      });
      const none = [null, null, null, null, null];
      const last = [names.length + 1, 'folder', 'logs', '/evidence/logs', 'unread', null, 4, null, 0, 2000];
      lines.push(`${JSON.stringify([...last, ...none])}\n`);
      expect(sealFiles(db)).toEqual({
        ...{ fromObject: 1, untilObject: names.length + 1, files: names.length + 1 },
        bytes: names.length * 3 + 4,
        sha256: createHash('sha256').update(lines.join('')).digest('hex'),
      });
    }),
    { numRuns: 20 },
  );
});

test('more files than are read at once are under one seal', () => {
  const { db } = newCase();
  const source = addSource(db);
  db.transaction(() => {
    for (let at = 0; at < 1501; at += 1) addObject(db, source, { key: `k${at}` });
  });
  imported(db);
  expect(checkEvidence(db)).toEqual({ ok: true, brokenAt: null, files: 1501, unsealed: 0 });
  db.exec('UPDATE objects SET size_bytes = 11 WHERE id = 1501');
  expect(checkEvidence(db).brokenAt).toBe(2);
});

test.each([
  ['a changed hash', 'UPDATE objects SET sha256 = zeroblob(32) WHERE id = 1', 2],
  ['a changed size', 'UPDATE objects SET size_bytes = 11 WHERE id = 2', 2],
  ['a changed time', 'UPDATE objects SET seen_at_ms = 1 WHERE id = 3', 3],
  ['a changed name', `UPDATE objects SET key = 'x' WHERE id = 4`, 3],
  ['bytes said not to be there', 'UPDATE objects SET is_kept = 1 WHERE id = 4', 3],
  ['a changed place of the source', `UPDATE sources SET location = '/x'`, 2],
  ['a file removed', 'DELETE FROM objects WHERE id = 2', 2],
  ['the first file removed', 'DELETE FROM objects WHERE id = 1', 2],
  ['a file hidden as one that was not fetched', `UPDATE objects SET status = 'notFetched' WHERE id = 2`, 2],
  ['a file renumbered', 'UPDATE objects SET id = 99 WHERE id = 2', 2],
  [
    'a file put in before the others',
    `INSERT INTO objects SELECT -5, source_id, key, key_hash, status, reason, shape, trail_kind, is_kept, sha256,
      size_bytes, modified_ms, account, region, delivered_ms, record_count, seen_at_ms, left_out FROM objects WHERE id = 1`,
    2,
  ],
  ['a changed ETag', `UPDATE s3_objects SET etag = 'x' WHERE object_id = 3`, 3],
  ['a changed signature', `UPDATE s3_objects SET metadata = '{"signature":"bb"}' WHERE object_id = 4`, 3],
  ['what S3 said removed', 'DELETE FROM s3_objects WHERE object_id = 4', 3],
])('%s shows, at the import that had added it', (_, tampering, brokenAt) => {
  const db = caseWithTwoImports();
  db.exec(`PRAGMA foreign_keys = OFF; ${tampering}`);
  expect(checkEvidence(db)).toMatchObject({ ok: false, brokenAt });
  expect(custodyPage(db, { offset: 0, limit: 1 }).check).toMatchObject({
    ok: false,
    brokenAt,
    evidence: { ok: false, brokenAt },
  });
});

test('what a rebuild of the index writes into the ledger is no evidence', () => {
  const db = caseWithTwoImports();
  db.exec(
    `UPDATE objects SET status = 'partly', reason = 'r', shape = 'lines', record_count = 9, left_out = 1`,
  );
  db.exec(`UPDATE objects SET account = '444455556666', region = 'us-east-1', delivered_ms = 1`);
  expect(checkEvidence(db).ok).toBe(true);
});

test('a failure that is taken out of the ledger once it could be fetched breaks nothing', () => {
  const { db } = newCase();
  const source = addSource(db);
  addObject(db, source, { key: 'a' });
  addObject(db, source, { key: 'b', status: 'notFetched', sha256: null });
  imported(db);
  addObject(db, source, { key: 'b' });
  forgetFailures(db, source, 'b');
  imported(db);
  expect(checkEvidence(db)).toEqual({ ok: true, brokenAt: null, files: 2, unsealed: 0 });
});

test('what a killed import left is told, and sealed as such by the next one', () => {
  const db = caseWithTwoImports();
  addObject(db, 1, { key: 'e' });
  expect(checkEvidence(db)).toEqual({ ok: true, brokenAt: null, files: 4, unsealed: 1 });
  sealInterrupted(db, 6, 'test');
  sealInterrupted(db, 7, 'test');
  expect(checkEvidence(db)).toEqual({ ok: true, brokenAt: null, files: 5, unsealed: 0 });
  const [row] = custodyPage(db, { offset: 0, limit: 1 }).rows;
  expect({ action: row?.action, seq: row?.seq }).toEqual({ action: 'sealed', seq: 4 });
  expect(JSON.parse(row?.details ?? '')).toMatchObject({
    why: 'interrupted',
    sealed: { fromObject: 5, files: 1 },
  });
});

test('a seal taken out of the middle shows, in the chain and at the next seal', () => {
  const db = caseWithTwoImports();
  db.exec('DROP TRIGGER custody_never_changes');
  db.exec(`UPDATE custody SET details = '{}' WHERE seq = 2`);
  expect(custodyPage(db, { offset: 0, limit: 1 }).check).toMatchObject({
    ok: false,
    brokenAt: 2,
    evidence: { ok: false, brokenAt: 3 },
  });
});

test('details that are no JSON any more are a broken chain and no crash', () => {
  const db = caseWithTwoImports();
  db.exec('DROP TRIGGER custody_never_changes');
  db.exec('PRAGMA ignore_check_constraints = ON');
  db.exec(`UPDATE custody SET details = '{"sealed":' WHERE seq = 3`);
  expect(custodyPage(db, { offset: 0, limit: 1 }).check).toMatchObject({ ok: false, brokenAt: 3 });
});

test('pages hold every row once, newest first, also where rows were taken out', () => {
  const { db } = newCase();
  for (let at = 0; at < 24; at += 1) appendCustody(db, { atMs: at, action: 'exported', details: {} });
  const all = () =>
    [0, 10, 20, 30].flatMap((offset) => custodyPage(db, { offset, limit: 10 }).rows.map(({ seq }) => seq));
  const numbers = Array.from({ length: 25 }, (_, at) => 25 - at);
  expect(all()).toEqual(numbers);
  db.exec('DROP TRIGGER custody_never_shrinks');
  db.exec('DELETE FROM custody WHERE seq = 12');
  expect(all()).toEqual(numbers.filter((seq) => seq !== 12));
  expect(custodyPage(db, { offset: 0, limit: 0 }).check).toMatchObject({ ok: false, brokenAt: 13 });
});

test('a page after a change of the case checks it anew', () => {
  const db = caseWithTwoImports();
  expect(custodyPage(db, { offset: 0, limit: 1 }).check.ok).toBe(true);
  db.exec('UPDATE objects SET size_bytes = 11 WHERE id = 2');
  expect(custodyPage(db, { offset: 0, limit: 1 }).check.ok).toBe(false);
});
