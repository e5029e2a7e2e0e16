import { keyFacts } from '../ingest/s3-key.ts';
import type { Walk } from './chain.ts';
import type { Place } from './evidence.ts';
import { prefixOf } from './place.ts';
import type { Judged } from './proof-graph.ts';
import { timeOf } from './series.ts';
import type { Reason } from './verdicts.ts';

const hourMs = 3_600_000;
/**
 * A file is named after the minute in which it was made, arrives minutes later, and is listed by when it arrived:
 * what was made so shortly before the end of a digest may be in the next one.
 */
const lateMs = 15 * 60_000;
/** Digests cover an hour; a forged one that covers a century must not fill the memory. */
const mostHours = 1000;

/** Why no digest names a file. */
export type UnnamedReason = Extract<
  Reason,
  | 'not-named'
  | 'digest-altered'
  | 'digest-missing'
  | 'after-last-digest'
  | 'before-first-digest'
  | 'validation-off'
  | 'no-digests'
  | 'time-unknown'
>;

/** `claimed`: by a digest that is not proven. */
type State = 'covered' | 'altered' | 'missing' | 'claimed';

interface Span {
  readonly fromMs: number;
  readonly toMs: number;
  readonly state: State;
}

/** The digests that are delivered to one place: buckets and prefixes both as in the case and as delivered. */
interface Coverage {
  readonly places: Set<string>;
  /** Insight and other files only count when digests of this place name such files at all. */
  readonly kinds: Set<string>;
  readonly byHour: Map<number, Span[]>;
  firstMs: number;
  lastMs: number;
}

/** For which times there are digests, to tell a planted file from one that no digest could name. */
export class CoveredTime {
  readonly #coverages = new Map<string, Coverage[]>();

  constructor(walks: readonly Walk[]) {
    for (const walk of walks) {
      const { account, region, isBackfill } = walk.series.name;
      // Backfill digests name what came too late; that they are silent says nothing.
      if (isBackfill || account === null || region === null) continue;
      const name = `${account}/${region}`;
      const coverage = coverageOf(walk);
      const known = this.#coverages.get(name);
      if (known === undefined) this.#coverages.set(name, [coverage]);
      else known.push(coverage);
    }
  }

  /** Why a file that no digest names is not named. `timeMs` counts when its name tells no time. */
  whyUnnamed(log: Place & { readonly timeMs: number | null }): UnnamedReason {
    const facts = keyFacts(log.key);
    const atMs = facts.deliveredMs ?? log.timeMs;
    if (facts.account === null || facts.region === null || atMs === null) return 'time-unknown';
    const kind = facts.trailKind ?? 'CloudTrail';
    const ofPlace = (this.#coverages.get(`${facts.account}/${facts.region}`) ?? []).filter(
      ({ places, kinds }) => kinds.has(kind) && placeTexts(log).some((text) => places.has(text)),
    );
    let answer: UnnamedReason = 'no-digests';
    for (const coverage of ofPlace) {
      const reason = reasonAt(coverage, atMs);
      if (weight[reason] > weight[answer]) answer = reason;
    }
    return answer;
  }
}

/** With several trails to one place, that one answers which should have named the file. */
const weight: Readonly<Record<UnnamedReason, number>> = {
  'no-digests': 0,
  'time-unknown': 0,
  'after-last-digest': 1,
  'before-first-digest': 1,
  'validation-off': 2,
  'digest-missing': 3,
  'digest-altered': 4,
  'not-named': 5,
};

function reasonAt(coverage: Coverage, atMs: number): UnnamedReason {
  const now = stateAt(coverage, atMs);
  if (now !== 'covered') return now;
  const soon = stateAt(coverage, atMs + lateMs);
  return soon === 'covered' || soon === 'validation-off' ? 'not-named' : soon;
}

function stateAt(
  coverage: Coverage,
  atMs: number,
): Exclude<UnnamedReason, 'not-named' | 'no-digests' | 'time-unknown'> | 'covered' {
  const spans = coverage.byHour.get(Math.floor(atMs / hourMs))?.filter(isAt(atMs)) ?? [];
  if (spans.some(({ state }) => state === 'covered')) return 'covered';
  if (spans.some(({ state }) => state === 'altered')) return 'digest-altered';
  if (spans.some(({ state }) => state === 'missing')) return 'digest-missing';
  if (spans.length > 0) return 'covered';
  if (atMs >= coverage.lastMs) return 'after-last-digest';
  return atMs < coverage.firstMs ? 'before-first-digest' : 'validation-off';
}

function isAt(atMs: number): (span: Span) => boolean {
  return ({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs;
}

function coverageOf({ series, missing }: Walk): Coverage {
  const coverage: Coverage = {
    places: new Set(),
    kinds: new Set(['CloudTrail']),
    byHour: new Map(),
    firstMs: Number.POSITIVE_INFINITY,
    lastMs: Number.NEGATIVE_INFINITY,
  };
  for (const { best, all } of series.slots) {
    for (const one of all) addPlace(coverage, one);
    add(coverage, { ...spanOf(best), state: stateOf[best.standing] });
  }
  for (const { startMs, endMs } of missing) add(coverage, { fromMs: startMs, toMs: endMs, state: 'missing' });
  return coverage;
}

const stateOf = { proven: 'covered', broken: 'covered', pending: 'claimed', void: 'altered' } as const;

function spanOf(one: Judged): { fromMs: number; toMs: number } {
  const { startMs, endMs } = timeOf(one);
  return { fromMs: startMs, toMs: endMs };
}

function add(coverage: Coverage, span: Span): void {
  coverage.firstMs = Math.min(coverage.firstMs, span.fromMs);
  coverage.lastMs = Math.max(coverage.lastMs, span.toMs);
  const first = Math.floor(span.fromMs / hourMs);
  const last = Math.min(Math.floor(span.toMs / hourMs), first + mostHours);
  for (let hour = first; hour <= last; hour += 1) {
    const spans = coverage.byHour.get(hour);
    if (spans === undefined) coverage.byHour.set(hour, [span]);
    else spans.push(span);
  }
}

function addPlace(coverage: Coverage, one: Judged): void {
  const { place, digest, logKinds } = one.file;
  for (const text of placeTexts(place)) coverage.places.add(text);
  if (digest === null || one.standing === 'void') return;
  for (const text of placeTexts(digest)) coverage.places.add(text);
  for (const kind of logKinds) coverage.kinds.add(kind);
}

/** Bucket, prefix and organization; files that were copied without their folders share one place. */
function placeTexts(place: Place): readonly string[] {
  const prefix = prefixOf(place.key);
  if (prefix === null) return [JSON.stringify([place.bucket, null])];
  const organization = /AWSLogs\/(o-[a-z0-9]+)\//.exec(place.key.slice(prefix.length))?.[1] ?? null;
  return [JSON.stringify([place.bucket, prefix, organization])];
}
