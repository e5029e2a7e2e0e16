import { describe, expect, it } from 'vitest';
import { completionAt } from '../../../electron/contract/filter/complete.ts';
import {
  conditionsOf,
  exclude,
  include,
  stateOf,
  timeRangeOf,
  without,
  withTimeRange,
} from '../../../electron/contract/filter/edit.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { everything } from '../../../electron/contract/filter/syntax-tree.ts';

describe('edits by click', () => {
  it('joins values of a field, lets one go, and turns an exclusion around', () => {
    const one = include(everything, 'name', 'PutObject');
    const two = include(one, 'name', 'GetObject');
    expect(printFilter(two)).toBe('name:(PutObject OR GetObject)');
    expect(printFilter(include(two, 'name', 'PutObject'))).toBe('name:GetObject');
    expect(printFilter(include(exclude(everything, 'name', 'PutObject'), 'name', 'PutObject'))).toBe(
      'name:PutObject',
    );
    expect(printFilter(exclude(two, 'name', 'PutObject'))).toBe('name:GetObject -name:PutObject');
    expect(stateOf(two, 'name', 'putobject')).toBe('included');
  });

  it('replaces the time range and reads it back', () => {
    const filter = withTimeRange(parseFilter('time:2020-01-01 user:alice'), 1000, 2000);
    expect(timeRangeOf(filter)).toEqual({ fromMs: 1000, untilMs: 2000 });
    expect(printFilter(withTimeRange(filter, null, null))).toBe('user:alice');
  });

  it('takes one condition away', () => {
    const filter = parseFilter('user:alice -error:* name:a');
    const [, second = everything] = conditionsOf(filter);
    expect(printFilter(without(filter, second))).toBe('user:alice name:a');
  });
});

describe('completion', () => {
  it.each([
    ['na|', { kind: 'field', prefix: 'na', replace: { start: 0, end: 2 } }],
    ['|', { kind: 'field', prefix: '', replace: { start: 0, end: 0 } }],
    ['name:Put|Obj user:x', { kind: 'value', field: 'name', prefix: 'Put', replace: { start: 5, end: 11 } }],
    ['name:|', { kind: 'value', field: 'name', prefix: '', replace: { start: 5, end: 5 } }],
    ['name:(A OR B|', { kind: 'value', field: 'name', prefix: 'B', replace: { start: 11, end: 12 } }],
    ['-user:al|', { kind: 'value', field: 'user', prefix: 'al', replace: { start: 6, end: 8 } }],
    ['name:=Put|', { kind: 'value', field: 'name', prefix: 'Put', replace: { start: 6, end: 9 } }],
    ['requestParameters.|', { kind: 'field', prefix: 'requestParameters.', replace: { start: 0, end: 18 } }],
    ['-$.resour|', { kind: 'field', prefix: '$.resour', replace: { start: 1, end: 9 } }],
    ['a."b c|', { kind: 'field', prefix: 'a."b c', replace: { start: 0, end: 6 } }],
    [
      'exists:requestP|',
      { kind: 'field', prefix: 'requestP', replace: { start: 7, end: 15 }, isWhole: true },
    ],
    ['missing:|', { kind: 'field', prefix: '', replace: { start: 8, end: 8 }, isWhole: true }],
    ['a.b:=$.c|', { kind: 'field', prefix: '$.c', replace: { start: 5, end: 8 }, isWhole: true }],
    [
      'a.x:b|',
      { kind: 'path-value', path: 'a.x', prefix: 'b', isCased: false, replace: { start: 4, end: 5 } },
    ],
    [
      'a.x:=b|',
      { kind: 'path-value', path: 'a.x', prefix: 'b', isCased: true, replace: { start: 4, end: 6 } },
    ],
    [
      'a.x:!=b|',
      { kind: 'path-value', path: 'a.x', prefix: 'b', isCased: false, replace: { start: 6, end: 7 } },
    ],
    [
      'resources[]."a b":(c OR "d|',
      {
        kind: 'path-value',
        path: 'resources[]."a b"',
        prefix: 'd',
        isCased: false,
        replace: { start: 24, end: 26 },
      },
    ],
    ['a.x:>5|', { kind: 'none' }],
    ['a.x:cidr:10.|', { kind: 'none' }],
    ['a.x:/b|', { kind: 'none' }],
    ['nmae:a|', { kind: 'none' }],
    ['raw:a|', { kind: 'none' }],
  ])('at the bar in %s', (text, expected) => {
    expect(completionAt(text.replace('|', ''), text.indexOf('|'))).toEqual(expected);
  });
});
