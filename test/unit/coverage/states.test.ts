import { describe, expect, it } from 'vitest';
import { runsOf } from '../../../electron/engine/coverage/runs.ts';
import {
  at,
  digest,
  digests,
  hours,
  notCovered,
  place,
  proven,
  states,
  unsigned,
  unverified,
} from './places.ts';

describe('the state of an hour', () => {
  it('is proven with files that are, and proven empty where digests cover all of it', () => {
    expect(states(place({ digests: digests(0, 3), logs: { 1: proven } }), 0, 4)).toEqual([
      ...['provenEmpty', 'proven', 'provenEmpty', 'unknown'],
    ]);
  });

  it('takes two digests where they end in mid-hour', () => {
    expect(states(place({ digests: digests(0, 4, 15), logs: { 1: proven } }), 0, 6)).toEqual([
      // The last hour is covered for a quarter of an hour: that is no proof that nothing came.
      ...['provenEmpty', 'proven', 'provenEmpty', 'provenEmpty', 'unknown', 'unknown'],
    ]);
  });

  it('is proven and not whole in the hours where the digests begin and end', () => {
    const one = place({ digests: digests(0, 2, 15), logs: { 0: proven, 1: proven, 2: proven } });
    const told = hours(one, runsOf(one), 0, 3);
    expect(told.map(({ state }) => state)).toEqual(['proven', 'proven', 'proven']);
    expect(told.map(({ isWhole }) => isWhole)).toEqual([false, true, false]);
  });

  it('is altered for a changed or planted file, and for a changed digest in each hour that it touches', () => {
    const log = place({ digests: digests(0, 3), logs: { 1: { ...proven, isAltered: true } } });
    expect(states(log, 0, 3)).toEqual(['provenEmpty', 'altered', 'provenEmpty']);
    for (const verdict of ['altered', 'chain-broken'] as const) {
      const changed = [...digests(0, 1, 15), digest(at(1, 15), at(2, 15), verdict), ...digests(2, 4, 15)];
      expect(states(place({ digests: changed }), 1, 4)).toEqual(['altered', 'altered', 'provenEmpty']);
    }
  });

  it('is missing where a digest names a file that the case lacks, also beside others', () => {
    const one = place({ digests: digests(0, 3), logs: { 1: { missing: 1 }, 2: { ...proven, missing: 1 } } });
    expect(states(one, 0, 3)).toEqual(['provenEmpty', 'missing', 'missing']);
  });

  it('has every missing digest, not only the first', () => {
    const lost = [2, 3, 4].map((hour) => digest(at(hour), at(hour + 1), 'missing'));
    const one = place({ digests: [...digests(0, 2), ...lost, ...digests(5, 6)], logs: { 3: notCovered } });
    expect(states(one, 1, 6)).toEqual([
      ...['provenEmpty', 'digestMissing', 'digestMissing', 'digestMissing', 'provenEmpty'],
    ]);
    const told = place({ gaps: [{ from: at(2, 30), until: at(4), kind: 'lost' }] });
    expect(states(told, 1, 5)).toEqual(['unknown', 'digestMissing', 'digestMissing', 'unknown']);
  });

  it('is missing its digest also where that touches it by a minute', () => {
    const one = place({
      digests: [...digests(0, 1, 1), digest(at(1, 1), at(2, 1), 'missing'), ...digests(2, 5, 1)],
    });
    expect(states(one, 1, 4)).toEqual(['digestMissing', 'digestMissing', 'provenEmpty']);
  });

  it('is a gap where no digest was made and no file lies, and validation was off where files do', () => {
    const chain = [...digests(0, 2, 15), ...digests(6, 8, 15)];
    const one = place({ digests: chain, logs: { 2: proven, 3: notCovered } });
    expect(states(one, 1, 8)).toEqual([
      ...['provenEmpty', 'gap', 'validationOff', 'gap', 'gap', 'gap', 'provenEmpty'],
    ]);
  });

  it('knows such a time from the digests alone, and from what the check tells', () => {
    const gaps = [{ from: at(1), until: at(2), kind: 'off' } as const];
    expect(states(place({ gaps }), 0, 3)).toEqual(['unknown', 'gap', 'unknown']);
    expect(states(place({ digests: [...digests(0, 1), ...digests(2, 3)] }), 0, 3)).toEqual([
      ...['provenEmpty', 'gap', 'provenEmpty'],
    ]);
  });

  it('is validation off where proven files came late into a full hour without digests', () => {
    const one = place({ digests: [...digests(0, 1), ...digests(2, 3)], logs: { 1: proven } });
    expect(states(one, 1, 2)).toEqual(['validationOff']);
  });

  it('lets the proven digests of another trail stand in for one that made none, and remembers it', () => {
    const one = place({
      digests: [...digests(0, 1), ...digests(3, 4), ...digests(0, 4, 0, { series: 1 })],
      logs: { 1: proven },
    });
    const told = hours(one, runsOf(one), 0, 4);
    expect(told.map(({ state }) => state)).toEqual(['provenEmpty', 'proven', 'provenEmpty', 'provenEmpty']);
    expect(told.map(({ isPaused }) => isPaused)).toEqual([false, true, true, false]);
  });

  it('tells a missing digest of one trail although another one covers the time', () => {
    const one = place({
      digests: [...digests(0, 3, 0, { series: 1 }), digest(at(1), at(2), 'missing')],
    });
    expect(states(one, 0, 3)).toEqual(['provenEmpty', 'digestMissing', 'provenEmpty']);
  });

  it('is unproven for files and digests that cannot be proven', () => {
    for (const verdict of ['unsigned', 'key-unknown', 'unproven'] as const)
      expect(states(place({ digests: [...digests(0, 1), digest(at(1), at(2), verdict)] }), 0, 2)).toEqual([
        ...['provenEmpty', 'unproven'],
      ]);
    expect(states(place({ digests: digests(0, 2), logs: { 0: unsigned, 5: notCovered } }), 0, 6)).toEqual([
      ...['unproven', 'provenEmpty', 'unknown', 'unknown', 'unknown', 'unproven'],
    ]);
  });

  it('is unproven before any check, whatever there is', () => {
    const one = place({ digests: [digest(at(0), at(1), null, { series: null })], logs: { 1: unverified } });
    expect(states(one, 0, 3)).toEqual(['unproven', 'unproven', 'unknown']);
  });

  it('does not take the silence of backfill digests for a proof, and believes what is wrong with them', () => {
    const silent = place({ digests: digests(0, 1, 0, { isBackfill: true }) });
    expect(states(silent, 0, 1)).toEqual(['unknown']);
    const altered = place({ digests: [digest(at(0), at(1), 'altered', { isBackfill: true })] });
    expect(states(altered, 0, 1)).toEqual(['altered']);
    const apart = place({
      digests: [...digests(0, 1, 0, { isBackfill: true }), ...digests(4, 5, 0, { isBackfill: true })],
    });
    expect(states(apart, 2, 3)).toEqual(['unknown']);
  });

  it('is not synced outside of what was chosen, and where a file could not be fetched', () => {
    const chosen = [{ from: at(0), until: at(3) }];
    const one = place({ chosen, logs: { 1: { notFetched: 1 } } });
    expect(states(one, -1, 5)).toEqual([
      'notSynced',
      'unknown',
      'notSynced',
      'unknown',
      'notSynced',
      'notSynced',
    ]);
    expect(states(place({ chosen: [] }), 0, 1)).toEqual(['notSynced']);
    expect(states(place({ chosen, digests: digests(4, 5) }), 4, 5)).toEqual(['provenEmpty']);
  });
});
