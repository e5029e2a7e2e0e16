import type { Histogram } from '../../../electron/contract/api.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Widths of bars that a person can say, as the engine's own list has them. */
const steps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 30, 90, 180, 365].map((count) => count * day),
];

/** A single bar over the whole width says little and looks broken. */
const leastBars = 12;

/** The time that the chart shows, whole bars of it, whether or not there are events in them. */
export interface Domain {
  readonly fromMs: number;
  readonly stepMs: number;
  readonly bars: number;
}

export interface TimeRange {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

/**
 * The axis: the time range of the filter, else of the case. It does not follow the matching events, so it stands
 * still while a person filters, and an hour without events is seen as one. Null when there is no date at all.
 */
export function domainOf(
  filter: TimeRange,
  ofCase: { readonly firstTimeMs: number | null; readonly lastTimeMs: number | null },
  maxBars: number,
): Domain | null {
  const fromMs = filter.fromMs ?? ofCase.firstTimeMs;
  const untilMs = filter.untilMs ?? (ofCase.lastTimeMs === null ? null : ofCase.lastTimeMs + 1);
  if (fromMs === null || untilMs === null) return null;
  return fitBars(fromMs, Math.max(untilMs, fromMs + 1), Math.max(1, maxBars));
}

function fitBars(fromMs: number, untilMs: number, maxBars: number): Domain {
  const barsOf = (stepMs: number): number => Math.ceil(untilMs / stepMs) - Math.floor(fromMs / stepMs);
  const year = 365 * day;
  const stepMs =
    steps.find((step) => barsOf(step) <= maxBars) ??
    year * Math.max(1, Math.ceil((untilMs - fromMs) / year / Math.max(1, maxBars - 1)));
  const bars = barsOf(stepMs);
  const padding = Math.max(0, Math.floor((Math.min(leastBars, maxBars) - bars) / 2));
  return {
    fromMs: (Math.floor(fromMs / stepMs) - padding) * stepMs,
    stepMs,
    bars: bars + 2 * padding,
  };
}

export interface Bar {
  readonly read: number;
  readonly write: number;
  readonly failed: number;
}

const nothing: Bar = { read: 0, write: 0, failed: 0 };

/** The counts of each bar of the domain; the engine tells those between the first and the last event only. */
export function barsOf(domain: Domain, histogram: Histogram | null): readonly Bar[] {
  const bars: Bar[] = new Array<Bar>(domain.bars).fill(nothing);
  if (histogram === null || histogram.stepMs !== domain.stepMs) return bars;
  const shift = Math.round((histogram.fromMs - domain.fromMs) / domain.stepMs);
  histogram.read.forEach((read, at) => {
    const bar = at + shift;
    if (bar < 0 || bar >= bars.length) return;
    bars[bar] = { read, write: histogram.write[at] ?? 0, failed: histogram.failed[at] ?? 0 };
  });
  return bars;
}

export function sumOf({ read, write, failed }: Bar): number {
  return read + write + failed;
}

/** When the bar begins; of `domain.bars`, when the last one ends. */
export function startOf(domain: Domain, bar: number): number {
  return domain.fromMs + bar * domain.stepMs;
}

/** The bar under a place in the chart. */
export function barAt(domain: Domain, x: number, widthPx: number): number {
  if (widthPx <= 0) return 0;
  return Math.max(0, Math.min(domain.bars - 1, Math.floor((x / widthPx) * domain.bars)));
}

/** "15-minute bars": what one bar stands for. */
export function stepName(stepMs: number): string {
  const units: readonly (readonly [number, string])[] = [
    [365 * day, 'year'],
    [day, 'day'],
    [hour, 'hour'],
    [minute, 'minute'],
    [second, 'second'],
  ];
  const [unitMs, unit] = units.find(([ms]) => stepMs % ms === 0) ?? [1, 'millisecond'];
  return `${stepMs / unitMs}-${unit} bars`;
}

/** The stretch between the first and the last bar with an event; null without one. */
export function extentOf(bars: readonly Bar[]): { readonly first: number; readonly last: number } | null {
  const first = bars.findIndex((bar) => sumOf(bar) > 0);
  return first < 0 ? null : { first, last: bars.findLastIndex((bar) => sumOf(bar) > 0) };
}
