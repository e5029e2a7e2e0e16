import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CorrelatedEvent, correlate } from '../../../electron/engine/detect/correlate.ts';
import type { CorrelationRule } from '../../../electron/engine/detect/rule.ts';

type Asked = Parameters<typeof correlate>[0];

const rule = (type: Asked['type'], condition: Asked['condition'] = null, rules = ['a']): Asked => ({
  type,
  rules,
  windowMs: 10,
  condition,
});
const atLeast = (count: number) => ({ operator: 'gte', count }) as const;

/** Events at these times, numbered from `start`. */
function at(times: readonly (number | null)[], start = 1, value: string | null = null): CorrelatedEvent[] {
  return times.map((timeMs, n) => ({ event: start + n, timeMs, group: [], value }));
}

const spans = (asked: Asked, ...events: readonly (readonly CorrelatedEvent[])[]) =>
  correlate(asked, events).hits.map(({ events: numbers, count }) => [numbers, count]);

describe('a correlation of events', () => {
  it('counts them within the window, both ends included', () => {
    expect(spans(rule('event_count', atLeast(3)), at([0, 5, 10]))).toEqual([[[1, 2, 3], 3]]);
    expect(spans(rule('event_count', atLeast(3)), at([0, 5, 11]))).toEqual([]);
  });

  it('merges windows that share an event, and no others', () => {
    const events = at([0, 5, 10, 15, 20, 100, 101, 102]);
    expect(correlate(rule('event_count', atLeast(3)), [events]).hits).toEqual([
      { group: [], firstMs: 0, lastMs: 20, events: [1, 2, 3, 4, 5], count: 3 },
      { group: [], firstMs: 100, lastMs: 102, events: [6, 7, 8], count: 3 },
    ]);
  });

  it('sees a burst as one window, of which few are not many', () => {
    expect(spans(rule('event_count', { operator: 'lt', count: 3 }), at([0, 1, 2, 50]))).toEqual([[[4], 1]]);
    expect(spans(rule('event_count', { operator: 'eq', count: 2 }), at([0, 1, 2, 50, 51]))).toEqual([
      [[4, 5], 2],
    ]);
  });

  it('keeps groups apart, and leaves out what has none, or no time', () => {
    const events = at([0, 1, 2, 3, null, 4]).map((one, n) => ({
      ...one,
      group: [n === 3 ? null : `g${n % 2}`],
    }));
    const { hits, withoutTime, withoutGroup } = correlate(rule('event_count', atLeast(2)), [events]);
    expect(hits.map(({ group, events: numbers }) => [group, numbers])).toEqual([
      [['g0'], [1, 3]],
      [['g1'], [2, 6]],
    ]);
    expect({ withoutTime, withoutGroup }).toEqual({ withoutTime: 1, withoutGroup: 1 });
  });

  it('counts distinct values', () => {
    const events = [...at([0, 1], 1, 'x'), ...at([2], 3, 'y'), ...at([3], 4, null)];
    expect(spans(rule('value_count', atLeast(2)), events)).toEqual([[[1, 2, 3], 2]]);
    expect(spans(rule('value_count', atLeast(3)), events)).toEqual([]);
  });

  it('needs an event of every rule', () => {
    const temporal = rule('temporal', null, ['a', 'b']);
    expect(spans(temporal, at([0, 30]), at([8, 50], 10))).toEqual([[[1, 10], 2]]);
    expect(spans(temporal, at([0]), [])).toEqual([]);
  });

  it('takes an event that two rules found for both', () => {
    expect(spans(rule('temporal', null, ['a', 'b']), at([0]), at([0]))).toEqual([[[1], 1]]);
    expect(spans(rule('event_count', atLeast(2), ['a', 'b']), at([0]), at([0]))).toEqual([]);
  });

  it('needs their order where that is asked for', () => {
    const ordered = rule('temporal_order', null, ['a', 'b']);
    expect(spans(ordered, at([5]), at([0], 10))).toEqual([]);
    expect(spans(ordered, at([5]), at([6], 10))).toEqual([[[1, 10], 2]]);
    expect(spans(ordered, at([5], 10), at([5]))).toEqual([[[1, 10], 2]]);
  });
});

/** All runs of events no further apart than the window that no further event fits into, one after the other. */
function slowly(asked: Asked, lists: readonly (readonly CorrelatedEvent[])[]): unknown {
  const all = new Map<number, CorrelatedEvent>(lists.flat().map((one) => [one.event, one]));
  const isPart = (one: CorrelatedEvent): one is CorrelatedEvent & { timeMs: number } =>
    one.timeMs !== null && !one.group.includes(null) && (asked.type !== 'value_count' || one.value !== null);
  const parts = [...all.values()].filter(isPart).sort((a, b) => a.timeMs - b.timeMs || a.event - b.event);
  const found = new Map<string, (typeof parts)[]>();
  for (const first of parts) {
    const window = parts.filter(
      (one) =>
        one.timeMs >= first.timeMs &&
        one.timeMs - first.timeMs <= asked.windowMs &&
        JSON.stringify(one.group) === JSON.stringify(first.group),
    );
    const before = parts.some(
      (one) =>
        JSON.stringify(one.group) === JSON.stringify(first.group) &&
        one.timeMs < first.timeMs &&
        (window.at(-1)?.timeMs ?? 0) - one.timeMs <= asked.windowMs,
    );
    if (before || !holdsSlowly(asked, lists, window)) continue;
    const key = JSON.stringify(first.group);
    found.set(key, [...(found.get(key) ?? []), window]);
  }
  return [...found].flatMap(([key, windows]) => {
    const merged: { numbers: Set<number>; count: number }[] = [];
    for (const window of windows) {
      const count =
        asked.type === 'value_count' ? new Set(window.map(({ value }) => value)).size : window.length;
      const last = merged.at(-1);
      if (last !== undefined && window.some(({ event }) => last.numbers.has(event))) {
        for (const { event } of window) last.numbers.add(event);
        last.count = Math.max(last.count, count);
      } else merged.push({ numbers: new Set(window.map(({ event }) => event)), count });
    }
    return merged.map(({ numbers, count }) => [key, [...numbers].sort((a, b) => a - b), count]);
  });
}

function holdsSlowly(
  { type, condition }: Asked,
  lists: readonly (readonly CorrelatedEvent[])[],
  window: readonly (CorrelatedEvent & { timeMs: number })[],
): boolean {
  const ofRule = lists.map((list) => window.filter(({ event }) => list.some((one) => one.event === event)));
  if (type === 'temporal') return ofRule.every((list) => list.length > 0);
  if (type === 'temporal_order') {
    let since = Number.NEGATIVE_INFINITY;
    for (const list of ofRule) {
      const next = list.find(({ timeMs }) => timeMs >= since);
      if (next === undefined) return false;
      since = next.timeMs;
    }
    return true;
  }
  const count = type === 'value_count' ? new Set(window.map(({ value }) => value)).size : window.length;
  const wanted = condition?.count ?? 0;
  const answers = {
    gt: count > wanted,
    gte: count >= wanted,
    lt: count < wanted,
    lte: count <= wanted,
    eq: count === wanted,
    neq: count !== wanted,
  };
  return condition !== null && answers[condition.operator];
}

describe('a correlation in linear time', () => {
  const facts = fc.record({
    timeMs: fc.option(fc.integer({ min: 0, max: 40 }), { freq: 10 }),
    group: fc.tuple(fc.option(fc.constantFrom('x', 'y'), { freq: 10 })),
    value: fc.option(fc.constantFrom('p', 'q', 'r'), { freq: 10 }),
    rules: fc.subarray([0, 1, 2], { minLength: 1 }),
  });
  const asked: fc.Arbitrary<Asked> = fc.record({
    type: fc.constantFrom<CorrelationRule['type']>(
      'event_count',
      'value_count',
      'temporal',
      'temporal_order',
    ),
    rules: fc.constant(['a', 'b', 'c']),
    windowMs: fc.integer({ min: 0, max: 15 }),
    condition: fc.record({
      operator: fc.constantFrom(
        'gt' as const,
        'gte' as const,
        'lt' as const,
        'lte' as const,
        'eq' as const,
        'neq' as const,
      ),
      count: fc.integer({ min: 0, max: 5 }),
    }),
  });

  it('finds what the slow obvious way finds', () => {
    fc.assert(
      fc.property(asked, fc.array(facts, { maxLength: 25 }), (one, drawn) => {
        const events = drawn.map((fact, n) => ({ event: n + 1, ...fact }));
        const byTime = [...events].sort((a, b) => (a.timeMs ?? -1) - (b.timeMs ?? -1));
        const lists = one.rules.map((_, n) => byTime.filter(({ rules }) => rules.includes(n)));
        const { hits } = correlate(one, lists);
        const quick = hits.map(({ group, events: numbers, count }) => [
          JSON.stringify(group),
          [...numbers].sort((a, b) => a - b),
          count,
        ]);
        const order = (list: unknown) => JSON.stringify(list);
        const slow = slowly(one, lists);
        expect([...quick].sort((a, b) => (order(a) < order(b) ? -1 : 1))).toEqual(
          Array.isArray(slow) ? [...slow].sort((a, b) => (order(a) < order(b) ? -1 : 1)) : [],
        );
      }),
      { numRuns: 3000 },
    );
  });
});
