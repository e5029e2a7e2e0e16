import { expect, test } from 'vitest';
import { TermWriter, termsAfter } from '../../../electron/engine/case/terms.ts';
import { messageOf, newCase } from './fixtures.ts';

test('terms keep their ids over writers and after a rollback', () => {
  const { db } = newCase();
  const terms = new TermWriter(db);
  const ids = db.transaction(() => ['a', 'b', 'a', 'A', 'ü'].map((text) => terms.idOf(text)));
  const undone = () =>
    db.transaction(() => {
      terms.idOf('undone');
      throw new Error('cancelled');
    });
  expect(messageOf(undone)).toBe('cancelled');
  terms.forget();
  const again = db.transaction(() => ['new', 'b', 'ü'].map((text) => terms.idOf(text)));
  expect({ ids, again, other: new TermWriter(db).idOf('A') }).toEqual({
    ids: [1, 2, 1, 3, 4],
    again: [5, 2, 4],
    other: 3,
  });
  expect([...termsAfter(db, 3)]).toEqual([
    { id: 4, text: 'ü' },
    { id: 5, text: 'new' },
  ]);
});

test('terms that SQLite cannot give back as they are become one term that it can', () => {
  const { db } = newCase();
  const terms = new TermWriter(db);
  const ids = db.transaction(() =>
    ['x\u0000', 'x\ud800', 'x\ufffd', '\ud83d\ude00'].map((text) => terms.idOf(text)),
  );
  expect(ids).toEqual([1, 1, 1, 2]);
  expect([...termsAfter(db, 0)].map((term) => term.text)).toEqual(['x\ufffd', '\ud83d\ude00']);
});
