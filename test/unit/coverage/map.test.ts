import { describe, expect, it } from 'vitest';
import { mapOf } from '../../../electron/engine/coverage/map.ts';
import { hourMs, type PlaceFacts } from '../../../electron/engine/coverage/place-facts.ts';
import { at, digest, digests, place, proven } from './places.ts';

const open = { fromMs: null, untilMs: null };

function map(
  places: readonly PlaceFacts[],
  window: { fromMs: number | null; untilMs: number | null } = open,
  maxCells = 100,
) {
  return mapOf({ places, unplacedFiles: 3, isVerified: true }, { ...window, maxCells });
}

describe('the map of what is there', () => {
  it('goes from the first hour that is known to the last, one cell an hour while there is room', () => {
    const told = map([
      place({ digests: digests(2, 5) }),
      place({ region: 'us-east-1', logs: { 7: proven } }),
    ]);
    expect(told).toMatchObject({
      fromMs: at(2),
      untilMs: at(8),
      stepMs: hourMs,
      unplacedFiles: 3,
      isComplete: false,
    });
    expect(told.rows.map(({ cells }) => cells.length)).toEqual([6, 6]);
    expect(told.rows[1]?.cells.at(-1)).toEqual({
      state: 'proven',
      files: 2,
      events: 20,
      isPartlyIndexed: false,
    });
  });

  it('leaves out an hour at the end that digests cover in part, unless files were delivered in it', () => {
    expect(map([place({ digests: digests(0, 3, 15) })])).toMatchObject({
      fromMs: at(0),
      untilMs: at(3),
      isComplete: true,
    });
    expect(map([place({ digests: digests(0, 3, 15), logs: { 3: proven } })])).toMatchObject({
      untilMs: at(4),
    });
  });

  it('widens its cells to hours that a day can be told in, and begins them there', () => {
    const told = map([place({ digests: digests(5, 77) })], open, 25);
    expect(told).toMatchObject({ fromMs: at(3), stepMs: 3 * hourMs, untilMs: at(78), isComplete: true });
    expect(told.rows[0]?.cells).toHaveLength(25);
  });

  it('keeps to the window asked about, in whole hours', () => {
    const one = place({ digests: digests(0, 48), logs: { 1: proven, 30: proven } });
    const told = map([one], { fromMs: at(10, 30), untilMs: at(20, 30) });
    expect(told).toMatchObject({ fromMs: at(10), untilMs: at(21), rows: [{ files: 0 }], isComplete: true });
    expect(map([one], { fromMs: at(40), untilMs: at(60) }).isComplete).toBe(false);
    expect(map([one], { fromMs: at(20), untilMs: at(10) })).toMatchObject({
      rows: [{ cells: [] }],
      isComplete: false,
    });
  });

  it('does not count in its last cell what was not asked about', () => {
    const one = place({ digests: digests(0, 48), logs: { 5: proven } });
    const told = map([one], { fromMs: at(0), untilMs: at(5) }, 2);
    expect(told).toMatchObject({ stepMs: 3 * hourMs, untilMs: at(6), rows: [{ files: 0 }] });
  });

  it('has a row for a region without a file, and one for a region that only lacks something', () => {
    const silent = place({ digests: digests(0, 4) });
    const lost = place({ region: 'us-east-1', digests: [digest(at(1), at(2), 'missing')] });
    expect(map([silent, lost]).rows.map(({ cells }) => cells[1]?.state)).toEqual([
      'provenEmpty',
      'digestMissing',
    ]);
  });

  it('is not complete where wide cells hide an hour that is unknown', () => {
    const told = map(
      [place({ digests: [...digests(0, 4, 0), ...digests(6, 12, 0, { series: 1 })] })],
      open,
      1,
    );
    expect(told.rows[0]?.cells.map(({ state }) => state)).toEqual(['provenEmpty']);
    expect(told.isComplete).toBe(false);
  });

  it('stays small for wild times and for thousands of accounts, and says what it has no room for', () => {
    const wild = place({ digests: [digest(0, 1), digest(8e15, 8e15 + 1)], logs: { 0: proven } });
    const told = map([wild], open, 50);
    expect(told.rows[0]?.cells.length).toBeLessThanOrEqual(50);
    expect(told.rows[0]?.files).toBe(2);
    const many = Array.from({ length: 6000 }, (_, i) =>
      place({ account: String(i), logs: i === 5999 ? { 0: proven, 9000: proven } : { 0: proven } }),
    );
    const wide = map(many, open, 2000);
    expect(wide).toMatchObject({ leftOutRows: 1000, isComplete: false });
    expect(wide.rows).toHaveLength(5000);
    expect(wide.rows.at(-1)?.account).toBe('5999');
    expect(wide.rows.reduce((all, { cells }) => all + cells.length, 0)).toBeLessThanOrEqual(400_000);
  });

  it('is empty for a case without anything', () => {
    expect(map([])).toMatchObject({ rows: [], stepMs: hourMs, isComplete: false });
  });
});
