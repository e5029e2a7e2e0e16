import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type LedgerSort, ledgerSorts } from '../../../electron/contract/api.ts';
import { nextSort } from '../../../renderer/ledger/next-sort.ts';
import { rowAfterKey } from '../../../renderer/ledger/row-after-key.ts';

test.each([
  ['ArrowDown', 5, 6],
  ['ArrowUp', 5, 4],
  ['PageDown', 5, 15],
  ['PageUp', 15, 5],
  ['Home', 50, 0],
  ['End', 5, 99],
  ['ArrowUp', 0, 0],
  ['PageUp', 3, 0],
  ['ArrowDown', 99, 99],
  ['PageDown', 95, 99],
])('%s in a ledger of 100 files takes the cursor from %i to %i', (key, from, to) => {
  expect(rowAfterKey(key, from, 100, 10)).toBe(to);
});

test('no other key moves the cursor, and no key leaves the ledger', () => {
  expect(rowAfterKey('a', 5, 100, 10)).toBeNull();
  const key = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End');
  fc.assert(
    fc.property(key, fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 30 }), (pressed, row, count, page) => {
      const next = rowAfterKey(pressed, Math.min(row, count - 1), count, page) ?? -1;
      expect(next).toBeGreaterThanOrEqual(0);
      expect(next).toBeLessThan(Math.max(1, count));
    }),
  );
});

test.each(ledgerSorts)(
  'three clicks on the head of %s go both ways and back to the order of import',
  (by) => {
    const seen: (LedgerSort | null)[] = [null];
    for (let click = 0; click < 3; click += 1) seen.push(nextSort(seen.at(-1) ?? null, by));
    expect(seen.slice(1, 3).map((sort) => sort?.descending)).toEqual(
      by === 'key' || by === 'status' ? [false, true] : [true, false],
    );
    expect(seen.at(-1)).toBeNull();
  },
);

test('a click on another head begins with that one', () => {
  expect(nextSort({ by: 'key', descending: true }, 'sizeBytes')).toEqual({
    by: 'sizeBytes',
    descending: true,
  });
});
