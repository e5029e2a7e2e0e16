import './no-eval.ts';
import { z } from 'zod';
import type { ColumnField } from './fields.ts';
import { endMs, firstMs } from './filter/time.ts';

/** What a page and the engine say to each other about values that are new, rare, or not what they were. */

const count = z.number().int().nonnegative();
/** Such that a filter can say it. */
const epochMs = z.number().int().min(firstMs).max(endMs);

/** The fields whose values are looked at. */
export const comparedFields = [
  'name',
  'service',
  'region',
  'account',
  'actor',
  'ip',
  'agent',
  'key',
  'error',
] as const satisfies readonly ColumnField[];
export const comparedField = z.enum(comparedFields);
export type ComparedField = z.infer<typeof comparedField>;

/** What is asked when nobody says otherwise. */
export const usualRareFields: readonly ComparedField[] = ['name', 'region', 'agent', 'ip', 'key', 'error'];
/** Likewise; without those of which nearly every event has the same value, and which follow from the others. */
export const usualComparedFields: readonly ComparedField[] = [...usualRareFields, 'actor'];

const maxLines = 1000;
const fieldList = z.array(comparedField).min(1).max(comparedFields.length);
const limit = z.number().int().min(1).max(maxLines);

/**
 * What must be true of a value for a line: first seen at `sinceMs` or later, fewer than `fewerThan` events. Where both
 * are asked, both must hold; one of them must be. The past that a value is new against is that of the selection.
 */
export const rareChoice = z.object({
  fields: fieldList,
  sinceMs: epochMs.nullable(),
  fewerThan: z.number().int().min(2).max(1_000_000).nullable(),
  /** `both` leaves out an actor's line that follows from a line of anyone. */
  scope: z.enum(['anyone', 'actor', 'both']),
  limit,
});
export type RareChoice = z.infer<typeof rareChoice>;

/**
 * The greatest first: `anyone`: nobody had this value before, or few events have it. `actor`: that is so of this actor
 * alone. `new-actor`: likewise, and the actor is as new or rare, so that all it does is.
 */
export const surprise = z.enum(['anyone', 'actor', 'new-actor']);
export type Surprise = z.infer<typeof surprise>;

export const rareLine = z.object({
  surprise,
  field: comparedField,
  value: z.string(),
  /** Whose; of `anyone` null unless there is only one. */
  actor: z.string().nullable(),
  /** Actors among the events counted. */
  actors: count,
  count,
  /** Null where no event has a time. */
  firstMs: z.number().nullable(),
  lastMs: z.number().nullable(),
  /** Gives exactly the events counted, under the same `withDuplicates`. */
  filter: z.string(),
});
export type RareLine = z.infer<typeof rareLine>;

export const rareList = z.object({
  revision: count,
  matched: count,
  /** Without a time: where `sinceMs` is asked they are left out. */
  undated: count,
  /** Lines of each surprise, those beyond the limit too. */
  totals: z.object({ anyone: count, actor: count, 'new-actor': count }),
  lines: z.array(rareLine),
});
export type RareList = z.infer<typeof rareList>;

/** From inclusive, until exclusive. */
export const period = z.object({ fromMs: epochMs, untilMs: epochMs });
export type Period = z.infer<typeof period>;

export const compareChoice = z.object({ before: period, after: period, fields: fieldList, limit });
export type CompareChoice = z.infer<typeof compareChoice>;

/** `new`: in after only; `gone`: in before only; `more`, `less`: by the rate, which the length of a period is out of. */
export const change = z.enum(['new', 'gone', 'more', 'less']);
export type Change = z.infer<typeof change>;

export const compareLine = z.object({
  change,
  field: comparedField,
  value: z.string(),
  before: count,
  after: count,
  /** Events an hour of the period. */
  beforeRate: z.number().nonnegative(),
  afterRate: z.number().nonnegative(),
  /** How many times as often after, half an event added to each count. */
  ratio: z.number().positive(),
  /** Log-likelihood ratio G² of one steady rate: what lines are ranked by. */
  score: z.number().nonnegative(),
  /** Give exactly the events counted in each period. */
  beforeFilter: z.string(),
  afterFilter: z.string(),
});
export type CompareLine = z.infer<typeof compareLine>;

export const periodComparison = z.object({
  revision: count,
  /** Events of the selection in each period. */
  before: count,
  after: count,
  totals: z.object({ new: count, gone: count, more: count, less: count }),
  lines: z.array(compareLine),
});
export type PeriodComparison = z.infer<typeof periodComparison>;
