import { describe, expect, it } from 'vitest';
import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import { evidenceOf } from '../../../electron/engine/coverage/evidence.ts';
import type { PlaceFacts } from '../../../electron/engine/coverage/place-facts.ts';
import { scopeOf } from '../../../electron/engine/coverage/scope.ts';
import { at, digest, digests, place, proven, unverified } from './places.ts';

const open = { fromMs: null, untilMs: null };
const from6to12 = { fromMs: at(6), untilMs: at(12) };

function ask(
  places: readonly PlaceFacts[],
  window = from6to12 as typeof open | typeof from6to12,
  filter = '',
  isVerified = true,
) {
  return evidenceOf({ places, unplacedFiles: 0, isVerified }, scopeOf(parseFilter(filter), window));
}

const whole = place({ digests: digests(0, 24, 4), logs: { 8: proven } });

describe('the evidence for a set of events', () => {
  it('is complete when it is', () => {
    expect(ask([whole])).toEqual({
      hours: 6,
      withoutEvidence: 0,
      sentence: 'The evidence for these 6 hours is complete.',
      ranges: [],
    });
    expect(ask([whole], { fromMs: at(6, 20), untilMs: at(6, 30) }).sentence).toBe(
      'The evidence for this hour is complete.',
    );
    expect(ask([whole, place({ region: 'us-east-1', digests: digests(0, 24) })])).toMatchObject({
      hours: 12,
      sentence: 'The evidence for these 6 hours is complete in all 2 regions of its accounts.',
    });
  });

  it('names the hours without any, the place, and why', () => {
    const one = place({
      digests: [
        ...digests(0, 7),
        digest(at(7), at(8), 'missing'),
        digest(at(8), at(9), 'missing'),
        ...digests(9, 24),
      ],
    });
    expect(ask([one])).toEqual({
      hours: 6,
      withoutEvidence: 2,
      sentence:
        'No evidence for 2 of these 6 hours: 2 Jan 2026 07:00 to 09:00 UTC, eu-west-1 of 111122223333: digests are missing.',
      ranges: [
        {
          fromMs: at(7),
          untilMs: at(9),
          state: 'digestMissing',
          sentence: 'No evidence for eu-west-1 of 111122223333: digests are missing.',
        },
      ],
    });
  });

  it('joins places that lack the same time, and tells the worst of it', () => {
    const lost = (hour: number, region: string) =>
      place({
        region,
        digests: [...digests(0, hour), digest(at(hour), at(hour + 1), 'missing'), ...digests(hour + 1, 24)],
      });
    const altered = place({
      region: 'sa-east-1',
      digests: digests(0, 24),
      logs: { 10: { ...proven, isAltered: true } },
    });
    const told = ask([lost(7, 'eu-west-1'), lost(8, 'us-east-1'), lost(8, 'us-west-1'), altered, whole]);
    expect(told).toMatchObject({ hours: 30, withoutEvidence: 4 });
    expect(told.ranges).toEqual([
      {
        fromMs: at(7),
        untilMs: at(9),
        state: 'digestMissing',
        sentence: 'No evidence for eu-west-1, us-east-1 and us-west-1 of 111122223333: digests are missing.',
      },
      {
        fromMs: at(10),
        untilMs: at(11),
        state: 'altered',
        sentence:
          'The evidence is incomplete for sa-east-1 of 111122223333: a digest or a log file was altered or planted.',
      },
    ]);
    expect(told.sentence).toBe(
      'The evidence is incomplete for 3 of these 6 hours: 2 Jan 2026 10:00 to 11:00 UTC, sa-east-1 of 111122223333: a digest or a log file was altered or planted. 1 other time lacks evidence, too.',
    );
  });

  it('also needs the quarter of an hour in which the last events were delivered', () => {
    const ends = (minute: number) => place({ digests: [...digests(0, 12), digest(at(12), at(12, minute))] });
    expect(ask([ends(20)]).withoutEvidence).toBe(0);
    expect(ask([ends(10)])).toMatchObject({
      withoutEvidence: 1,
      ranges: [{ fromMs: at(11), untilMs: at(12) }],
    });
    expect(ask([ends(10)], { fromMs: at(6), untilMs: at(11, 40) }).withoutEvidence).toBe(0);
    const after = place({
      digests: [...digests(0, 12), digest(at(12), at(13), 'missing'), ...digests(13, 24)],
    });
    expect(ask([after])).toMatchObject({
      withoutEvidence: 1,
      ranges: [{ state: 'digestMissing', fromMs: at(11) }],
    });
  });

  it('leaves the hours in which digests begin and end out of a question without ends, and not out of one with', () => {
    const edges = place({ digests: digests(6, 11, 4), logs: { 6: proven, 11: proven } });
    expect(ask([edges], open)).toMatchObject({ hours: 4, withoutEvidence: 0 });
    expect(ask([edges])).toMatchObject({ hours: 6, withoutEvidence: 2 });
    expect(ask([edges]).ranges.map(({ fromMs, state }) => [fromMs, state])).toEqual([
      [at(6), 'unknown'],
      [at(11), 'unknown'],
    ]);
    const newer = place({ digests: digests(6, 11, 4), logs: { 6: proven, 11: unverified } });
    expect(ask([newer], open)).toMatchObject({ hours: 5, withoutEvidence: 1 });
  });

  it('says that nothing was verified, or not all of it', () => {
    const one = place({ logs: { 7: unverified } });
    expect(ask([one], from6to12, '', false).sentence).toBe(
      'The case was not verified yet, so nothing is proven of these 6 hours: check its integrity.',
    );
    const late = place({ digests: digests(0, 24), logs: { 7: unverified } });
    expect(ask([late]).sentence).toBe(
      'The evidence is incomplete for 1 of these 6 hours: 2 Jan 2026 07:00 to 08:00 UTC, eu-west-1 of 111122223333: it was not verified yet.',
    );
  });

  it('is not complete where event selectors kept events out of the index', () => {
    const one = place({ digests: digests(0, 24), logs: { 7: { ...proven, isPartlyIndexed: true } } });
    expect(ask([one])).toMatchObject({
      withoutEvidence: 1,
      sentence: expect.stringContaining('event selectors left events of its files out of the index'),
    });
  });

  it('tells that another trail made no digests', () => {
    const one = place({
      digests: [...digests(0, 8), ...digests(9, 24), ...digests(0, 24, 0, { series: 1 })],
    });
    expect(ask([one]).sentence).toBe(
      'The evidence for these 6 hours is complete. Another trail made no digests for a part of them.',
    );
  });

  it('asks about the places and the time that the filter leaves', () => {
    const bad = place({ account: '444455556666', region: 'us-east-1', digests: digests(0, 1) });
    const hours = (filter: string, window: typeof open | typeof from6to12 = from6to12) =>
      ask([whole, bad], window, filter).hours;
    expect(hours('')).toBe(12);
    expect(hours('account:111122223333')).toBe(6);
    expect(hours('region:EU-*')).toBe(6);
    expect(hours('account:(111122223333 OR 444455556666) name:GetObject')).toBe(12);
    expect(hours('time:>=2026-01-02T10 region:us-east-1')).toBe(2);
    expect(hours('time:2026-01-02T03..2026-01-02T04', open)).toBe(4);
    // What is not understood does not narrow.
    expect(hours('-account:111122223333')).toBe(12);
    expect(hours('region:/^eu/')).toBe(12);
    expect(hours('account:111122223333 OR name:GetObject')).toBe(12);
  });

  it('knows nothing of accounts and regions that the case never heard of', () => {
    expect(ask([whole], from6to12, 'account:999900001111')).toMatchObject({
      hours: 6,
      withoutEvidence: 6,
      sentence:
        'No evidence for any of these 6 hours: 2 Jan 2026 06:00 to 12:00 UTC, every region of 999900001111: nothing in the case is about it.',
    });
    expect(ask([whole], from6to12, 'account:111122223333 region:eu-north-1').sentence).toContain(
      'eu-north-1 of 111122223333',
    );
    expect(ask([whole], from6to12, 'account:(111122223333 OR 999900001111)')).toMatchObject({
      hours: 12,
      withoutEvidence: 6,
    });
  });

  it('has nothing to say without a time to ask about', () => {
    const nothing = { hours: 0, withoutEvidence: 0, sentence: null, ranges: [] };
    expect(ask([], open)).toEqual(nothing);
    expect(ask([whole], { fromMs: at(6), untilMs: at(6) })).toEqual(nothing);
    expect(ask([whole], open, 'account:111122223333 account:444455556666')).toEqual(nothing);
    expect(ask([whole], open, 'time:>=2030-01-01').sentence).toBe('Nothing in the case is about this time.');
  });

  it('stays short however much is wrong', () => {
    const logs = Object.fromEntries(
      Array.from({ length: 5000 }, (_, i) => [i * 2, { ...proven, isAltered: true }]),
    );
    const { ranges, withoutEvidence } = ask([place({ digests: digests(0, 10_000), logs })], open);
    expect(ranges).toHaveLength(1000);
    expect(ranges.at(-1)).toMatchObject({ untilMs: at(9999), state: 'altered' });
    expect(withoutEvidence).toBe(5000);
  });
});
