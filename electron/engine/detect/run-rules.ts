import type { MatchedEvents, MatchOptions, Search, SearchProgress } from '../search/search.ts';
import { type ActorGroup, groupByActor } from './actor-groups.ts';
import { findCorrelation } from './found-correlation.ts';
import type { EventRule, Rule } from './rule.ts';
import type { StoredRule } from './stored-rules.ts';

/** Which rules look at what. */
export interface RunPlan {
  /** To be run over all events. */
  readonly anew: readonly Rule[];
  /** Were run before, and look at events from {@link fromEvent} on alone. */
  readonly onward: readonly EventRule[];
  /** Ids of rules whose earlier findings stay, those that look onward among them. */
  readonly staying: ReadonlySet<string>;
  readonly fromEvent: number;
  /** Later events are left for the next run. */
  readonly lastEvent: number;
  /** All rules of the set, for those that build on others. */
  readonly all: readonly Rule[];
}

/** Events that a rule found, of one actor. */
export interface FoundGroup extends ActorGroup {
  readonly rule: string;
  /** Of a correlation: leads to these events. Null: the rule's own filter does, with the actor. */
  readonly filter: string | null;
  readonly isFilterExact: boolean;
}

export interface RunOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SearchProgress) => void;
}

/**
 * What changes with new events and changed rules: event rules that are what they were only look at what is new, while
 * a correlation may join it to what was there before.
 *
 * @param isKnown rules that were run as they are, up to the event before `fromEvent`
 */
export function planRun(
  all: readonly Rule[],
  isKnown: (rule: Rule) => boolean,
  { fromEvent, lastEvent }: { readonly fromEvent: number; readonly lastEvent: number },
): RunPlan {
  const isNew = lastEvent >= fromEvent;
  const loud = all.filter((rule) => !isSilent(rule, all));
  const anew = loud.filter((rule) => !isKnown(rule) || (isNew && rule.kind === 'correlation'));
  const onward = isNew
    ? loud.filter((rule): rule is EventRule => rule.kind === 'events' && isKnown(rule))
    : [];
  const staying = new Set(loud.filter((rule) => !anew.includes(rule)).map(({ id }) => id));
  return { anew, onward, staying, fromEvent, lastEvent, all };
}

/** Rules that others build on give no findings of their own, unless one of those says so. */
export function isSilent({ id }: Pick<Rule, 'id'>, all: readonly (Rule | StoredRule)[]): boolean {
  const above = all.flatMap((one) => (one.kind === 'correlation' && one.rules.includes(id) ? [one] : []));
  return above.length > 0 && !above.some(({ generates }) => generates);
}

/**
 * Runs a plan; each of its two parts is one pass over the records.
 *
 * @throws AppError as {@link Search.matchAll}; the signal's reason
 */
export async function runRules(
  search: Search,
  plan: RunPlan,
  options: RunOptions = {},
): Promise<readonly FoundGroup[]> {
  const { anew, onward, fromEvent, lastEvent, all } = plan;
  const byId = new Map(all.map((rule) => [rule.id, rule]));
  const eventRules = [...partsOf(anew, byId)].filter((rule) => rule.kind === 'events');
  const correlations = anew.filter((rule) => rule.kind === 'correlation');
  const ofAnew = await matchUpTo(search, eventRules, { ...options, fromEvent: 1 }, lastEvent);
  const ofOnward = await matchUpTo(search, onward, { ...options, fromEvent }, lastEvent);
  const found: FoundGroup[] = [];
  for (const { id, kind } of [...anew, ...onward]) {
    const matched = ofOnward.get(id) ?? ofAnew.get(id);
    if (kind === 'correlation' || matched === undefined) continue;
    for (const group of await groupByActor(search, matched, options.signal))
      found.push({ ...group, rule: id, filter: null, isFilterExact: true });
  }
  for (const rule of correlations)
    found.push(...(await findCorrelation(rule, { all: byId, matched: ofAnew, search }, options.signal)));
  return found;
}

/** Rules with all that they build on. */
export function partsOf(rules: readonly Rule[], byId: ReadonlyMap<string, Rule>): ReadonlySet<Rule> {
  const parts = new Set<Rule>();
  const visit = (rule: Rule | undefined): void => {
    if (rule === undefined || parts.has(rule)) return;
    parts.add(rule);
    if (rule.kind === 'correlation') for (const id of rule.rules) visit(byId.get(id));
  };
  rules.forEach(visit);
  return parts;
}

async function matchUpTo(
  search: Search,
  rules: readonly EventRule[],
  options: MatchOptions,
  lastEvent: number,
): Promise<ReadonlyMap<string, MatchedEvents>> {
  if (rules.length === 0) return new Map();
  const matched = await search.matchAll(
    rules.map(({ filter }) => filter),
    options,
  );
  return new Map(
    rules.map(({ id }, at) => [id, upTo(matched[at] ?? { events: none, timesMs: noTimes }, lastEvent)]),
  );
}

const none = new Uint32Array(0);
const noTimes = new Float64Array(0);

function upTo(matched: MatchedEvents, lastEvent: number): MatchedEvents {
  const { events, timesMs } = matched;
  if (events.every((event) => event <= lastEvent)) return matched;
  return {
    events: events.filter((event) => event <= lastEvent),
    timesMs: timesMs.filter((_, at) => (events[at] ?? 0) <= lastEvent),
  };
}
