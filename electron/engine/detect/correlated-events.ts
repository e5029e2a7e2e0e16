import { scalarText } from '../filter/record-text.ts';
import { someAt, someIn } from '../filter/walk-path.ts';
import type { MatchedEvents, Search } from '../search/search.ts';
import type { CorrelatedEvent } from './correlate.ts';
import type { CorrelationRule } from './rule.ts';

/** What a correlation compares of a record. */
interface Compared {
  readonly group: readonly (string | null)[];
  readonly value: string | null;
}

/**
 * The events of each of the rules that a correlation builds on, with what it groups them by: each record is read once.
 *
 * @param found of each of `rule.rules`, in that order
 * @throws AppError as {@link Search.records}; the signal's reason
 */
export async function correlatedEvents(
  rule: CorrelationRule,
  found: readonly MatchedEvents[],
  search: Search,
  signal?: AbortSignal,
): Promise<readonly (readonly CorrelatedEvent[])[]> {
  const compared = await comparedOf(rule, found, search, signal);
  return found.map(({ events, timesMs }) =>
    Array.from(events, (event, at) => {
      const timeMs = timesMs[at] ?? Number.NaN;
      const { group, value } = compared.get(event) ?? { group: [], value: null };
      return { event, timeMs: Number.isNaN(timeMs) ? null : timeMs, group, value };
    }),
  );
}

async function comparedOf(
  { groupBy, valueField }: CorrelationRule,
  found: readonly MatchedEvents[],
  search: Search,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<number, Compared>> {
  if (groupBy.length === 0 && valueField === null) return new Map();
  // In the order in which they lie in the case.
  const events = Uint32Array.from(new Set(found.flatMap((one) => [...one.events]))).sort();
  const compared = new Map<number, Compared>();
  for await (const { event, record } of search.records(events, signal))
    compared.set(event, {
      group: groupBy.map((path) => textAt(record, path)),
      value: valueField === null ? null : textAt(record, valueField),
    });
  return compared;
}

/** The first text or number at a path; null where there is none. */
function textAt(record: unknown, path: string): string | null {
  let text: string | null = null;
  someAt(record, { steps: path.split('.') }, (end) =>
    someIn(end, false, (value) => {
      if (value !== null) text ??= scalarText(value) ?? null;
      return text !== null;
    }),
  );
  return text;
}
