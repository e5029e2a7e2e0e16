import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { Evidence } from '../../contract/integrity.ts';
import type { Database } from '../case/driver.ts';
import { evidenceSentence } from './evidence-words.ts';
import { joinLacks, type Lacking, type PlaceLacks } from './lacks.ts';
import { hoursOf, spanOf, type Window } from './map.ts';
import { type CaseFacts, hourMs, type PlaceFacts } from './place-facts.ts';
import { caseFacts } from './read-facts.ts';
import { type PlaceRuns, type Run, runsOf, runsWithin } from './runs.ts';
import { type Scope, scopeOf } from './scope.ts';
import type { Span } from './spans.ts';
import type { Lack } from './words.ts';

/**
 * AWS speaks of about 5 minutes from a call to the delivery of its event, on average and without a promise; it used to
 * say 15. What happened shortly before a full hour lies in a file of the next one.
 */
const lateMs = 15 * 60_000;

/**
 * Whether the evidence is complete for the hours, accounts and regions that a filter leaves.
 *
 * The question is about the times of events and the answer about hours of delivery, and an event is delivered after
 * it happened: what happened from 06:00 to 12:00 was delivered from 06:00 to 12:15, or later. So an hour is complete
 * when the files delivered in it are all there, proven, and in the index, and the last one only when the digests also
 * cover the quarter of an hour after it. Later deliveries are rare, and no digest can tell of them.
 *
 * A question without a beginning or an end is about the full hours that the digests of the case cover and about
 * everything that is wrong before and after them; the hour in which digests begin, and that in which they end, is left
 * out when what is there is proven.
 */
export function coverageEvidence(db: Database, filter: Filter, window: Window): Evidence {
  return evidenceOf(
    db.snapshot(() => caseFacts.of(db)),
    scopeOf(filter, window),
  );
}

export interface AskedPlace extends PlaceRuns {
  readonly place: PlaceFacts;
}

export function evidenceOf(facts: CaseFacts, scope: Scope): Evidence {
  const asked = askedPlaces(facts, scope);
  const hours = hoursOf(scope, innerSpan(asked) ?? spanOf(asked));
  if (hours.from >= hours.until || asked.length === 0) {
    const isBeyond = asked.length > 0 && (scope.fromMs === null) !== (scope.untilMs === null);
    const sentence = isBeyond ? 'Nothing in the case is about this time.' : null;
    return { hours: 0, withoutEvidence: 0, sentence, ranges: [] };
  }
  const lacks = asked.map((one) => lacksOf(one, hours, scope));
  const length = hours.until - hours.from;
  const { ranges, lackingHours } = joinLacks(lacks);
  const withoutEvidence = lacks.reduce(
    (sum, one) => sum + one.lacks.reduce((own, { from, until }) => own + until - from, 0),
    0,
  );
  const sentence = evidenceSentence({
    length,
    lackingHours,
    ranges,
    places: asked.map(({ place }) => place),
    isVerified: facts.isVerified,
    isPaused: asked.some(({ runs }) =>
      runs.some(({ isPaused, from, until }) => isPaused && from < hours.until && hours.from < until),
    ),
  });
  return {
    hours: length * asked.length,
    withoutEvidence,
    sentence,
    ranges: ranges.map(({ from, until, state, sentence: words }) => ({
      ...{ fromMs: from * hourMs, untilMs: until * hourMs, state, sentence: words },
    })),
  };
}

/** A filter may name what the case has never heard of: then nothing is known of it, which is an answer. */
function askedPlaces({ places }: CaseFacts, { account, region }: Scope): readonly AskedPlace[] {
  const known = places.filter((place) => account.has(place.account) && region.has(place.region));
  const accounts = new Set(known.map((place) => place.account.toLowerCase()));
  const regions = new Set(known.map((place) => place.region.toLowerCase()));
  const newAccounts = (account.named ?? []).filter((name) => !accounts.has(name));
  const newRegions = (region.named ?? []).filter((name) => !regions.has(name));
  const only = (names: readonly string[] | null): string => (names?.length === 1 ? (names[0] ?? '') : '');
  const strangers =
    newAccounts.length > 0
      ? newAccounts.map((name) => stranger(name, only(region.named)))
      : newRegions.map((name) => stranger(only(account.named), name));
  return [...known, ...strangers].map((place) => ({ place, ...runsOf(place) }));
}

/** An empty name is one that nobody said. */
function stranger(account: string, region: string): PlaceFacts {
  return { account, region, logs: new Map(), digests: [], gaps: [], chosen: null };
}

/** Without the hours at both ends that only lack the digests before and after them. */
function innerSpan(asked: readonly AskedPlace[]): Span | null {
  const inner = asked.map(({ runs }) => ({ runs: runs.filter((run) => !isEdge(run)) }));
  return spanOf(inner);
}

function isEdge({ state, isWhole, logs }: Run): boolean {
  if (state === 'unknown') return true;
  return !isWhole && (state === 'proven' || state === 'provenEmpty') && logs?.isPartlyIndexed !== true;
}

function lacksOf({ place, runs, covered }: AskedPlace, hours: Span, scope: Scope): PlaceLacks {
  const lacks: Lacking[] = [];
  for (const run of runsWithin(runs, place.chosen, hours)) {
    const lack = lackOf(run);
    // Of the part that the digests leave out nothing is known.
    const state = lack === 'partial' ? 'unknown' : run.state;
    if (lack !== null) lacks.push({ from: run.from, until: run.until, state, lack });
  }
  const late = lateLack({ place, runs, covered }, hours, scope);
  if (late !== null && lacks.at(-1)?.until !== hours.until)
    lacks.push({ from: hours.until - 1, until: hours.until, ...late });
  return { place, lacks };
}

function lackOf({ state, logs, isWhole }: Run): Lack | null {
  if (state !== 'proven' && state !== 'provenEmpty')
    return state === 'unproven' && (logs?.unverified ?? 0) > 0 ? 'unverified' : state;
  if (logs?.isPartlyIndexed === true) return 'partlyIndexed';
  return isWhole ? null : 'partial';
}

/** What is wrong with the time in which the last events asked for were delivered, where that is a further hour. */
function lateLack(
  { place, runs, covered }: AskedPlace,
  hours: Span,
  { untilMs }: Scope,
): Pick<Lacking, 'state' | 'lack'> | null {
  const fromMs = hours.until * hourMs;
  if (untilMs === null || untilMs + lateMs <= fromMs) return null;
  const isCovered = covered.some(({ from, until }) => from <= fromMs && untilMs + lateMs <= until);
  for (const run of runsWithin(runs, place.chosen, { from: hours.until, until: hours.until + 1 })) {
    const lack = lackOf(run);
    if (lack !== null && !(lack === 'partial' && isCovered) && !(run.state === 'unknown' && isCovered))
      return { state: run.state, lack };
  }
  return null;
}
