import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import type { Filter } from '../../../electron/contract/filter/syntax-tree.ts';
import { compileRecordTest, type RecordColumns } from '../../../electron/engine/filter/evaluate-record.ts';
import { compileNeedles } from '../../../electron/engine/filter/needle-scan.ts';
import { parseRecord } from '../../../electron/engine/filter/parse-record.ts';
import { needlesOf } from '../../../electron/engine/filter/raw-needles.ts';
import { regexRuns } from '../../../electron/engine/filter/regex-runs.ts';
import { keys, NumberText, records, spell, words } from '../../support/json-model.ts';
import { recordFilters, textPatterns } from '../../support/record-filters.ts';

const nothing: RecordColumns = { timeMs: null, textOf: () => null };

function mayHold(filter: Filter, json: string): boolean {
  const bytes = Buffer.from(json);
  return compileNeedles(needlesOf(filter))(bytes)(0, bytes.length);
}

const draws = fc.infiniteStream(fc.nat(999)).map((stream) => () => Number(stream.next().value) / 1000);

/** Conditions without NOT, on what random records have: they hold often. */
const hits: fc.Arbitrary<Filter> = fc.oneof(
  fc.tuple(fc.constantFrom(...keys), textPatterns, fc.boolean()).map(
    ([key, pattern, isExact]): Filter => ({
      kind: 'match',
      target: { kind: 'path', steps: [key], ...(isExact ? { isExact } : {}) },
      anyOf: [pattern],
    }),
  ),
  textPatterns.map((pattern): Filter => ({ kind: 'match', target: { kind: 'raw' }, anyOf: [pattern] })),
);

describe('needles', () => {
  it.each([
    ['of any filter', recordFilters, 5000],
    ['of conditions that hold often', hits, 10_000],
  ])('%s are in every record that it holds for, however that is spelled', (_name, filters, numRuns) => {
    let held = 0;
    fc.assert(
      fc.property(filters, records, draws, (filter, record, draw) => {
        const json = spell(record, draw);
        if (!compileRecordTest(filter)(parseRecord(json), nothing)) return;
        held += 1;
        expect(mayHold(filter, json)).toBe(true);
        const wrapped = spell({ members: [['CloudTrailEvent', json]] }, draw);
        expect(mayHold(filter, wrapped)).toBe(true);
        expect(mayHold(filter, spell({ members: [['message', wrapped]] }, draw))).toBe(true);
      }),
      { numRuns },
    );
    expect(held).toBeGreaterThan(numRuns / 50);
  });

  it('find a word at any place of a record, in any of its spellings', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...words.filter((word) => word.trim() !== '')),
        fc.string(),
        fc.string(),
        draws,
        fc.boolean(),
        (word, before, after, draw, isCased) => {
          const json = spell(
            { members: [['a', { elements: [before + word + after, new NumberText('1')] }]] },
            draw,
          );
          const pattern = {
            kind: 'literal',
            text: word,
            ...(isCased ? { isCased: true as const } : {}),
          } as const;
          expect(mayHold({ kind: 'match', target: { kind: 'raw' }, anyOf: [pattern] }, json)).toBe(true);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('know every letter beyond ASCII that folds to ASCII', () => {
    const folding: string[] = [];
    for (let code = 0x80; code <= 0x10ffff; code += 1) {
      const letter = String.fromCodePoint(code);
      if (/[\x20-\x7e]/.test(letter.toLowerCase()) || /^[\x20-\x7e]$/iu.test(letter)) folding.push(letter);
    }
    expect(folding).toEqual(['\u0130', '\u017f', '\u212a']);
  });

  it.each([
    ['requestParameters.bucketName:corp-logs', '{"requestParameters":{"bucketName":"other"}}', false],
    ['requestParameters.bucketName:corp-logs', '{"requestParameters":{"bucketName":"CORP-logs"}}', true],
    [
      'requestParameters.bucketName:corp-logs',
      '{"requestParameters":{"bucketName":"corp\\u002dlogs"}}',
      true,
    ],
    ['requestParameters.bucketName:corp-logs', '{"requestParameters":{"bucketName":"other\\u003d"}}', false],
    ['requestParameters.bucketName:corp-logs', '{"requestParameters":{"bucketName":"xcorp-logs"}}', false],
    ['requestParameters.bucketName:corp-*', '{"requestParameters":{"bucketName":"xcorp-logs"}}', false],
    ['requestParameters.bucketName:corp-*', '{"requestParameters":{"Key":"corp-"}}', false],
    ['"a/b"', '{"x":"a\\/b"}', true],
    ['"a/b"', '{"x":"a-b"}', false],
    ['"AKIAIOSFODNN7EXAMPLE"', '{"x":"akiaiosfodnn7example"}', true],
    ['raw:/AKIA[0-9A-Z]{16}/', '{"x":"ASIAIOSFODNN7EXAMPLE"}', false],
    ['raw:/AKIA[0-9A-Z]{16}/', '{"x":"AKIAIOSFODNN7EXAMPLE"}', true],
    ['"two words" OR "three"', '{"x":"three"}', true],
    ['"two words" OR "three"', '{"x":"two"}', false],
    ['-(-"two")', '{"x":"three"}', false],
    ['-"two"', '{"x":"two"}', true],
    ['raw:k', '{"x":"\u212a"}', true],
    ['raw:k', '{"x":"\\u212A"}', true],
    ['requestParameters.n:5', '{"requestParameters":{"n":5}}', true],
    ['requestParameters.n:5', '{"requestParameters":{"n":"5"}}', true],
  ])('%s on %s: %s', (text, json, expected) => expect(mayHold(parseFilter(text), json)).toBe(expected));

  it.each([
    ['"\\":1"', '{"a" : 1}'],
    ['"1,2"', '{"a":[1 , 2]}'],
    ['"[1"', '{"a":[ 1]}'],
    ['"},{"', '{"a":[{ } , { }]}'],
    ['raw:/"a":\\[1,2/', '{"a" : [ 1 , 2 ]}'],
    ['"\\"a\\":\\"b\\""', '{ "a" : "b" }'],
    ['requestParameters.a:"{}"', '{"requestParameters":{"a":{ }}}'],
    ['requestParameters:*1,*', '{"requestParameters":{"a":1 , "b":2}}'],
    ['"a\\"b\\\\c"', '{"x":"a\\u0022b\\u005Cc"}'],
    ['requestParameters."a/b":*', '{"requestParameters":{"a\\/b":1}}'],
    ['requestParameters.ab:*', '{"requestParameters":{"\\u0061b":1}}'],
  ])('leave %s in %s to the evaluator, which finds it', (text, json) => {
    expect(compileRecordTest(parseFilter(text))(parseRecord(json), nothing)).toBe(true);
    expect(mayHold(parseFilter(text), json)).toBe(true);
  });

  it('say nothing of what may come of bytes that are no UTF-8', () => {
    for (const text of ['\ufffd', '\ud800']) {
      const pattern = { kind: 'literal', text, isCased: true } as const;
      expect(needlesOf({ kind: 'match', target: { kind: 'raw' }, anyOf: [pattern] })).toEqual([]);
    }
  });

  it('look only between the ends that they are given', () => {
    const bytes = Buffer.from('first needle last');
    const test = compileNeedles(needlesOf(parseFilter('"needle"')));
    const inFile = test(bytes);
    expect([inFile(6, 12), inFile(7, 12), inFile(6, 11), test(bytes.subarray(6))(0, 6)]).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });

  it('take an escape for one only in the record that has it', () => {
    const records = ['{"a":"n\\u0065edle"}', '{"a":"other"}', '{"a":"needle"}'];
    const bytes = Buffer.from(records.join(''));
    const inFile = compileNeedles(needlesOf(parseFilter('"needle"')))(bytes);
    let start = 0;
    const found = records.map((record) => {
      const from = start;
      start += record.length;
      return inFile(from, start);
    });
    expect(found).toEqual([true, false, true]);
  });

  it('are the rarest first, and none where nothing can be said', () => {
    expect(needlesOf(parseFilter('"ab" "abcdef"')).map((set) => set.map(({ text }) => text))).toEqual([
      ['abcdef'],
      ['ab'],
    ]);
    for (const text of ['-"a"', '"a" OR name:x', 'name:x', 'raw:/(a|b)/', '"ü"', 'time:2021'])
      expect(needlesOf(parseFilter(text))).toEqual([]);
  });
});

describe('the plain texts of a regular expression', () => {
  it.each([
    ['abc', ['abc']],
    ['ab+c', ['ab', 'c']],
    ['ab*c', ['a', 'c']],
    ['ab??c', ['a', 'c']],
    ['ab{2,3}c', ['a', 'c']],
    ['a.b', ['a', 'b']],
    ['^a\\.b\\d$', ['a.b']],
    ['a[^b-d]e', ['a', 'e']],
    ['a[]b]c', ['a', 'c']],
    ['a[[:alpha:]]', []],
    ['a|b', []],
    ['a(b)?', []],
    ['\\Qa.b\\E', []],
    ['a\\x41', []],
    ['😀*a', ['a']],
  ])('of %s are %j', (source, runs) => expect(regexRuns(source)).toEqual(runs));
});
