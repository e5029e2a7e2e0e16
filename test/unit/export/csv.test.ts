import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvText, guardCell } from '../../../electron/contract/csv.ts';
import { readCsv } from './csv-reader.ts';

const awkward = fc.string({
  unit: fc.constantFrom('"', ',', '\r', '\n', ' ', '=', '-', '\t', 'a', 'ü', '＝', "'", ';', '😀'),
});
const cell = fc.oneof(awkward, fc.string({ unit: 'binary' }), fc.constantFrom('203.0.113.7', 'PutObject'));
const table = fc
  .integer({ min: 1, max: 6 })
  .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width })));

describe('CSV text', () => {
  it('reads back as exactly the cells that went in', () => {
    fc.assert(
      fc.property(table, (rows) => {
        expect(readCsv(csvText(rows, { formulaGuard: false }))).toEqual(rows);
      }),
    );
  });

  it('reads back as the guarded cells when the guard is on', () => {
    fc.assert(
      fc.property(table, (rows) => {
        expect(readCsv(csvText(rows, { formulaGuard: true }))).toEqual(rows.map((row) => row.map(guardCell)));
      }),
    );
  });

  it('leaves a missing cell empty and keeps the number of cells', () => {
    expect(csvText([[null, 'a', null]], { formulaGuard: true })).toBe(',a,\r\n');
  });
});

describe('the formula guard', () => {
  it.each([
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '  =1',
    '"=1',
    '\u00a0=1',
    '\ufeff=1',
    '\u200b=1',
    "'=1",
    '\n=1',
  ])('puts an apostrophe before %j', (text) => expect(guardCell(text)).toBe(`'${text}`));

  it.each([
    'PutObject',
    'arn:aws:s3:::a-b',
    '203.0.113.7',
    'a=1',
    '',
    "'quoted'",
    '[aws-cli/2.1]',
    '2026-03-01T00:00:00Z',
  ])('leaves %j alone', (text) => expect(guardCell(text)).toBe(text));

  it('can be undone: taking one apostrophe from a guarded cell gives back the original', () => {
    fc.assert(
      fc.property(cell, (text) => {
        const guarded = guardCell(text);
        const isGuarded = guarded.startsWith("'") && guardCell(guarded.slice(1)) === guarded;
        expect(isGuarded ? guarded.slice(1) : guarded).toBe(text);
      }),
    );
  });
});
