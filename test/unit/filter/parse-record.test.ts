import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, SourceNumber } from '../../../electron/engine/filter/parse-record.ts';
import { records, spell } from '../../support/json-model.ts';

/** The value as JSON.parse gives it. */
function plainOf(value: unknown): unknown {
  if (value instanceof SourceNumber) return value.value;
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plainOf(inner)]));
}

describe('a record that is parsed for filters', () => {
  it('is what JSON.parse gives, but for the texts of numbers', () => {
    fc.assert(
      fc.property(records, (record) => {
        const json = spell(record);
        expect(plainOf(parseRecord(json))).toEqual(plainOf(JSON.parse(json)));
      }),
    );
  });

  it('keeps the text of a number that JavaScript would print otherwise, and no other', () => {
    const json = '{"a":[1.0,12,1e3,-0,9007199254740993,0.5],"t":"1.0, 2.0","e":"\\\\\\", 1.0","n":null}';
    expect(parseRecord(json)).toEqual({
      a: [
        new SourceNumber('1.0'),
        12,
        new SourceNumber('1e3'),
        new SourceNumber('-0'),
        new SourceNumber('9007199254740993'),
        0.5,
      ],
      t: '1.0, 2.0',
      e: '\\", 1.0',
      n: null,
    });
  });

  it.each(['{"a":1.0', '{"a":01.0}', '{"a":1.}', '{"a":1.0"}', '{a:1.0}'])(
    '%s is refused as it is',
    (text) => {
      expect(() => parseRecord(text)).toThrow(SyntaxError);
    },
  );
});
