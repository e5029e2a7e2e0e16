import { describe, expect, it } from 'vitest';
import { eventRule, finds, refusalOf } from './rules.ts';

/** Selections a, b, c and _d, which ask for a name that has their letter. */
const selections = ['a', 'b', 'c', '_d']
  .map((name) => `${name}: {userAgent|contains: ${name.slice(-1)}}`)
  .join('\n');

function holds(condition: string, agent: string): boolean {
  return finds(eventRule(`${selections}\ncondition: ${condition}`), agent === '' ? {} : { userAgent: agent });
}

describe('a condition', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['a and b', ['ab'], ['a', 'b']],
    ['a or b', ['a', 'b'], ['c']],
    ['not a', ['b', ''], ['a']],
    ['a or b and c', ['a', 'bc'], ['b', 'c']],
    ['(a or b) and c', ['ac', 'bc'], ['a', 'ab']],
    ['not a and b', ['b'], ['ab', 'c']],
    ['not (a or b)', ['c'], ['a', 'b']],
    ['a AND NOT b', ['a'], ['ab']],
    ['1 of them', ['a', 'b', 'c'], ['d', '']],
    ['any of them', ['a', 'b', 'c'], ['d', '']],
    ['all of them', ['abc'], ['ab', 'abd']],
    ['2 of them', ['ab', 'ac', 'bc', 'abc'], ['a', 'ad']],
    ['1 of _*', ['d'], ['a']],
    ['all of a*', ['a'], ['b']],
    ['not 1 of them', ['d', ''], ['a']],
    ['[a, b]', ['a', 'b'], ['c']],
  ])('%s', (condition, yes, no) => {
    expect(yes.filter((agent) => !holds(condition, agent))).toEqual([]);
    expect(no.filter((agent) => holds(condition, agent))).toEqual([]);
  });

  it.each([
    ['x', 'Its condition “x” cannot be read: there is no selection named “x”.'],
    ['1 of x*', 'Its condition “1 of x*” cannot be read: there is no selection named “x*”.'],
    ['a and', 'Its condition “a and” cannot be read: it ends where a selection should follow.'],
    ['(a', 'Its condition “(a” cannot be read: a parenthesis is not closed.'],
    ['a b', 'Its condition “a b” cannot be read: “b” does not belong there.'],
    ['a )', 'Its condition “a )” cannot be read: “)” does not belong there.'],
    ['9 of them', 'Its condition “9 of them” cannot be read: it asks for 9 of 3 selections.'],
    ['a | near b', 'It asks for “near b” and names no timeframe for it.'],
    ['a | count() > 5', 'It asks for “count() > 5” and names no timeframe for it.'],
  ])('%s is refused', (condition, reason) => {
    expect(refusalOf(`${selections}\ncondition: ${condition}`)).toBe(reason);
  });

  it('that is nested without end is refused', () => {
    const condition = `${'('.repeat(2000)}a${')'.repeat(2000)}`;
    expect(refusalOf(`${selections}\ncondition: ${condition}`)).toMatch(/nested deeper than 50 levels/);
    expect(refusalOf(`${selections}\ncondition: ${'not '.repeat(1000)}a`)).toMatch(/nested deeper/);
  });

  it('that would be very long as a filter is refused before it is written out', () => {
    const list = JSON.stringify(Array.from({ length: 1000 }, (_, n) => `value-${n}`));
    const condition = `${'a or '.repeat(900)}a`;
    expect(refusalOf(`a: {eventName: ${list}}\ncondition: ${condition}`)).toBe(
      'As a filter it would be longer than 20000 characters.',
    );
  });

  it('that is very long is refused', () => {
    expect(refusalOf(`${selections}\ncondition: ${'a or '.repeat(1500)}a`)).toBe(
      'Its condition is longer than 5000 characters.',
    );
  });

  it('that could choose in very many ways is refused', () => {
    const many = Array.from({ length: 40 }, (_, n) => `s${n}: {eventName: E${n}}`).join('\n');
    expect(refusalOf(`${many}\ncondition: 20 of them`)).toMatch(/more than 200 ways/);
  });
});
