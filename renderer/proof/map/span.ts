import type { CoverageMap } from '../../../electron/contract/integrity.ts';

export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

const hourMs = 3_600_000;
/** Nearer than this nothing more is seen. */
const leastHours = 6;

/** The stretch of the cells from one to another, both in it, whichever comes first. */
export function spanOfCells(map: Pick<CoverageMap, 'fromMs' | 'stepMs'>, one: number, other: number): Span {
  return {
    fromMs: map.fromMs + Math.min(one, other) * map.stepMs,
    untilMs: map.fromMs + (Math.max(one, other) + 1) * map.stepMs,
  };
}

/**
 * Nearer or further around a moment, which stays where it is; null where that shows the whole again.
 *
 * @param factor below one goes nearer
 */
export function zoomed(shown: Span, whole: Span, aroundMs: number, factor: number): Span | null {
  const length = shown.untilMs - shown.fromMs;
  const least = Math.min(leastHours * hourMs, whole.untilMs - whole.fromMs);
  const next = Math.max(least, length * factor);
  if (next >= whole.untilMs - whole.fromMs) return null;
  const share = length === 0 ? 0.5 : (aroundMs - shown.fromMs) / length;
  return within(aroundMs - share * next, next, whole);
}

/** Moved by a share of its own length, as far as there is something. */
export function panned(shown: Span, whole: Span, share: number): Span {
  const length = shown.untilMs - shown.fromMs;
  return within(shown.fromMs + share * length, length, whole);
}

/** On whole hours, inside the whole. */
function within(fromMs: number, length: number, whole: Span): Span {
  const hours = Math.max(1, Math.round(length / hourMs));
  const latest = whole.untilMs - hours * hourMs;
  const from = Math.round(fromMs / hourMs) * hourMs;
  const start = Math.max(whole.fromMs, Math.min(from, latest));
  return { fromMs: start, untilMs: start + hours * hourMs };
}
