import { and, or } from '../../contract/filter/build.ts';
import { parseFilter } from '../../contract/filter/parse.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { MatchedEvents, Search } from '../search/search.ts';
import { actorsOf } from './actor-groups.ts';
import { type CorrelationHit, correlate } from './correlate.ts';
import { correlatedEvents } from './correlated-events.ts';
import { findingFilter } from './finding-filter.ts';
import type { CorrelationRule, Rule } from './rule.ts';
import type { FoundGroup } from './run-rules.ts';

export interface CorrelationInput {
  /** All rules of the set, by id. */
  readonly all: ReadonlyMap<string, Rule>;
  /** What the event rules found that the correlation builds on, by their ids. */
  readonly matched: ReadonlyMap<string, MatchedEvents>;
  readonly search: Search;
}

/** A filter of more parts is nothing that a person can read. */
const maxHitsInFilter = 20;
/** Each filter is tried, to know whether it is exact. */
const maxFiltersTried = 500;

/** The part of an actor in what a correlation found. */
interface Share {
  readonly times: Map<number, number>;
  readonly hits: Set<CorrelationHit>;
}

/** What a correlation found, by actor. */
export async function findCorrelation(
  rule: CorrelationRule,
  { all, matched, search }: CorrelationInput,
  signal?: AbortSignal,
): Promise<readonly FoundGroup[]> {
  const found = rule.rules.map((id) => matched.get(id) ?? nothing);
  const { hits } = correlate(rule, await correlatedEvents(rule, found, search, signal));
  const shares = await sharesOf(hits, found, search, signal);
  const base = or(...rule.rules.flatMap((id) => filterOf(all.get(id))));
  const filters = [...shares].map(([actor, share]) =>
    findingFilter(and(base, hitsFilter(rule, [...share.hits])), actor),
  );
  const isExact = await areExact(filters, [...shares.values()], search, signal);
  return [...shares].map(([actor, { times }], at) => ({
    rule: rule.id,
    actor,
    events: times.size,
    // An event without a time takes no part in a correlation.
    undated: 0,
    seconds: [...times.values()].map((ms) => Math.floor(ms / 1000)).sort((a, b) => a - b),
    filter: filters[at] ?? '',
    isFilterExact: isExact[at] ?? false,
  }));
}

const nothing: MatchedEvents = { events: new Uint32Array(0), timesMs: new Float64Array(0) };

function filterOf(rule: Rule | undefined): readonly Filter[] {
  return rule?.kind === 'events' ? [rule.filter] : [];
}

async function sharesOf(
  hits: readonly CorrelationHit[],
  found: readonly MatchedEvents[],
  search: Search,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string | null, Share>> {
  const timeOf = new Map<number, number>();
  for (const { events, timesMs } of found)
    events.forEach((event, at) => {
      timeOf.set(event, timesMs[at] ?? Number.NaN);
    });
  const shares = new Map<string | null, Share>();
  for (const hit of hits) {
    const events = Uint32Array.from(hit.events);
    const timesMs = Float64Array.from(hit.events, (event) => timeOf.get(event) ?? Number.NaN);
    let at = 0;
    for await (const actor of actorsOf(search, { events, timesMs }, signal)) {
      const share = shares.get(actor) ?? { times: new Map<number, number>(), hits: new Set() };
      shares.set(actor, share);
      share.times.set(events[at] ?? 0, timesMs[at] ?? Number.NaN);
      share.hits.add(hit);
      at += 1;
    }
  }
  return shares;
}

function hitsFilter({ groupBy }: CorrelationRule, hits: readonly CorrelationHit[]): Filter {
  if (hits.length > maxHitsInFilter) return timeFilter(hits);
  return or(
    ...hits.map((hit) =>
      and(timeFilter([hit]), ...groupBy.map((path, at) => valueFilter(path, hit.group[at] ?? ''))),
    ),
  );
}

function timeFilter(hits: readonly CorrelationHit[]): Filter {
  return {
    kind: 'time',
    fromMs: hits.reduce((first, { firstMs }) => Math.min(first, firstMs), Number.POSITIVE_INFINITY),
    untilMs: hits.reduce((last, { lastMs }) => Math.max(last, lastMs), Number.NEGATIVE_INFINITY) + 1,
  };
}

function valueFilter(path: string, text: string): Filter {
  const target = { kind: 'path', steps: path.split('.') } as const;
  return { kind: 'match', target, anyOf: [{ kind: 'literal', text, isCased: true }] };
}

async function areExact(
  filters: readonly string[],
  shares: readonly Share[],
  search: Search,
  signal: AbortSignal | undefined,
): Promise<readonly boolean[]> {
  const tried = filters.slice(0, maxFiltersTried).map(parseFilter);
  const found = await search.matchAll(tried, signal === undefined ? {} : { signal });
  return filters.map((_, at) => {
    const events = found[at]?.events;
    const times = shares[at]?.times;
    return (
      events !== undefined &&
      times !== undefined &&
      events.length === times.size &&
      events.every((event) => times.has(event))
    );
  });
}
