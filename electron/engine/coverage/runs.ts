import type { CoverageState } from '../../contract/integrity.ts';
import { type DigestTime, type HourLogs, hourMs, type PlaceFacts } from './place-facts.ts';
import { ascending, between, filled, joined, type Span, touched, without } from './spans.ts';

/** Hours of one state, counted from 1970. Hours with log files stand alone; of others as many as are alike. */
export interface Run extends Span {
  readonly state: CoverageState;
  /** Null where there are none. */
  readonly logs: HourLogs | null;
  /** Whether proven digests cover all of it, to the second. */
  readonly isWhole: boolean;
  /** A trail made no digests for a part of it, and those of another trail cover that. */
  readonly isPaused: boolean;
}

/** What is known of the hours of one account and region. */
export interface PlaceRuns {
  /** In order, without the hours of which nothing is known. */
  readonly runs: readonly Run[];
  /** What proven digests cover, in milliseconds. */
  readonly covered: readonly Span[];
}

/**
 * Decides what is known of every hour.
 *
 * Log files count in the hour in which they were delivered, as their names have it. A digest covers from its start to
 * its end, which are rarely whole hours (they end at 12:01:10 or 12:15:20), so usually two digests decide an hour
 * together, the worst of them first:
 *
 * - Altered, missing and unproven digests mark every hour that they touch, however little of it.
 * - A time between two digests of one trail that no digest is for marks every hour that it touches, unless the
 *   proven digests of another trail cover it: that one would have named what was delivered.
 * - An hour without files is proven empty only when proven digests cover all of it. With files it is proven when all of
 *   them are and nothing above marks it: that can only be the hour in which the digests begin or end.
 * - The hour in which a trail's first digest begins is judged from there on: had there been one before, the first
 *   would name it, and it would be missing.
 *
 * The last two make {@link Run.isWhole} false: the files are proven, and the hour is not proven to be complete.
 */
export function runsOf(place: PlaceFacts): PlaceRuns {
  const { altered, lost, open, off, offWhole, paused, whole, begun, covered } = marksOf(place);
  const lists = [altered, lost, open, off, offWhole, paused, whole, begun];
  const edges = new Set<number>();
  for (const list of lists) for (const { from, until } of list) edges.add(from).add(until);
  for (const hour of place.logs.keys()) edges.add(hour).add(hour + 1);
  const sorted = [...edges].sort((a, b) => a - b);
  const is = {
    altered: ascending(altered),
    lost: ascending(lost),
    open: ascending(open),
    off: ascending(off),
    offWhole: ascending(offWhole),
    paused: ascending(paused),
    whole: ascending(whole),
    begun: ascending(begun),
  };
  const runs: Run[] = [];
  sorted.forEach((from, at) => {
    const until = sorted[at + 1];
    if (until === undefined) return;
    const logs = place.logs.get(from) ?? null;
    const state = stateOf(logs, {
      isAltered: is.altered(from),
      isLost: is.lost(from),
      isOpen: is.open(from),
      isOff: is.off(from),
      isOffWhole: is.offWhole(from),
      isCovered: is.begun(from),
    });
    if (state === 'unknown' && logs === null) return;
    append(runs, { from, until, state, logs, isWhole: is.whole(from), isPaused: is.paused(from) });
  });
  return { runs, covered };
}

interface Marks {
  readonly isAltered: boolean;
  readonly isLost: boolean;
  readonly isOpen: boolean;
  readonly isOff: boolean;
  readonly isOffWhole: boolean;
  readonly isCovered: boolean;
}

function stateOf(logs: HourLogs | null, marks: Marks): CoverageState {
  const files = logs?.files ?? 0;
  const unproven = logs?.unproven ?? 0;
  const notCovered = logs?.notCovered ?? 0;
  if (marks.isAltered || logs?.isAltered === true) return 'altered';
  if ((logs?.missing ?? 0) > 0) return 'missing';
  if (marks.isLost) return 'digestMissing';
  // The files of the hour were delivered before or after: of the time between there are none.
  if (marks.isOff && unproven === 0 && (files === 0 || !marks.isOffWhole)) return 'gap';
  if (unproven > notCovered) return 'unproven';
  if (marks.isOff) return 'validationOff';
  if (unproven > 0 || marks.isOpen) return 'unproven';
  if (files > 0) return 'proven';
  if (marks.isCovered) return 'provenEmpty';
  return (logs?.notFetched ?? 0) > 0 ? 'notSynced' : 'unknown';
}

/** All but `covered` in hours. */
function marksOf({ digests, gaps }: PlaceFacts) {
  const pick = (...verdicts: readonly DigestTime['verdict'][]): readonly Span[] =>
    joined(digests.filter(({ verdict }) => verdicts.includes(verdict)));
  const covering = digests.filter(
    ({ verdict, isBackfill }) => !isBackfill && (verdict === 'proven' || verdict === 'moved'),
  );
  const covered = joined(covering);
  const lost = joined([...pick('missing'), ...gaps.filter(({ kind }) => kind === 'lost')]);
  const chains = chainsOf(digests);
  const holes = chains.flatMap((chain) => between(joined(chain)));
  const off = without(joined([...gaps.filter(({ kind }) => kind === 'off'), ...holes]), lost);
  const offAlone = without(off, covered);
  const beginnings = chains.flatMap((chain) => beginningOf(chain));
  return {
    altered: touched(pick('altered', 'chain-broken', 'unreferenced'), hourMs),
    lost: touched(lost, hourMs),
    open: touched(without(pick('unsigned', 'key-unknown', 'unproven', 'not-covered', null), covered), hourMs),
    off: touched(offAlone, hourMs),
    offWhole: filled(offAlone, hourMs),
    paused: touched(without(off, offAlone), hourMs),
    whole: filled(covered, hourMs),
    begun: filled(joined([...covered, ...beginnings]), hourMs),
    covered,
  };
}

function chainsOf(digests: readonly DigestTime[]): readonly (readonly DigestTime[])[] {
  const chains = new Map<number, DigestTime[]>();
  for (const digest of digests) {
    if (digest.isBackfill || digest.series === null) continue;
    const chain = chains.get(digest.series);
    if (chain === undefined) chains.set(digest.series, [digest]);
    else chain.push(digest);
  }
  return [...chains.values()];
}

/** From the full hour to the first digest of a chain; nothing where that one is not proven. */
function beginningOf(chain: readonly DigestTime[]): readonly Span[] {
  const first = chain.reduce((a, b) => (b.from < a.from ? b : a));
  if (first.verdict !== 'proven' && first.verdict !== 'moved') return [];
  return [{ from: Math.floor(first.from / hourMs) * hourMs, until: first.from }];
}

function append(runs: Run[], run: Run): void {
  const last = runs.at(-1);
  const isMore =
    last !== undefined &&
    last.logs === null &&
    run.logs === null &&
    last.until === run.from &&
    last.state === run.state &&
    last.isWhole === run.isWhole &&
    last.isPaused === run.isPaused;
  if (isMore) runs.splice(-1, 1, { ...last, until: run.until });
  else runs.push(run);
}

/** Every hour from `from` until `until`, also those of which nothing is known, and those left out of every sync. */
export function* runsWithin(
  runs: readonly Run[],
  chosen: readonly Span[] | null,
  { from, until }: Span,
): Generator<Run, void, undefined> {
  let at = from;
  for (const run of runs) {
    if (run.until <= at) continue;
    if (run.from >= until) break;
    if (run.from > at) yield* nothing(chosen, { from: at, until: run.from });
    const clipped = { ...run, from: Math.max(run.from, at), until: Math.min(run.until, until) };
    yield clipped;
    at = clipped.until;
  }
  if (at < until) yield* nothing(chosen, { from: at, until });
}

function nothing(chosen: readonly Span[] | null, span: Span): readonly Run[] {
  const none = { logs: null, isWhole: false, isPaused: false };
  if (chosen === null) return [{ ...span, state: 'unknown', ...none }];
  const left = without([span], touched(chosen, hourMs));
  const rest = without([span], left);
  return [
    ...left.map((part): Run => ({ ...part, state: 'notSynced', ...none })),
    ...rest.map((part): Run => ({ ...part, state: 'unknown', ...none })),
  ].sort((a, b) => a.from - b.from);
}
