import type { Histogram, Params } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { Matches } from './matches.ts';
import { type ColumnStore, classShift, firstRowAt } from './store.ts';
import { timeAt } from './times.ts';

export type HistogramRequest = NonNullable<Params<'events.view'>['histogram']>;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** The widths of bars: such that a person can say them, and each a whole number of the steps of a clock. */
export const roundSteps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 180].map((count) => count * day),
  year,
];

/** More bars than anybody can want, and few enough to be made at once. */
const maxAskedBars = 200_000;

/**
 * Counts the matching dated events by time and class. Null when there are none.
 *
 * @throws AppError `too-large` when the asked-for step would make more than 200,000 bars
 */
export function makeHistogram(
  matches: Matches,
  store: ColumnStore,
  request: HistogramRequest,
): Histogram | null {
  const undated = matches.rank(store.undatedCount);
  if (matches.count === undated) return null;
  const timeOf = (offset: number) => timeAt(store.times, matches.slice(offset, 1)[0] ?? 0);
  const firstMs = timeOf(undated);
  const lastMs = timeOf(matches.count - 1);
  const { fromMs, stepMs } =
    request.stepMs === undefined
      ? fittingBars(firstMs, lastMs, request.maxBars)
      : alignedBars(firstMs, request.stepMs);
  const bars = Math.floor((lastMs - fromMs) / stepMs) + 1;
  if (bars > maxAskedBars) {
    throw new AppError('too-large', `Bars of that width would be ${bars.toLocaleString('en')}.`, {
      advice: 'Ask for wider bars, or for a shorter time.',
    });
  }
  return { fromMs, stepMs, ...countBars(matches, store, fromMs, stepMs, bars) };
}

function alignedBars(firstMs: number, stepMs: number): { fromMs: number; stepMs: number } {
  return { fromMs: Math.floor(firstMs / stepMs) * stepMs, stepMs };
}

/** The smallest round step that fits; beyond a year, whole numbers of years. */
function fittingBars(firstMs: number, lastMs: number, maxBars: number): { fromMs: number; stepMs: number } {
  const fits = (stepMs: number) => Math.floor(lastMs / stepMs) - Math.floor(firstMs / stepMs) < maxBars;
  const round = roundSteps.find(fits);
  if (round !== undefined) return alignedBars(firstMs, round);
  const years = Math.ceil((lastMs - firstMs + 1) / (maxBars * year));
  // A step wider than both ends lie from 1970 leaves two bars at most.
  const widest = 4 * Math.max(Math.abs(firstMs), Math.abs(lastMs), year);
  for (let stepMs = years * year; stepMs <= widest; stepMs += years * year) {
    if (fits(stepMs)) return alignedBars(firstMs, stepMs);
  }
  // One bar cannot both lie on whole steps and hold times before and after 1970: it starts with the first event then.
  return { fromMs: firstMs, stepMs: years * year };
}

function countBars(
  matches: Matches,
  store: ColumnStore,
  fromMs: number,
  stepMs: number,
  bars: number,
): Pick<Histogram, 'read' | 'write' | 'failed'> {
  const { bits } = matches;
  const { flags } = store;
  const counts = new Uint32Array(3 * bars);
  let row = store.undatedCount;
  for (let bar = 0; bar < bars && row < store.rowCount; bar += 1) {
    const end = bar === bars - 1 ? store.rowCount : firstRowAt(store, fromMs + (bar + 1) * stepMs);
    while (row < end) {
      const word = bits[row >>> 5] ?? 0;
      if (word === 0) {
        row = Math.min(end, ((row >>> 5) + 1) * 32);
        continue;
      }
      const wordEnd = Math.min(end, ((row >>> 5) + 1) * 32);
      for (; row < wordEnd; row += 1) {
        const at = bar * 3 + ((flags[row] ?? 0) >> classShift);
        counts[at] = (counts[at] ?? 0) + ((word >>> (row & 31)) & 1);
      }
    }
  }
  const ofClass = (eventClass: number) =>
    Array.from({ length: bars }, (_, bar) => counts[bar * 3 + eventClass] ?? 0);
  return { read: ofClass(0), write: ofClass(1), failed: ofClass(2) };
}
