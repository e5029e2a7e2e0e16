import type { Period } from '../../electron/contract/compare.ts';
import { readTime } from '../../electron/contract/filter/time.ts';

/** The start of a day or a time in UTC; null where nothing is written, undefined for what is no time. */
export function readMoment(text: string): number | null | undefined {
  return text.trim() === '' ? null : readTime(text.trim())?.fromMs;
}

/** `2026-03-01..2026-03-07`, or one of them alone: from the start of the first to the end of the last, in UTC. */
export function readPeriod(text: string): Period | undefined {
  const [first = '', last = first, ...others] = text.split('..').map((part) => part.trim());
  const [from, until] = [readTime(first), readTime(last)];
  if (from === undefined || until === undefined || others.length > 0) return undefined;
  return from.fromMs < until.untilMs ? { fromMs: from.fromMs, untilMs: until.untilMs } : undefined;
}

export function havePartInCommon(one: Period, other: Period): boolean {
  return one.fromMs < other.untilMs && other.fromMs < one.untilMs;
}
