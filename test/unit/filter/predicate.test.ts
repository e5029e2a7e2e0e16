import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextPattern } from '../../../electron/contract/filter/syntax-tree.ts';
import { anywhereTest, termTest } from '../../../electron/engine/filter/predicate.ts';

const literal = (text: string): TextPattern => ({ kind: 'literal', text });

describe('a condition on a value', () => {
  it('compares the whole value and ignores case', () => {
    const test = termTest('name', [literal('putobject')]);
    expect([test('PutObject'), test('PutObjectAcl')]).toEqual([true, false]);
  });

  it('takes what is cased as it is written', () => {
    const isCased = true;
    const test = termTest('name', [{ kind: 'literal', text: 'PutObject', isCased }]);
    expect([test('PutObject'), test('putobject')]).toEqual([true, false]);
    expect(termTest('source', [{ kind: 'literal', text: 's3', isCased }])('s3.amazonaws.com')).toBe(false);
    expect(termTest('ip', [{ kind: 'literal', text: '10.0.0.0/8', isCased }])('10.0.0.1')).toBe(false);
    expect(termTest('name', [{ kind: 'wildcard', pieces: ['put', ''], isCased }])('PutObject')).toBe(false);
    expect(termTest('name', [{ kind: 'regex', source: '^put', isCased }])('PutObject')).toBe(false);
    expect(anywhereTest({ kind: 'literal', text: 'object', isCased })('PutObject')).toBe(false);
  });

  it('refuses what only a value in the record can meet', () => {
    expect(() => termTest('name', [{ kind: 'constant', value: null }])).toThrow(
      expect.objectContaining({ code: 'filter-unsupported' }),
    );
  });

  it('finds a word anywhere in a value', () =>
    expect(anywhereTest(literal('OBJECT'))('PutObjectAcl')).toBe(true));

  it('takes the short name of a service for its endpoint', () => {
    const test = termTest('source', [literal('s3')]);
    expect([test('s3.amazonaws.com'), test('s3'), test('s3control.amazonaws.com')]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('agrees with a regular expression on wildcards', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'B', '.'), maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 2, maxLength: 4 }),
        fc.string({ unit: fc.constantFrom('A', 'b', '.'), maxLength: 10 }),
        (pieces, value) => {
          const expected = new RegExp(
            `^${pieces.map((piece) => piece.replaceAll('.', '\\.')).join('.*')}$`,
            'i',
          ).test(value);
          expect(termTest('name', [{ kind: 'wildcard', pieces }])(value)).toBe(expected);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['10.0.0.0/8', '10.200.3.4', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['203.0.113.7', '203.0.113.7', true],
    ['203.0.113.7', '203.0.113.70', false],
    ['2001:db8::/32', '2001:0DB8:0:0::1', true],
    ['2001:db8::1', '2001:DB8:0:0:0:0:0:1', true],
    ['203.0.113.7', '::ffff:203.0.113.7', true],
    ['10.0.0.0/8', 'AWS Internal/3', false],
    ['AWS Internal/3', 'AWS Internal/3', true],
    ['0.0.0.0/0', 'ec2.amazonaws.com', false],
  ])('ip:%s on %s is %s', (wanted, value, expected) => {
    expect(termTest('ip', [literal(wanted)])(value)).toBe(expected);
  });

  it('refuses a range that is none', () => {
    expect(() => termTest('ip', [literal('10.0.0.0/40')])).toThrow(
      expect.objectContaining({ code: 'filter-syntax' }),
    );
  });

  it('runs a regular expression that would never end elsewhere', () => {
    const test = termTest('agent', [{ kind: 'regex', source: '^(a+)+$' }]);
    expect(test(`${'a'.repeat(10_000)}!`)).toBe(false);
  });

  it('refuses what RE2 does not have, with a sentence', () => {
    expect(() => termTest('agent', [{ kind: 'regex', source: '(?=a)b' }])).toThrow(
      expect.objectContaining({ code: 'filter-syntax' }),
    );
  });
});
