import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type FileStatus,
  fileStatuses,
  type LedgerSort,
  ledgerSorts,
} from '../../../electron/contract/api.ts';
import { ledgerPage, sha256Sql } from '../../../electron/engine/case/ledger.ts';
import { addObject, addSource, sha256 } from './builders.ts';
import { newCase } from './fixtures.ts';

const everything = { status: null, text: '', offset: 0, limit: 100 };
const hex = (text: string): string => Buffer.from(sha256(text)).toString('hex');

interface File {
  readonly key: string;
  readonly sizeBytes: number;
  readonly recordCount: number;
  readonly status: FileStatus;
  readonly deliveredMs: number | null;
}

const file: fc.Arbitrary<File> = fc.record({
  key: fc.constantFrom('a', 'b', 'B', 'é', 'a/b'),
  sizeBytes: fc.nat(3),
  recordCount: fc.nat(3),
  status: fc.constantFrom(...fileStatuses),
  deliveredMs: fc.option(fc.nat(3)),
});

/** What a sort compares, said without SQL. */
const compared: Readonly<Record<LedgerSort['by'], (file: File) => number | string | null>> = {
  key: ({ key }) => Buffer.from(key).toString('hex'),
  sizeBytes: ({ sizeBytes }) => sizeBytes,
  records: ({ recordCount }) => recordCount,
  status: ({ status }) => fileStatuses.indexOf(status),
  deliveredMs: ({ deliveredMs }) => deliveredMs,
};

function sorted(files: readonly File[], { by, descending }: LedgerSort): number[] {
  const numbered = files.map((each, at) => ({ value: compared[by](each), object: at + 1 }));
  return numbered
    .sort((a, b) => {
      if (a.value === b.value) return a.object - b.object;
      if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
      return (a.value < b.value ? -1 : 1) * (descending ? -1 : 1);
    })
    .map(({ object }) => object);
}

test('the ledger can be in any order, both ways, and its pages fit together', () => {
  fc.assert(
    fc.property(
      fc.array(file, { maxLength: 12 }),
      fc.constantFrom(...ledgerSorts),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      (files, by, descending, limit) => {
        const { db } = newCase();
        const source = addSource(db);
        for (const each of files) addObject(db, source, each);
        const paged: number[] = [];
        for (let offset = 0; offset < files.length; offset += limit) {
          const page = ledgerPage(db, { ...everything, sort: { by, descending }, offset, limit });
          paged.push(...page.rows.map(({ object }) => object));
        }
        expect(paged).toEqual(sorted(files, { by, descending }));
      },
    ),
    { numRuns: 60 },
  );
});

test.each([
  ['the first six digits', hex('a').slice(0, 6), [1]],
  ['an odd number of digits', hex('a').slice(0, 7), [1]],
  ['all of it', hex('a'), [1]],
  ['capitals and blanks around it', ` ${hex('b').toUpperCase().slice(0, 12)} `, [2]],
  ['five digits, which are too few', hex('a').slice(0, 5), []],
  ['digits that are in the middle', hex('a').slice(1, 9), []],
])('a file is found by its SHA-256: %s', (_, text, objects) => {
  const { db } = newCase();
  const source = addSource(db);
  addObject(db, source, { key: 'one.json', sha256: sha256('a') });
  addObject(db, source, { key: 'two.json', sha256: sha256('b') });
  addObject(db, source, { key: 'three.json', sha256: null });
  const page = ledgerPage(db, { ...everything, text });
  expect(page.rows.map(({ object }) => object)).toEqual(objects);
  expect([page.total, page.counts.seen]).toEqual([objects.length, objects.length]);
});

test('digits find keys and checksums together', () => {
  const { db } = newCase();
  const source = addSource(db);
  addObject(db, source, { key: 'one.json', sha256: sha256('a') });
  addObject(db, source, { key: `copy-${hex('a').slice(0, 8)}.json`, sha256: sha256('b') });
  expect(ledgerPage(db, { ...everything, text: hex('a').slice(0, 8) }).total).toBe(2);
});

test('the search for a SHA-256 uses its index', () => {
  const { db } = newCase();
  expect(db.get(`EXPLAIN QUERY PLAN ${sha256Sql}`)?.detail).toContain('idx_objects_sha256');
});
