import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/contract/errors.ts';
import { operandsOf, parseCloudWatch } from '../../../electron/contract/filter/cloudwatch.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { everything } from '../../../electron/contract/filter/syntax-tree.ts';
import { compileRecordTest } from '../../../electron/engine/filter/evaluate-record.ts';
import { parseRecord } from '../../../electron/engine/filter/parse-record.ts';

function holds(pattern: string, json: string): boolean {
  return compileRecordTest(parseCloudWatch(pattern))(parseRecord(json), { timeMs: null, textOf: () => null });
}

function errorOf(pattern: string): AppError | null {
  try {
    parseCloudWatch(pattern);
    return null;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Numbers and lists as the live API was tried with: d10, "Observed on the real API". */
const message = JSON.stringify({
  eventType: 'UpdateTrail',
  sourceIPAddress: '111.111.111.111',
  empty: '',
  none: null,
  yes: true,
  no: false,
  words: ['one', 'two'],
  objects: [{ id: 1 }, { id: 2, name: 'b' }],
  nested: { 'any key': { x: 'y' }, list: [[1]] },
  account: '111122223333',
}).replace('{', '{"i":123,"f":123.5,"f2":12.0,"big":1e3,');

describe('a CloudWatch pattern over a record', () => {
  it.each([
    // As the real API answers.
    ['{ $.i = 123.0 }', true],
    ['{ $.i = "123" }', true],
    ['{ $.i != "123.0" }', true],
    ['{ $.f2 != "12" }', true],
    ['{ $.f2 = 12 }', true],
    ['{ $.i = 1* }', true],
    ['{ $.i = *23 }', true],
    ['{ $.f2 = 12.* }', true],
    ['{ $.i = "1*" }', true],
    ['{ $.sourceIPAddress != 111*111 }', true],
    ['{ $.sourceIPAddress = "*.111.111.111" }', true],
    ['{ $.empty = "*" }', true],
    ['{ $.eventType > 5 }', false],
    ['{ $.account > 5 }', false],
    ['{ $.objects = "*" }', false],
    ['{ $.objects != "x" }', false],
    ['{ $.nested = "*" }', false],
    ['{ $.nested != 1 }', false],
    // AWS looked at the first place alone; as documented it ends so.
    ['{ $.sourceIPAddress = "*111.111.111" }', true],
    // What the documentation says.
    ['{ $.eventType = "UpdateTrail" }', true],
    ['{ $.eventType = UpdateTrail }', true],
    ['{ $.eventType = "updatetrail" }', false],
    ['{$.eventType="UpdateTrail"&&$.i=123}', true],
    ['{ $.eventType != "x" }', true],
    ['{ $.notExisted != "UpdateTrail" }', false],
    ['{ $.notExisted = "*" }', false],
    ['{ $.notExisted NOT EXISTS }', true],
    ['{ $.none NOT EXISTS }', false],
    ['{ $.none IS NULL }', true],
    ['{ $.notExisted IS NULL }', false],
    ['{ $.yes IS TRUE }', true],
    ['{ $.no IS FALSE }', true],
    ['{ $.no IS TRUE }', false],
    ['{ $.eventType IS TRUE }', false],
    ['{ $.i > 122 }', true],
    ['{ $.i >= 123 && $.i <= 1.23e2 && $.i < 124 }', true],
    ['{ $.i < -5 }', false],
    ['{ $.big = 1000 }', true],
    ['{ $.i != 123 }', false],
    ['{ $.i != 124 }', true],
    ['{ $.account = 111122223333 }', true],
    ['{ $.account != 111122223333 }', false],
    ['{ $.words[0] = "one" }', true],
    ['{ $.words[1] = "one" }', false],
    ['{ $.words = "one" }', false],
    ['{ $.words[*] = "two" }', true],
    ['{ $.words[*] != "two" }', true],
    ['{ $.objects[*].name != "b" }', false],
    ['{ $.objects[*].id = 2 }', true],
    ['{ $.objects.id = 2 }', false],
    ["{ $.nested['any key'].x = y }", true],
    ['{ $.nested.*.x = y }', true],
    ['{ $.nested.list[0][0] = 1 }', true],
    ['{ $.* = "UpdateTrail" }', true],
    ['{ $.eventType = %^Update[A-Z]% }', true],
    ['{ $.eventType = %^update% }', false],
    ['{ $.eventType != %Trail$% }', false],
    ['{ $.i = 1 || $.i = 123 && $.f = 123.5 }', true],
    ['{ ($.i = 123 || $.i = 1) && $.f = 1 }', false],
    ['{ $.i = 123 || $.i = 1 && $.f = 1 }', true],
    // Plain terms.
    ['UpdateTrail', true],
    ['updatetrail', false],
    ['UpdateTrail 123', true],
    ['UpdateTrail nothing', false],
    ['"\\"eventType\\":\\"UpdateTrail\\""', true],
    ['?nothing ?UpdateTrail', true],
    ['UpdateTrail -nothing', true],
    ['UpdateTrail -"111.111"', false],
    ['%Update[A-Z]rail%', true],
    ['', true],
    [' ', true],
  ])('%s: %s', (pattern, expected) => expect(holds(pattern, message)).toBe(expected));

  it('decides CIS 3.2 by whether the operand is there', () => {
    const pattern = '{($.eventName="ConsoleLogin") && ($.additionalEventData.MFAUsed !="Yes")}';
    expect(
      ['{"MFAUsed":"No"}', '{"MFAUsed":"Yes"}', '{}', 'null'].map((data) =>
        holds(pattern, `{"eventName":"ConsoleLogin","additionalEventData":${data}}`),
      ),
    ).toEqual([true, false, false, false]);
    expect(operandsOf(parseCloudWatch(pattern))).toEqual([
      { kind: 'path', steps: ['additionalEventData', 'MFAUsed'], isExact: true },
    ]);
  });

  it('names each operand of != once', () => {
    const filter = parseCloudWatch('{ ($.a != 1 || $.b = 2) && $.a != 3 && $.c[*] != x }');
    expect(operandsOf(filter).map(({ steps }) => steps)).toEqual([['a'], ['c', { any: 'element' }]]);
    expect(operandsOf(everything)).toEqual([]);
  });
});

describe('the text of a CloudWatch pattern', () => {
  it.each([
    ['{ $.eventType = "UpdateTrail" }', '$.eventType:=UpdateTrail'],
    ['{ $.a.b != "x*" }', '$.a.b:!==x*'],
    ['{ $.a NOT EXISTS && $.b IS NULL }', '-$.a:* $.b:=null'],
    ['{ $.a[*].b = 5 }', '$.a[].b:(=5 OR ="5")'],
    ['{ $.a > 1e3 }', '$.a:>1000'],
    ["{ $['a b'].* = * }", '$."a b".*:=*'],
    ['{ $.a = %x/y% }', '$.a:=/x\\/y/'],
    ['a -"b c"', '="a" -="b c"'],
    ['?a ?b', 'raw:(=a OR =b)'],
  ])('%s is the filter %s', (pattern, text) => {
    const filter = parseCloudWatch(pattern);
    expect(printFilter(filter)).toBe(text);
    expect(parseFilter(text)).toEqual(filter);
  });

  const parts = [
    ...[
      '{',
      '}',
      '(',
      ')',
      ' ',
      '&&',
      '||',
      '=',
      '!=',
      '<',
      '>=',
      '$.a',
      '$.b[*]',
      '$.c.*',
      "$['a b']",
      '$',
      '.',
    ],
    ...[
      '"x"',
      '"a*"',
      '*',
      '12',
      '-1.5',
      'NOT',
      'EXISTS',
      'IS',
      'NULL',
      '%a+%',
      '%',
      '"',
      '?a',
      '-b',
      '\\',
      'arn:a',
    ],
  ];
  it('is answered with a filter that prints and reads back, or with an error that has a place', () => {
    const texts = fc.oneof(
      fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((some) => some.join('')),
      fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map((some) => `{ ${some.join(' ')} }`),
      fc.string(),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const error = errorOf(text);
        if (error === null) {
          const filter = parseCloudWatch(text);
          expect(parseFilter(printFilter(filter))).toEqual(filter);
          return;
        }
        expect(error.code).toBe('filter-syntax');
        expect(error.place?.start).toBeGreaterThanOrEqual(0);
        expect(error.place?.end).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    ['[w1, w2 != "x"]', 0, 15, 'Space-delimited'],
    ['{ $.a = "x" ', 0, 1, 'not closed'],
    ['{ $.a = "x }', 8, 12, 'quote'],
    ['{ $.a > "5" }', 8, 11, 'number'],
    ['{ $.a < abc }', 8, 11, 'number'],
    ['{ $.a IS NOT NULL }', 9, 12, 'NULL, TRUE or FALSE'],
    ['{ $.a EXISTS }', 6, 12, 'NOT EXISTS'],
    ['{ $.a }', 2, 7, 'operator'],
    ['{ $. = 1 }', 2, 4, 'selector'],
    ['{ a = 1 }', 2, 3, 'condition'],
    ['{ $.a = 1 } x', 12, 13, 'brace'],
    ['{ $.a = 1 $.b = 2 }', 10, 13, '&&'],
    ['{ ($.a = 1 }', 2, 3, 'parenthesis'],
    ['{ $.a = %(x)% }', 9, 10, '('],
    ['{ $.a = %a\\% }', 10, 11, 'backslash'],
    ['{ $.a = %a }', 8, 12, 'does not end'],
    ['{ $.a = %a% && $.b = %b% && $.c = %c% }', 34, 37, 'two regular'],
    ['{ $.a[*].* = 1 }', 2, 10, 'one wildcard'],
    ['{ $.a[*] = 1 && $.b[*] = 1 && $.c[*] = 1 && $.d[*] = 1 }', 44, 50, 'three'],
    ['?a b', 0, 2, '?terms'],
    ['- a', 0, 1, 'term'],
    ['""', 0, 2, 'nothing'],
  ])('%s is wrong from %i to %i', (pattern, start, end, words) => {
    expect(errorOf(pattern)).toMatchObject({ code: 'filter-syntax', place: { start, end } });
    expect(`${errorOf(pattern)?.message} ${errorOf(pattern)?.advice}`).toContain(words);
  });

  it('is refused when it is nested without end', () => {
    expect(errorOf(`{${'('.repeat(5000)}`)?.message).toContain('nested');
  });
});
