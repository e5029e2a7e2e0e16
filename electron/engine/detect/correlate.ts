import type { CorrelationRule } from './rule.ts';
import { windowTest } from './window-test.ts';

/** An event of one of the rules that a correlation builds on. */
export interface CorrelatedEvent {
  readonly event: number;
  /** Epoch milliseconds. */
  readonly timeMs: number | null;
  /** What the record has at each path of `groupBy`; null is missing. */
  readonly group: readonly (string | null)[];
  /** What it has at `valueField`; null is missing, or not asked for. */
  readonly value: string | null;
}

/** Where a correlation holds. */
export interface CorrelationHit {
  readonly group: readonly string[];
  readonly firstMs: number;
  readonly lastMs: number;
  /** Numbers of events, by time and then by number. */
  readonly events: readonly number[];
  /** Of the window that has the most: events, or distinct values for `value_count`. */
  readonly count: number;
}

export interface CorrelationResult {
  /** By their first event, then by group. */
  readonly hits: readonly CorrelationHit[];
  /** Events that take no part, as they have no time. */
  readonly withoutTime: number;
  /** Events that take no part, as a value to group by is missing, or the value to be counted. */
  readonly withoutGroup: number;
}

/** An event once, with every rule that it meets. */
interface Member {
  readonly event: number;
  readonly timeMs: number;
  readonly value: string | null;
  readonly rules: readonly number[];
}

/**
 * Finds where events come together as a rule asks, in each group of the same values (their case counts).
 *
 * A window holds the events of a group whose first and last are at most `windowMs` apart, both ends included, and that
 * has no room for another one: so a burst of ten is one window of ten, never also one of two, which `lt` and `eq` would
 * otherwise find in it. Windows that meet the condition and share an event become one hit, of all of their events; a hit
 * may therefore last longer than `windowMs`. An event that several rules found counts once, and stands for each of
 * them; for `temporal_order` events of the same time may stand in either order.
 *
 * @param events of each of `rule.rules`, in that order, sorted by time
 */
export function correlate(
  rule: Pick<CorrelationRule, 'type' | 'rules' | 'windowMs' | 'condition'>,
  events: readonly (readonly CorrelatedEvent[])[],
): CorrelationResult {
  const found = new Map<number, { first: CorrelatedEvent; timeMs: number; rules: number[] }>();
  const withoutTime = new Set<number>();
  const withoutGroup = new Set<number>();
  events.forEach((list, ruleAt) => {
    for (const one of list) {
      const { event, timeMs, group, value } = one;
      const known = found.get(event);
      if (known !== undefined) known.rules.push(ruleAt);
      else if (timeMs === null) withoutTime.add(event);
      else if (group.includes(null) || (rule.type === 'value_count' && value === null))
        withoutGroup.add(event);
      else found.set(event, { first: one, timeMs, rules: [ruleAt] });
    }
  });

  const groups = new Map<string, { group: readonly string[]; members: Member[] }>();
  for (const { first, timeMs, rules } of found.values()) {
    const group = first.group.filter((value) => value !== null);
    const key = JSON.stringify(group);
    const known = groups.get(key) ?? { group, members: [] };
    if (known.members.length === 0) groups.set(key, known);
    known.members.push({ event: first.event, timeMs, value: first.value, rules });
  }

  const hits = [...groups].flatMap(([key, { group, members }]) =>
    hitsIn(rule, members).map((hit) => ({ key, hit: { group, ...hit } })),
  );
  hits.sort((a, b) => a.hit.firstMs - b.hit.firstMs || (a.key < b.key ? -1 : Number(a.key > b.key)));
  return {
    hits: hits.map(({ hit }) => hit),
    withoutTime: withoutTime.size,
    withoutGroup: withoutGroup.size,
  };
}

/** In time that grows with the number of members, but for their sorting. */
function hitsIn(
  rule: Parameters<typeof correlate>[0],
  members: Member[],
): readonly Omit<CorrelationHit, 'group'>[] {
  members.sort((a, b) => a.timeMs - b.timeMs || a.event - b.event);
  const test = windowTest(rule);
  const spans: { from: number; to: number; count: number }[] = [];
  let from = 0;
  members.forEach((member, to) => {
    test.add(member);
    let first = members[from];
    while (first !== undefined && member.timeMs - first.timeMs > rule.windowMs) {
      test.remove(first);
      from += 1;
      first = members[from];
    }
    const next = members[to + 1];
    const hasRoom = first !== undefined && next !== undefined && next.timeMs - first.timeMs <= rule.windowMs;
    if (hasRoom || !test.holds(first?.timeMs ?? member.timeMs)) return;
    const count = test.count();
    const before = spans.at(-1);
    if (before === undefined || from > before.to) spans.push({ from, to, count });
    else spans[spans.length - 1] = { from: before.from, to, count: Math.max(before.count, count) };
  });
  return spans.map(({ from: start, to, count }) => {
    const inside = members.slice(start, to + 1);
    const firstMs = inside[0]?.timeMs ?? 0;
    return {
      firstMs,
      lastMs: inside.at(-1)?.timeMs ?? firstMs,
      events: inside.map(({ event }) => event),
      count,
    };
  });
}
