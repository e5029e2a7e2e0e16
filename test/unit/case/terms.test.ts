import { expect, test } from 'vitest';
import { TermWriter, termsAfter } from '../../../electron/engine/case/terms.ts';
import { messageOf, newCase } from './fixtures.ts';

test('terms keep their ids over writers and after a rollback', () => {
  const { db } = newCase();
  const terms = new TermWriter(db);
  const ids = ['a', 'b', 'a', 'A', 'ü'].map((text) => terms.idOf(text));
  terms.flush();
  const undone = () =>
    db.transaction(() => {
      terms.idOf('undone');
      terms.flush();
      throw new Error('cancelled');
    });
  expect(messageOf(undone)).toBe('cancelled');
  const later = new TermWriter(db);
  const again = ['new', 'b', 'ü'].map((text) => later.idOf(text));
  later.flush();
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
  const ids = ['x\u0000', 'x\ud800', 'x\ufffd', '\ud83d\ude00'].map((text) => terms.idOf(text));
  terms.flush();
  expect(ids).toEqual([1, 1, 1, 2]);
  expect([...termsAfter(db, 0)].map((term) => term.text)).toEqual(['x\ufffd', '\ud83d\ude00']);
});
