import type { Level } from '../../contract/detect.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';

/** Where a rule comes from: a file of Sigma rules, or the metric filters of the CIS benchmark. */
export type RuleOrigin = 'sigma' | 'cis';

/** What every rule says of itself, whatever its origin. */
interface RuleHead {
  /** Sigma's `id`, or its file where it has none; of CIS its number. Unique within a rule set. */
  readonly id: string;
  readonly origin: RuleOrigin;
  readonly title: string;
  readonly description: string | null;
  readonly level: Level;
  readonly status: string | null;
  readonly tags: readonly string[];
  /** ATT&CK tactics among the tags, as `initial-access`. */
  readonly tactics: readonly string[];
  readonly references: readonly string[];
  readonly falsePositives: readonly string[];
  /** Relative to what was loaded; null where it came from no file. */
  readonly file: string | null;
}

/** A rule on single events. */
export interface EventRule extends RuleHead {
  readonly kind: 'events';
  readonly filter: Filter;
  /** {@link filter} as the filter bar would have it: the explanation of the rule. */
  readonly text: string;
}

/**
 * A rule on how events of other rules come together (Sigma correlations; `timeframe` with a count): it holds where,
 * within `windowMs`, events with the same values of `groupBy` meet it.
 */
export interface CorrelationRule extends RuleHead {
  readonly kind: 'correlation';
  readonly type: 'event_count' | 'value_count' | 'temporal' | 'temporal_order';
  /** Ids of the rules it builds on, all of them in the same rule set. */
  readonly rules: readonly string[];
  /** Paths into the record as filters spell them (`sourceIPAddress`, `userIdentity.arn`). */
  readonly groupBy: readonly string[];
  readonly windowMs: number;
  /** On the number of events, or of distinct values of `valueField`; null for the temporal types. */
  readonly condition: CountCondition | null;
  /** `value_count` only: a path. */
  readonly valueField: string | null;
  /** Whether the rules it builds on give findings of their own as well. */
  readonly generates: boolean;
}

export interface CountCondition {
  readonly operator: 'gt' | 'gte' | 'lt' | 'lte' | 'eq' | 'neq';
  readonly count: number;
}

export type Rule = EventRule | CorrelationRule;

/** What became of everything that was loaded: each document is in exactly one of the three. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** Meant for CloudTrail, and cannot be used. */
  readonly unusable: readonly {
    readonly file: string;
    readonly title: string | null;
    readonly reason: string;
  }[];
  /** For other products, by `product/service` (or `product/category`). */
  readonly passedOver: ReadonlyMap<string, number>;
}
