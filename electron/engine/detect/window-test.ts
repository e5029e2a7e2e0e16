import type { CorrelationRule, CountCondition } from './rule.ts';

/** What a window knows of an event. */
export interface WindowMember {
  readonly timeMs: number;
  readonly value: string | null;
  /** Places in {@link CorrelationRule.rules}, ascending. */
  readonly rules: readonly number[];
}

/** A window that slides over events in the order of time. */
export interface WindowTest {
  add(member: WindowMember): void;
  /** The earliest one that is still in. */
  remove(member: WindowMember): void;
  /** Events, or distinct values. */
  count(): number;
  /** Whether the window meets the rule; it begins at `fromMs` and holds all events of its last moment. */
  holds(fromMs: number): boolean;
}

/** The window of a rule; every step of it takes the same short time. */
export function windowTest({
  type,
  rules,
  condition,
}: Pick<CorrelationRule, 'type' | 'rules' | 'condition'>): WindowTest {
  switch (type) {
    case 'event_count':
      return countWindow(condition);
    case 'value_count':
      return valueWindow(condition);
    case 'temporal':
      return togetherWindow(rules.length);
    case 'temporal_order':
      return orderWindow(rules.length);
  }
}

function countWindow(condition: CountCondition | null): WindowTest {
  let size = 0;
  return {
    add: () => {
      size += 1;
    },
    remove: () => {
      size -= 1;
    },
    count: () => size,
    holds: () => condition !== null && meets(size, condition),
  };
}

function valueWindow(condition: CountCondition | null): WindowTest {
  const values = new Tally<string>();
  return {
    add: ({ value }) => {
      if (value !== null) values.add(value);
    },
    remove: ({ value }) => {
      if (value !== null) values.remove(value);
    },
    count: () => values.size,
    holds: () => condition !== null && meets(values.size, condition),
  };
}

function togetherWindow(ruleCount: number): WindowTest {
  const met = new Tally<number>();
  let size = 0;
  return {
    add: ({ rules }) => {
      size += 1;
      for (const rule of rules) met.add(rule);
    },
    remove: ({ rules }) => {
      size -= 1;
      for (const rule of rules) met.remove(rule);
    },
    count: () => size,
    holds: () => met.size === ruleCount,
  };
}

/**
 * For each rule the latest moment at which a chain of the rules up to it can have begun. A chain of all of them lies in
 * the window when the latest one began in it.
 */
function orderWindow(ruleCount: number): WindowTest {
  let size = 0;
  const begun: number[] = Array.from({ length: ruleCount }, () => Number.NEGATIVE_INFINITY);
  /** Rules met at the last moment so far: events of one moment may stand in either order. */
  let moment = Number.NEGATIVE_INFINITY;
  let metNow = new Set<number>();
  return {
    add: ({ timeMs, rules }) => {
      size += 1;
      if (timeMs !== moment) metNow = new Set();
      moment = timeMs;
      for (const rule of rules) metNow.add(rule);
      for (let rule = rules[0] ?? ruleCount; rule < ruleCount; rule += 1) {
        if (metNow.has(rule)) begun[rule] = rule === 0 ? timeMs : (begun[rule - 1] ?? moment);
      }
    },
    remove: () => {
      size -= 1;
    },
    count: () => size,
    holds: (fromMs) => (begun.at(-1) ?? Number.NEGATIVE_INFINITY) >= fromMs,
  };
}

/** How often each thing is in; `size` is the number of different ones. */
class Tally<T> {
  readonly #counts = new Map<T, number>();

  get size(): number {
    return this.#counts.size;
  }

  add(thing: T): void {
    this.#counts.set(thing, (this.#counts.get(thing) ?? 0) + 1);
  }

  remove(thing: T): void {
    const left = (this.#counts.get(thing) ?? 0) - 1;
    if (left > 0) this.#counts.set(thing, left);
    else this.#counts.delete(thing);
  }
}

/** Whether a number is as a condition wants it. */
export function meets(count: number, condition: CountCondition): boolean {
  switch (condition.operator) {
    case 'gt':
      return count > condition.count;
    case 'gte':
      return count >= condition.count;
    case 'lt':
      return count < condition.count;
    case 'lte':
      return count <= condition.count;
    case 'eq':
      return count === condition.count;
    case 'neq':
      return count !== condition.count;
  }
}
