import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CoverageState, Verdict } from '../../../electron/contract/integrity.ts';
import { mapOf, worse } from '../../../electron/engine/coverage/map.ts';
import {
  type DigestTime,
  type HourLogs,
  hourMs,
  noLogs,
  type PlaceFacts,
} from '../../../electron/engine/coverage/place-facts.ts';
import { runsOf } from '../../../electron/engine/coverage/runs.ts';
import { at, firstHour, hours, place } from './places.ts';

const span = 12;
const minuteMs = 60_000;

/** Says the same as `runsOf` minute by minute and hour by hour, without a thought for how long it takes. */
function naive(one: PlaceFacts, hour: number): CoverageState {
  const proves = (digest: DigestTime): boolean =>
    !digest.isBackfill && (digest.verdict === 'proven' || digest.verdict === 'moved');
  const isIn = ({ from, until }: { from: number; until: number }, ms: number): boolean =>
    from <= ms && ms < until;
  const minutes = Array.from({ length: 60 }, (_, i) => (firstHour + hour) * hourMs + i * minuteMs);
  const covered = (ms: number): boolean => one.digests.some((digest) => proves(digest) && isIn(digest, ms));
  const lost = (ms: number): boolean =>
    one.digests.some((digest) => digest.verdict === 'missing' && isIn(digest, ms)) ||
    one.gaps.some((gap) => gap.kind === 'lost' && isIn(gap, ms));
  const has = (verdicts: readonly (Verdict | null)[], ms: number): boolean =>
    one.digests.some((digest) => verdicts.includes(digest.verdict) && isIn(digest, ms));
  const inHole = (ms: number): boolean =>
    [0, 1].some((series) => {
      const chain = one.digests.filter((digest) => digest.series === series && !digest.isBackfill);
      return (
        !chain.some((digest) => isIn(digest, ms)) &&
        chain.some(({ until }) => until <= ms) &&
        chain.some(({ from }) => from > ms)
      );
    });
  const off = (ms: number): boolean =>
    !lost(ms) && !covered(ms) && (inHole(ms) || one.gaps.some((gap) => gap.kind === 'off' && isIn(gap, ms)));
  const begun = (ms: number): boolean =>
    covered(ms) ||
    [0, 1].some((series) => {
      const chain = one.digests.filter((digest) => digest.series === series && !digest.isBackfill);
      const first = chain.reduce<DigestTime | null>((a, b) => (a === null || b.from < a.from ? b : a), null);
      return (
        first !== null &&
        proves(first) &&
        Math.floor(first.from / hourMs) === firstHour + hour &&
        ms < first.from
      );
    });
  const { files, unproven, notCovered, missing, notFetched, isAltered } =
    one.logs.get(firstHour + hour) ?? noLogs();
  if (isAltered || minutes.some((ms) => has(['altered', 'chain-broken'], ms))) return 'altered';
  if (missing > 0) return 'missing';
  if (minutes.some(lost)) return 'digestMissing';
  if (minutes.some(off) && unproven === 0 && (files === 0 || !minutes.every(off))) return 'gap';
  if (unproven > notCovered) return 'unproven';
  if (minutes.some(off)) return 'validationOff';
  if (unproven > 0 || minutes.some((ms) => has(['unsigned', null], ms) && !covered(ms))) return 'unproven';
  if (files > 0) return 'proven';
  if (minutes.every(begun)) return 'provenEmpty';
  const isChosen = one.chosen === null || one.chosen.some((time) => minutes.some((ms) => isIn(time, ms)));
  return notFetched > 0 || !(isChosen || one.logs.has(firstHour + hour))
    ? isUntouched(one, hour)
      ? 'notSynced'
      : 'unknown'
    : 'unknown';
}

/** Any mention of the hour: what a sync left out is told only of hours without one. */
function isUntouched(one: PlaceFacts, hour: number): boolean {
  return one.logs.has(firstHour + hour) ? (one.logs.get(firstHour + hour)?.notFetched ?? 0) > 0 : true;
}

const minute = fc.integer({ min: 0, max: span * 60 });
const digest = fc
  .record({
    from: minute,
    length: fc.integer({ min: 1, max: 150 }),
    verdict: fc.constantFrom<Verdict | null>(
      'proven',
      'proven',
      'proven',
      'moved',
      'missing',
      'altered',
      'unsigned',
      null,
    ),
    series: fc.constantFrom(0, 1),
    isBackfill: fc.constantFrom(false, false, false, true),
  })
  .map(
    ({ from, length, ...rest }): DigestTime => ({ from: at(0, from), until: at(0, from + length), ...rest }),
  );
const logs = fc
  .record({
    proven: fc.nat(2),
    open: fc.nat(1),
    outside: fc.nat(1),
    missing: fc.constantFrom(0, 0, 0, 1),
    notFetched: fc.nat(1),
    isAltered: fc.constantFrom(false, false, false, false, true),
  })
  .map(
    ({ proven, open, outside, ...rest }): HourLogs => ({
      ...noLogs(),
      ...rest,
      files: proven + open + outside,
      events: proven * 10,
      unproven: open + outside,
      notCovered: outside,
    }),
  );
const facts = fc.record({
  digests: fc.array(digest, { maxLength: 8 }),
  logs: fc.dictionary(fc.integer({ min: 0, max: span }).map(String), logs, { maxKeys: 5 }),
  gaps: fc.array(
    fc
      .record({
        from: minute,
        length: fc.integer({ min: 1, max: 200 }),
        kind: fc.constantFrom('lost' as const, 'off' as const),
      })
      .map(({ from, length, kind }) => ({ from: at(0, from), until: at(0, from + length), kind })),
    { maxLength: 2 },
  ),
  chosen: fc.option(
    fc
      .tuple(minute, fc.integer({ min: 1, max: 400 }))
      .map(([from, length]) => [{ from: at(0, from), until: at(0, from + length) }]),
  ),
});

describe('the hours of a place', () => {
  it('are what the same rules say minute by minute', () => {
    fc.assert(
      fc.property(facts, (parts) => {
        const one = place(parts);
        const told = hours(one, runsOf(one), 0, span).map(({ state }) => state);
        expect(told).toEqual(Array.from({ length: span }, (_, hour) => naive(one, hour)));
      }),
      { numRuns: 2000 },
    );
  });

  it('keep their worst state, and every file, in cells of any width', () => {
    fc.assert(
      fc.property(facts, fc.integer({ min: 1, max: 20 }), (parts, maxCells) => {
        const one = place(parts);
        const asked = { fromMs: at(0), untilMs: at(span) };
        const map = mapOf({ places: [one], unplacedFiles: 0, isVerified: true }, { ...asked, maxCells });
        const [row] = map.rows;
        const step = map.stepMs / hourMs;
        const all = Array.from({ length: span }, (_, hour) => naive(one, hour));
        expect(row?.cells.map(({ state }) => state)).toEqual(
          Array.from({ length: Math.ceil(span / step) }, (_, i) =>
            all.slice(i * step, (i + 1) * step).reduce(worse),
          ),
        );
        expect(row?.cells.length).toBeLessThanOrEqual(maxCells);
        const files = Array.from({ length: span }, (_, hour) => one.logs.get(firstHour + hour)?.files ?? 0);
        expect(row?.files).toBe(files.reduce((a, b) => a + b, 0));
      }),
      { numRuns: 500 },
    );
  });
});
