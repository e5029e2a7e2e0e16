import type { ColumnField } from '../../contract/fields.ts';
import type { Selection } from './questions.ts';

/** From inclusive, until exclusive, in epoch milliseconds. */
export interface Period {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** How the values of some fields differ between two periods. */
export interface CompareQuestion extends Selection {
  readonly before: Period;
  readonly after: Period;
  /** In the order in which ties between fields are broken. */
  readonly fields: readonly ColumnField[];
  readonly limit: number;
}

/** In the order in which ties are broken. */
export const changes = ['new', 'gone', 'more', 'less'] as const;
export type Change = (typeof changes)[number];

export interface CompareLine {
  readonly change: Change;
  readonly field: ColumnField;
  readonly value: string;
  readonly before: number;
  readonly after: number;
  /** Events an hour of the period. */
  readonly beforeRate: number;
  readonly afterRate: number;
  /** How many times as often after; with half an event added to each count, so that there is always a number. */
  readonly ratio: number;
  /** What lines are ranked by: see `compare-measure.ts`. */
  readonly score: number;
}

export interface CompareAnswer {
  readonly revision: number;
  /** Events of the selection in each period. */
  readonly before: number;
  readonly after: number;
  /** Lines by change, those beyond the limit too. */
  readonly totals: Readonly<Record<Change, number>>;
  readonly lines: readonly CompareLine[];
}
