import type { ColumnField } from '../../contract/fields.ts';
import type { Selection } from './questions.ts';

/** Which values of which fields are a surprise. Where both conditions are given, both must hold. */
export interface RareQuestion extends Selection {
  /** In the order in which ties between fields are broken. */
  readonly fields: readonly ColumnField[];
  /** Not seen before this time by any event of the selection; only dated events count then. */
  readonly sinceMs: number | null;
  /** Fewer events than this. */
  readonly fewerThan: number | null;
  /** Of anyone, of one actor, or both: an actor's line that follows from a line of anyone is left out then. */
  readonly scope: 'anyone' | 'actor' | 'both';
  readonly limit: number;
}

/**
 * How much of a surprise, the greatest first. `anyone`: the value itself is new or rare, whoever has it. `actor`: only
 * in the hands of this actor, who is neither new nor rare. `new-actor`: as `actor`, and so is all that this actor does.
 */
export const surprises = ['anyone', 'actor', 'new-actor'] as const;
export type Surprise = (typeof surprises)[number];

export interface RareLine {
  readonly surprise: Surprise;
  readonly field: ColumnField;
  readonly value: string;
  /** Whose; of `anyone` null unless there is only one. */
  readonly actor: string | null;
  /** Actors among the events counted. */
  readonly actors: number;
  readonly count: number;
  /** Null where no event has a time. */
  readonly firstMs: number | null;
  readonly lastMs: number | null;
}

export interface RareAnswer {
  readonly revision: number;
  /** Events of the selection. */
  readonly matched: number;
  /** Events of the selection without a time. */
  readonly undated: number;
  /** Lines by surprise, those beyond the limit too. */
  readonly totals: Readonly<Record<Surprise, number>>;
  readonly lines: readonly RareLine[];
}
