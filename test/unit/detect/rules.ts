import { parseFilter } from '../../../electron/contract/filter/parse.ts';
import type { CorrelationRule, EventRule } from '../../../electron/engine/detect/rule.ts';

const head = {
  origin: 'sigma',
  description: null,
  level: 'medium',
  status: null,
  tags: [],
  tactics: [],
  references: [],
  falsePositives: [],
  file: null,
} as const;

/** A rule on single events, titled by its id. */
export function eventRule(id: string, text: string, more: Partial<EventRule> = {}): EventRule {
  return { ...head, kind: 'events', id, title: id, text, filter: parseFilter(text), ...more };
}

/** So many events of rules within ten minutes, by address. */
export function countRule(
  id: string,
  rules: readonly string[],
  count: number,
  more: Partial<CorrelationRule> = {},
): CorrelationRule {
  return {
    ...head,
    kind: 'correlation',
    id,
    title: id,
    type: 'event_count',
    rules,
    groupBy: ['sourceIPAddress'],
    windowMs: 600_000,
    condition: { operator: 'gte', count },
    valueField: null,
    generates: false,
    ...more,
  };
}
