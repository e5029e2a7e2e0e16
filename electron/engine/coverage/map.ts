import { type CoverageCell, type CoverageMap, coverageStates } from '../../contract/integrity.ts';
import type { Database } from '../case/driver.ts';
import { type CaseFacts, hourMs, type PlaceFacts } from './place-facts.ts';
import { caseFacts } from './read-facts.ts';
import { type PlaceRuns, type Run, runsOf, runsWithin } from './runs.ts';
import type { Span } from './spans.ts';

/** What a map is asked for; null is an open end, up to what the case knows. */
export interface Window {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/** Widths of a cell in hours: a day can be told, and a week. */
const steps = [1, 2, 3, 6, 12, 24, 48, 168, 336, 672] as const;
const widest = 672;
/** An organization has thousands of accounts, in each region: the answer must still fit through a channel. */
const mostRows = 5000;
const mostCells = 400_000;

/** What is known of every account, region and hour. Cells get wider to be at most `maxCells` a row. */
export function coverageMap(
  db: Database,
  { fromMs, untilMs, maxCells }: Window & { readonly maxCells: number },
): CoverageMap {
  return mapOf(
    db.snapshot(() => caseFacts.of(db)),
    { fromMs, untilMs, maxCells },
  );
}

export function mapOf(
  facts: CaseFacts,
  { maxCells, ...window }: Window & { readonly maxCells: number },
): CoverageMap {
  const shown = most(facts.places);
  const places = shown.map((place) => ({ place, ...runsOf(place) }));
  const asked = hoursOf(window, spanOf(places));
  const limit = Math.max(1, Math.min(maxCells, Math.floor(mostCells / Math.max(1, places.length))));
  const { step, from, until } = layOut(asked, window, limit);
  let isComplete = asked.from < asked.until && places.length > 0;
  const rows = places.map(({ place, runs }) => {
    const within = [...runsWithin(runs, place.chosen, asked)];
    isComplete &&= within.every(({ state }) => state === 'proven' || state === 'provenEmpty');
    const cells = cellsOf(within, { step, from, until });
    const files = cells.reduce((sum, cell) => sum + cell.files, 0);
    const events = cells.reduce((sum, cell) => sum + cell.events, 0);
    return { account: place.account, region: place.region, files, events, cells };
  });
  const leftOut = facts.places.length - shown.length;
  return {
    fromMs: from * hourMs,
    untilMs: until * hourMs,
    stepMs: step * hourMs,
    rows,
    unplacedFiles: facts.unplacedFiles,
    ...(leftOut > 0 ? { leftOutRows: leftOut } : {}),
    isComplete: isComplete && leftOut === 0,
    isVerified: facts.isVerified,
  };
}

/** Those with the most hours of log files, in the order they had. */
function most(places: readonly PlaceFacts[]): readonly PlaceFacts[] {
  if (places.length <= mostRows) return places;
  const kept = new Set(places.toSorted((a, b) => b.logs.size - a.logs.size).slice(0, mostRows));
  return places.filter((place) => kept.has(place));
}

/** From the first hour of which something is known to the last; null where nothing is. */
export function spanOf(places: readonly Pick<PlaceRuns, 'runs'>[]): Span | null {
  let from = Number.POSITIVE_INFINITY;
  let until = Number.NEGATIVE_INFINITY;
  for (const { runs } of places) {
    from = Math.min(from, runs.find(isKnown)?.from ?? from);
    until = Math.max(until, runs.findLast(isKnown)?.until ?? until);
  }
  return from < until ? { from, until } : null;
}

function isKnown({ state, logs }: Run): boolean {
  return state !== 'unknown' || (logs?.files ?? 0) > 0;
}

/** The hours asked about, with the span of the case for open ends. Empty when that ends before it begins. */
export function hoursOf({ fromMs, untilMs }: Window, span: Span | null): Span {
  const from = fromMs === null ? span?.from : Math.floor(fromMs / hourMs);
  const until = untilMs === null ? span?.until : Math.ceil(untilMs / hourMs);
  const first = from ?? until ?? 0;
  return { from: first, until: Math.max(first, until ?? first) };
}

/** Whole cells: with an open beginning they start at full days and weeks; the last may reach beyond what was asked. */
function layOut(asked: Span, { fromMs }: Window, limit: number): Span & { readonly step: number } {
  const startOf = (step: number): number =>
    fromMs === null ? Math.floor(asked.from / step) * step : asked.from;
  const countOf = (step: number): number => Math.ceil((asked.until - startOf(step)) / step);
  let step: number = steps.find((hours) => countOf(hours) <= limit) ?? widest;
  if (countOf(step) > limit) {
    step = Math.ceil((asked.until - asked.from) / limit / widest) * widest;
    if (countOf(step) > limit) {
      // Two full cells that the span straddles: one from its own beginning takes it all.
      return { step, from: asked.from, until: asked.from + limit * step };
    }
  }
  return { step, from: startOf(step), until: startOf(step) + countOf(step) * step };
}

const rankOf = new Map(coverageStates.map((state, at) => [state, at]));

/** The worst of several states. */
export function worse(a: Run['state'], b: Run['state']): Run['state'] {
  return (rankOf.get(a) ?? 0) <= (rankOf.get(b) ?? 0) ? a : b;
}

export function cellsOf(
  runs: Iterable<Run>,
  { from, until, step }: Span & { readonly step: number },
): CoverageCell[] {
  const cells = Array.from(
    { length: Math.ceil((until - from) / step) },
    (): CoverageCell => ({ state: 'unknown', files: 0, events: 0, isPartlyIndexed: false }),
  );
  for (const run of runs) {
    const last = Math.min(cells.length - 1, Math.floor((run.until - 1 - from) / step));
    for (let at = Math.max(0, Math.floor((run.from - from) / step)); at <= last; at += 1) {
      const cell = cells[at];
      if (cell === undefined) continue;
      cell.state = worse(cell.state, run.state);
      cell.files += run.logs?.files ?? 0;
      cell.events += run.logs?.events ?? 0;
      cell.isPartlyIndexed ||= run.logs?.isPartlyIndexed ?? false;
    }
  }
  return cells;
}
