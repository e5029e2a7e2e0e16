import type { ColumnField } from '../../contract/fields.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import { Best } from './compare-best.ts';
import { logLikelihood, ratePerHour, smoothedRatio } from './compare-measure.ts';
import {
  type Change,
  type CompareAnswer,
  type CompareLine,
  type CompareQuestion,
  changes,
  type Period,
} from './compare-question.ts';
import type { Matches } from './matches.ts';
import { type ColumnStore, firstRowAt } from './store.ts';
import type { TextReader } from './texts.ts';

interface Candidate {
  readonly change: Change;
  /** Number in the fields asked for. */
  readonly field: number;
  readonly code: number;
  readonly before: number;
  readonly after: number;
  readonly score: number;
}

/** Rows between two looks at the cancel flag. */
const rowsPerCheck = 1 << 16;

/**
 * Values whose rate (events by the length of the period) is not the same in both, ranked: first where a steady rate is
 * hardest to believe (see `logLikelihood`), ties first new, then gone, more, less, then in the order of the fields asked
 * for, then by code points. Values with the same rate in both are no line. Events without a time are in no period.
 */
export function comparePeriods(
  question: CompareQuestion,
  matches: Matches,
  store: ColumnStore,
  reader: TextReader,
  cancelFlag: CancelFlag,
): CompareAnswer {
  const { fields, limit } = question;
  const before = rowsIn(question.before, matches, store);
  const after = rowsIn(question.after, matches, store);
  const beforeMs = lengthOf(question.before);
  const afterMs = lengthOf(question.after);
  const totals = { new: 0, gone: 0, more: 0, less: 0 };
  const best = new Best(limit, comparator(fields, store, reader));
  fields.forEach((field, number) => {
    const { codeCount } = store.columns[field];
    const beforeCounts = countCodes(field, before, store, cancelFlag);
    const afterCounts = countCodes(field, after, store, cancelFlag);
    for (let code = 1; code < codeCount; code += 1) {
      if (code % rowsPerCheck === 0) checkCancelled(cancelFlag);
      const [countBefore, countAfter] = [beforeCounts[code] ?? 0, afterCounts[code] ?? 0];
      const change = changeOf(countBefore, countAfter, beforeMs, afterMs);
      if (change === null) continue;
      totals[change] += 1;
      const score = logLikelihood(
        { count: countBefore, lengthMs: beforeMs },
        { count: countAfter, lengthMs: afterMs },
      );
      best.add({ change, field: number, code, before: countBefore, after: countAfter, score });
    }
  });
  const ranked = [...best.items()].sort(comparator(fields, store, reader));
  const lines = ranked.map(({ change, field: number, code, score, ...counts }): CompareLine => {
    const field = fields[number] ?? 'name';
    const ratedBefore = { count: counts.before, lengthMs: beforeMs };
    const ratedAfter = { count: counts.after, lengthMs: afterMs };
    return {
      change,
      field,
      value: reader.read(store.columns[field].codeTexts[code] ?? 0),
      ...counts,
      beforeRate: ratePerHour(ratedBefore),
      afterRate: ratePerHour(ratedAfter),
      ratio: smoothedRatio(ratedBefore, ratedAfter),
      score,
    };
  });
  return { revision: store.revision, before: before.length, after: after.length, totals, lines };
}

function lengthOf({ fromMs, untilMs }: Period): number {
  return untilMs - fromMs;
}

/** A range of time is a range of rows. */
function rowsIn({ fromMs, untilMs }: Period, matches: Matches, store: ColumnStore): Uint32Array {
  const first = matches.rank(firstRowAt(store, fromMs));
  return matches.slice(first, matches.rank(firstRowAt(store, untilMs)) - first);
}

function countCodes(
  field: ColumnField,
  rows: Uint32Array,
  store: ColumnStore,
  cancelFlag: CancelFlag,
): Uint32Array {
  const { codes, codeCount } = store.columns[field];
  const counts = new Uint32Array(codeCount);
  for (let at = 0; at < rows.length; at += 1) {
    if (at % rowsPerCheck === 0) checkCancelled(cancelFlag);
    const code = codes[rows[at] ?? 0] ?? 0;
    counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

/** Null when there is none. Products instead of quotients: equal rates are equal without rounding. */
function changeOf(before: number, after: number, beforeMs: number, afterMs: number): Change | null {
  if (before === 0) return after === 0 ? null : 'new';
  if (after === 0) return 'gone';
  const difference = after * beforeMs - before * afterMs;
  if (difference === 0) return null;
  return difference > 0 ? 'more' : 'less';
}

function comparator(
  fields: readonly ColumnField[],
  store: ColumnStore,
  reader: TextReader,
): (a: Candidate, b: Candidate) => number {
  return (a, b) => {
    const byRank =
      b.score - a.score || changes.indexOf(a.change) - changes.indexOf(b.change) || a.field - b.field;
    if (byRank !== 0) return byRank;
    const { codeTexts } = store.columns[fields[a.field] ?? 'name'];
    return reader.compare(codeTexts[a.code] ?? 0, codeTexts[b.code] ?? 0);
  };
}
