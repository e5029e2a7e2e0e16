import type { MatchedEvents, Search } from '../search/search.ts';

/** Events of one actor, as far as findings tell of them. */
export interface ActorGroup {
  readonly actor: string | null;
  readonly events: number;
  /** Of {@link events}, those without a time. */
  readonly undated: number;
  /** When the others were, ascending, in whole seconds. */
  readonly seconds: readonly number[];
}

/** Rows of a million events at once would not fit. */
const eventsAtOnce = 10_000;

/** Who did it: events by their actor, those without one as a group of their own, the first to be seen first. */
export async function groupByActor(
  search: Search,
  matched: MatchedEvents,
  signal?: AbortSignal,
): Promise<readonly ActorGroup[]> {
  const groups = new Map<string | null, { events: number; seconds: number[] }>();
  let at = 0;
  for await (const actor of actorsOf(search, matched, signal)) {
    const group = groups.get(actor) ?? { events: 0, seconds: [] };
    groups.set(actor, group);
    group.events += 1;
    const timeMs = matched.timesMs[at] ?? Number.NaN;
    if (!Number.isNaN(timeMs)) group.seconds.push(Math.floor(timeMs / 1000));
    at += 1;
  }
  return [...groups].map(([actor, { events, seconds }]) => ({
    actor,
    events,
    undated: events - seconds.length,
    seconds,
  }));
}

/** The actor of each event, in order; null where there is none. */
export async function* actorsOf(
  search: Search,
  matched: MatchedEvents,
  signal?: AbortSignal,
): AsyncGenerator<string | null, void, undefined> {
  for (let from = 0; from < matched.events.length; from += eventsAtOnce) {
    const events = matched.events.subarray(from, from + eventsAtOnce);
    const timesMs = matched.timesMs.subarray(from, from + eventsAtOnce);
    for (const { values } of await search.rowsOf({ events, timesMs }, ['actor'], signal))
      yield values[0] ?? null;
  }
}
