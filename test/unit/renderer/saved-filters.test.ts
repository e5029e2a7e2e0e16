import { describe, expect, it } from 'vitest';
import { completionAt } from '../../../electron/contract/filter/complete.ts';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { pathQuestionOf, printPathValue } from '../../../renderer/desk/filter-bar/path-completion.ts';
import { appliedText } from '../../../renderer/saved/apply-filter.ts';
import { keysOf, matchesShortcut } from '../../../renderer/state/shortcuts.ts';

describe('a saved filter that is applied', () => {
  it('takes the place of the present one, as it was saved', () => {
    expect(appliedText('user:alice', 'name:( A  OR B)', false)).toBe('name:( A  OR B)');
  });

  it('is joined to the present one by AND, whatever binds in them', () => {
    const text = appliedText('user:alice OR user:bob', 'name:A OR name:B', true);
    expect(text).toBe('(user:alice OR user:bob) (name:A OR name:B)');
  });

  it('is all there is where the present one is empty or malformed', () => {
    expect([appliedText('', 'name:A', true), appliedText('nmae:x', 'name:A', true)]).toEqual([
      'name:A',
      'name:A',
    ]);
  });

  it('goes to the bar as it is when it cannot be read', () => {
    expect(appliedText('user:alice', 'nmae:x', true)).toBe('nmae:x');
  });
});

describe('the key of a saved filter', () => {
  it('is shown as the keys that are pressed, and is no shortcut of one key', () => {
    expect(keysOf('g 1', false)).toBe('G 1');
    const one = { key: '1', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };
    expect([matchesShortcut('g 1', one), matchesShortcut('g 1', { ...one, key: 'g' })]).toEqual([
      false,
      false,
    ]);
  });
});

describe('completion from the records', () => {
  const questionAt = (text: string) => pathQuestionOf(completionAt(text, text.length));

  it('asks for paths from a dot, a $ or three letters on, and for values at a path', () => {
    expect(
      ['', 'na', 'buc', 'a.', '$', 'exists:', 'name:x', '"text'].map((text) => questionAt(text)?.kind),
    ).toEqual([undefined, undefined, 'paths', 'paths', 'paths', 'paths', undefined, undefined]);
    expect(questionAt('requestParameters.x:=*a*')).toEqual({
      kind: 'values',
      path: 'requestParameters.x',
      text: 'a',
      isCased: true,
    });
  });

  it('writes values so that the filter means them', () => {
    const written = [
      printPathValue('corp-a', true, false),
      printPathValue('two words', true, false),
      printPathValue('5', false, false),
      printPathValue('true', false, true),
      printPathValue('null', true, true),
      printPathValue('>5', true, false),
    ];
    expect(written).toEqual(['corp-a', '"two words"', '=5', '=true', '="null"', '">5"']);
    for (const value of written) expect(() => parseFilter(`a.b:${value}`)).not.toThrow();
  });
});
