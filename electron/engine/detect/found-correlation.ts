import { and, or } from '../../contract/filter/build.ts';
import { parseFilter } from '../../contract/filter/parse.ts';
import { quote } from '../../contract/filter/path.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { MatchedEvents, Search } from '../search/search.ts';
import { actorsOf } from './actor-groups.ts';
import { findingFilter } from './finding-filter.ts';
import type { CorrelationRule, Rule } from './rule.ts';
import type { FoundGroup } from './run-rules.ts';

/** Events that came together as a rule asks for. */
export interface CorrelationHit {
  /** In the order of time; all of them have one. */
  readonly events: MatchedEvents;
  /** The values that they share, one for each path of the rule's `groupBy`. */
  readonly values: readonly string[];
}

export interface CorrelationInput {
  /** By id. */
  readonly all: ReadonlyMap<string, Rule>;
  /** What the event rules found that it builds on, by their ids. */
  readonly matched: ReadonlyMap<string, MatchedEvents>;
  readonly search: Search;
}

export type Correlate = (
  rule: CorrelationRule,
  input: CorrelationInput,
  signal?: AbortSignal,
) => Promise<readonly CorrelationHit[]>;

/** A filter of more parts is nothing that a person can read. */
const maxHitsInFilter = 20;
/** Each filter is tried, to know whether it is exact. */
const maxFiltersTried = 500;

interface Share {
  readonly times: Map<number, number>;
  readonly hits: Set<CorrelationHit>;
}

/** What a correlation found, by actor. An event that is in several hits is one event. */
export async function findCorrelation(
  rule: CorrelationRule,
  input: CorrelationInput,
  correlate: Correlate,
  signal?: AbortSignal,
): Promise<readonly FoundGroup[]> {
  const shares = new Map<string | null, Share>();
  for (const hit of await correlate(rule, input, signal)) {
    let at = 0;
    for await (const actor of actorsOf(input.search, hit.events, signal)) {
      const share = shares.get(actor) ?? { times: new Map<number, number>(), hits: new Set() };
      shares.set(actor, share);
      share.times.set(hit.events.events[at] ?? 0, hit.events.timesMs[at] ?? Number.NaN);
      share.hits.add(hit);
      at += 1;
    }
  }
  const base = or(...eventFilters(rule, input.all, new Set()));
  const filters = [...shares].map(([actor, { hits }]) =>
    findingFilter(and(base, hitsFilter(rule, [...hits])), actor),
  );
  const isExact = await areExact(filters, [...shares.values()], input.search, signal);
  return [...shares].map(([actor, { times }], at) => {
    const seconds = [...times.values()].filter((ms) => !Number.isNaN(ms)).map((ms) => Math.floor(ms / 1000));
    return {
      rule: rule.id,
      actor,
      events: times.size,
      undated: times.size - seconds.length,
      seconds: seconds.sort((a, b) => a - b),
      filter: filters[at] ?? '',
      isFilterExact: isExact[at] ?? false,
    };
  });
}

/** Of all event rules that a correlation is made of in the end. */
function eventFilters(
  rule: CorrelationRule,
  all: ReadonlyMap<string, Rule>,
  above: ReadonlySet<string>,
): readonly Filter[] {
  return rule.rules.flatMap((id) => {
    const part = all.get(id);
    if (part === undefined || above.has(id)) return [];
    return part.kind === 'events' ? [part.filter] : eventFilters(part, all, new Set([...above, rule.id]));
  });
}

function hitsFilter({ groupBy }: CorrelationRule, hits: readonly CorrelationHit[]): Filter {
  const times = (some: readonly CorrelationHit[]): Filter => ({
    kind: 'time',
    fromMs: Math.min(...some.map(({ events }) => events.timesMs.at(0) ?? 0)),
    untilMs: Math.max(...some.map(({ events }) => events.timesMs.at(-1) ?? 0)) + 1,
  });
  if (hits.length > maxHitsInFilter) return times(hits);
  return or(
    ...hits.map((hit) =>
      and(times([hit]), ...groupBy.map((path, at) => parseFilter(`${path}:=${quote(hit.values[at] ?? '')}`))),
    ),
  );
}

async function areExact(
  filters: readonly string[],
  shares: readonly Share[],
  search: Search,
  signal: AbortSignal | undefined,
): Promise<readonly boolean[]> {
  const tried = filters.slice(0, maxFiltersTried);
  const found = await search.matchAll(tried.map(parseFilter), signal === undefined ? {} : { signal });
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
