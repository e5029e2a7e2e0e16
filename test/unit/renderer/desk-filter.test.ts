import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { printFilter } from '../../../electron/contract/filter/print.ts';
import { withExcluded, withIncluded } from '../../../renderer/desk/edit-filter.ts';
import { stateOfMissing } from '../../../renderer/desk/missing-state.ts';
import { trialsOf } from '../../../renderer/desk/use-condition-counts.ts';

describe('the missing value of a facet', () => {
  it('says whether the filter asks for it or leaves it out', () => {
    expect(stateOfMissing(parseFilter('missing:error'), 'error')).toBe('included');
    expect(stateOfMissing(parseFilter('name:GetObject error:*'), 'error')).toBe('excluded');
    expect(stateOfMissing(parseFilter('error:*'), 'name')).toBe('open');
    expect(stateOfMissing(parseFilter('error:AccessDenied'), 'error')).toBe('open');
  });

  it('is let go by the same click that asked for it or left it out', () => {
    const before = parseFilter('name:GetObject');
    for (const change of [withIncluded, withExcluded]) {
      const chosen = change(before, 'error', null);
      expect(stateOfMissing(chosen, 'error')).not.toBe('open');
      expect(printFilter(change(chosen, 'error', null))).toBe('name:GetObject');
    }
  });

  it('gives way to a value: no event has a value and lacks it', () => {
    const filter = withIncluded(parseFilter('missing:error'), 'error', 'AccessDenied');
    expect(printFilter(filter)).toBe('error:AccessDenied');
  });
});

describe('a filter that no event meets', () => {
  it('is tried condition by condition, each once', () => {
    expect(trialsOf(parseFilter('name:PutObject actor:nobody actor:nobody'))).toEqual([
      { condition: 'name:PutObject', rest: 'actor:nobody actor:nobody' },
      { condition: 'actor:nobody', rest: 'name:PutObject' },
    ]);
    expect(trialsOf(parseFilter(''))).toEqual([]);
  });
});
