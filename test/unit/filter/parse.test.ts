import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../electron/contract/errors.ts';
import { completionAt } from '../../../electron/contract/filter/complete.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { everything, type Filter, type Step } from '../../../electron/contract/filter/syntax-tree.ts';
import { tokenize } from '../../../electron/contract/filter/tokenize.ts';
import { allFilters } from '../../support/filters.ts';

const match = (field: 'name' | 'user' | 'identity' | 'ip' | 'error', ...texts: string[]): Filter => ({
  kind: 'match',
  target: { kind: 'field', field },
  anyOf: texts.map((text) => ({ kind: 'literal', text })),
});

function outcomeOf(text: string): Filter | AppError {
  try {
    return parseFilter(text);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function errorOf(text: string): AppError {
  const outcome = outcomeOf(text);
  if (outcome instanceof AppError) return outcome;
  throw new Error(`${text} was accepted.`);
}

/** Texts that are nearly filters: pieces of the language, in any order. */
const nearFilters = fc
  .array(
    fc.constantFrom(
      ...'name:~ip:~exists:~raw:~$.a[0]:~*.b~=$.x~!=~cidr:~12~<~requestParameters."a b":~a~arn:aws:~(~)~ ~"~\''.split(
        '~',
      ),
      ...String.raw`-~- ~OR~AND~NOT~or~/~*~\~:~time:~2026-01-01~..~[]~.~,~!~=~>~10.0`.split('~'),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));

describe('the filter language', () => {
  it('reads back every filter that it prints', () => {
    fc.assert(
      fc.property(allFilters, (filter) => {
        expect(parseFilter(printFilter(filter))).toEqual(filter);
      }),
      { numRuns: 2000 },
    );
  });

  it('answers any text with a filter or with an error that has a place inside the text', () => {
    fc.assert(
      fc.property(fc.oneof(nearFilters, fc.string()), (text) => {
        const read = outcomeOf(text);
        if (read instanceof AppError) {
          expect(read.code).toBe('filter-syntax');
          expect(read.place?.start).toBeGreaterThanOrEqual(0);
          expect(read.place?.end).toBeLessThanOrEqual(text.length);
        } else {
          expect(parseFilter(printFilter(read))).toEqual(read);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('covers every text with tokens, without gaps, and completes at every place of it', () => {
    fc.assert(
      fc.property(fc.oneof(nearFilters, fc.string()), (text) => {
        const tokens = tokenize(text);
        expect(tokens.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text);
        for (let caret = 0; caret <= text.length; caret += 1) {
          const completion = completionAt(text, caret);
          if (completion.kind === 'none') continue;
          expect(completion.replace.start).toBeLessThanOrEqual(caret);
          expect(completion.replace.end).toBeGreaterThanOrEqual(caret);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('colours what stands before a quote that is not closed', () => {
    expect(tokenize('name:x "a b"c"').map(({ kind }) => kind)).toEqual(['field', 'value', 'space', 'error']);
  });

  it('takes nothing for everything', () => expect(parseFilter('  ')).toEqual(everything));

  it('binds AND tighter than OR, and takes neighbours for AND', () => {
    expect(parseFilter('name:a user:b OR name:c')).toEqual({
      kind: 'or',
      operands: [{ kind: 'and', operands: [match('name', 'a'), match('user', 'b')] }, match('name', 'c')],
    });
  });

  it('takes CloudTrail’s own names, whatever their case', () => {
    expect(parseFilter('EVENTNAME:PutObject')).toEqual(match('name', 'PutObject'));
    expect(parseFilter('userIdentity.userName:alice')).toEqual(match('user', 'alice'));
  });

  it('takes colons in values as they are: ARNs and IPv6', () => {
    expect(parseFilter('identity:arn:aws:iam::111122223333:user/alice')).toEqual(
      match('identity', 'arn:aws:iam::111122223333:user/alice'),
    );
    expect(parseFilter('ip:2001:db8::/32')).toEqual(match('ip', '2001:db8::/32'));
  });

  it('takes a wildcard in quotes for a star', () => {
    expect(parseFilter('name:"a*"')).toEqual(match('name', 'a*'));
    expect(parseFilter('name:a*')).toMatchObject({ anyOf: [{ kind: 'wildcard', pieces: ['a', ''] }] });
  });

  it('reads exists and missing in both spellings', () => {
    const exists = { kind: 'exists', target: { kind: 'field', field: 'error' } };
    expect(parseFilter('error:*')).toEqual(exists);
    expect(parseFilter('exists:error')).toEqual(exists);
    expect(parseFilter('-error:*')).toEqual({ kind: 'not', operand: exists });
    expect(parseFilter('missing:errorCode')).toEqual({ kind: 'not', operand: exists });
  });

  it.each([
    ['time:2021-07-28', '2021-07-28T00:00:00Z', '2021-07-29T00:00:00Z'],
    ['time:2021-07-28..2021-07-29', '2021-07-28T00:00:00Z', '2021-07-30T00:00:00Z'],
    ['time:2015-01-01T00:00:00+09:00', '2014-12-31T15:00:00Z', '2014-12-31T15:00:01Z'],
    ['time:2024-02-29T12', '2024-02-29T12:00:00Z', '2024-02-29T13:00:00Z'],
  ])('reads %s as from %s until before %s', (text, from, until) => {
    expect(parseFilter(text)).toEqual({ kind: 'time', fromMs: Date.parse(from), untilMs: Date.parse(until) });
  });

  it.each([
    ['time:yesterday', 5, 14],
    ['time:2023-02-29', 5, 15],
    ['nmae:PutObject', 0, 5],
    ['name:PutObject )', 15, 16],
    ['(name:a', 0, 1],
    ['name: PutObject', 0, 5],
    ['user:>5', 5, 7],
    ['a OR', 4, 4],
    ['name:"x', 5, 7],
    ['user:!=x', 0, 7],
    ['a.b:>x', 4, 6],
    ['a.b:cidr:x', 4, 10],
    ['raw:=$.a', 4, 8],
    ['exists:raw', 7, 10],
    ['name:(a AND b)', 8, 11],
  ])('says where %s is wrong', (text, start, end) => {
    expect(errorOf(text)).toMatchObject({ code: 'filter-syntax', place: { start, end } });
  });

  it.each([
    ['name:PutObject && user:alice', 'AND'],
    ['a || b', 'OR'],
    ['name=PutObject', 'name:value'],
    ['eventName != PutObject', '-field:value'],
    ['time>=2026-03-01', 'time:>=value'],
    ['name:a or name:b', 'OR'],
    ['not name:a', 'NOT'],
    ['name:(a, b)', 'OR'],
    ['name:a,b', 'OR'],
    ['name:Get?bject', 'wildcard'],
    ['name:!a', '-name:value'],
    ['name:!=a', '-name:value'],
    ['name:==a', '= is not used'],
    ['requestParameters.n:>x', 'number'],
    ['time:[2026-01-01 TO 2026-02-01]', 'is no time'],
    ['name:[a TO b]', 'name:(one OR two)'],
    ["name:'two words'", 'Use "'],
    ['“two words”', 'Use "'],
    ['a - b', 'without a gap'],
    ['has:error', 'exists:FIELD'],
    ['ip:10.0', 'ip:10.0.0.0/16'],
    ['12:30', 'quotes'],
    ['name:f(x)', 'quotes'],
    ['/a/i', 'Case is ignored'],
    ['name:a\\', '\\\\'],
    ['""', 'nothing between'],
  ])('answers the habit %s with advice, not with zero rows', (text, advice) => {
    const error = errorOf(text);
    expect(`${error.message} ${error.advice}`).toContain(advice);
  });

  it.each([
    ['"&&" "name=x" "or" "a - b"'],
    ['name:("a, b" OR "x?")'],
    ['https://example.org/a arn:aws:iam::111122223333:role/x s3://logs/a'],
    ['agent:Boto3/1.2,x'],
  ])('takes %s as it stands', (text) => expect(parseFilter(text)).not.toEqual(everything));

  const at = (...steps: readonly Step[]) => ({ kind: 'path', steps }) as const;
  it.each<[string, Filter]>([
    [
      '"assumed role"',
      { kind: 'match', target: { kind: 'raw' }, anyOf: [{ kind: 'literal', text: 'assumed role' }] },
    ],
    ['raw:word', { kind: 'match', target: { kind: 'raw' }, anyOf: [{ kind: 'literal', text: 'word' }] }],
    ['RAW:/a b/', { kind: 'match', target: { kind: 'raw' }, anyOf: [{ kind: 'regex', source: 'a b' }] }],
    ['assumed\\ role', { kind: 'anywhere', pattern: { kind: 'literal', text: 'assumed role' } }],
    ['assumed', { kind: 'anywhere', pattern: { kind: 'literal', text: 'assumed' } }],
    [
      'resources[].ARN:x',
      {
        kind: 'match',
        target: at('resources', { any: 'element' }, 'ARN'),
        anyOf: [{ kind: 'literal', text: 'x' }],
      },
    ],
    ['a[0].*."[]":*', { kind: 'exists', target: at('a', 0, { any: 'key' }, '[]') }],
    ['errormessage:*', { kind: 'exists', target: at('errorMessage') }],
    ['"errormessage":*', { kind: 'exists', target: at('errormessage') }],
    ['$.eventName:*', { kind: 'exists', target: { ...at('eventName'), isExact: true } }],
    [
      'a.b:>=1e3',
      { kind: 'match', target: at('a', 'b'), anyOf: [{ kind: 'compare', operator: '>=', number: 1000 }] },
    ],
    ['a.b:">=1e3"', { kind: 'match', target: at('a', 'b'), anyOf: [{ kind: 'literal', text: '>=1e3' }] }],
    ['a.b:=null', { kind: 'match', target: at('a', 'b'), anyOf: [{ kind: 'constant', value: null }] }],
    ['a.b:null', { kind: 'match', target: at('a', 'b'), anyOf: [{ kind: 'literal', text: 'null' }] }],
    [
      'a.b:=Null',
      { kind: 'match', target: at('a', 'b'), anyOf: [{ kind: 'literal', text: 'Null', isCased: true }] },
    ],
    [
      'name:=Put*',
      {
        kind: 'match',
        target: { kind: 'field', field: 'name' },
        anyOf: [{ kind: 'wildcard', pieces: ['Put', ''], isCased: true }],
      },
    ],
    ['a.b:=$.c[0]', { kind: 'match', target: at('a', 'b'), anyOf: [{ kind: 'same', steps: ['c', 0] }] }],
    [
      'a.b:cidr:10.0.0.0/8',
      { kind: 'match', target: at('a', 'b'), anyOf: [{ kind: 'range', range: '10.0.0.0/8' }] },
    ],
    [
      'a.b:!=(x OR <5)',
      {
        kind: 'differs',
        target: at('a', 'b'),
        anyOf: [
          { kind: 'literal', text: 'x' },
          { kind: 'compare', operator: '<', number: 5 },
        ],
      },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseFilter(text)).toEqual(expected);
    expect(parseFilter(printFilter(expected))).toEqual(expected);
  });

  it('prints a path that has the name of a field as a path', () => {
    expect(printFilter({ kind: 'exists', target: at('userIdentity', 'arn') })).toBe('"userIdentity".arn:*');
    expect(printFilter({ kind: 'exists', target: at('raw') })).toBe('"raw":*');
  });

  it('proposes the field that was meant', () => expect(errorOf('nmae:x').advice).toContain('name'));

  it('refuses nesting that would overflow the stack', () => {
    expect(errorOf('('.repeat(5000)).message).toContain('nested');
    expect(errorOf('-'.repeat(5000)).message).toContain('nested');
  });
});
