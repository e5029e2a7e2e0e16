import type { Zone } from '../../state/view-url.ts';
import { momentOf, wallOf } from './wall-clock.ts';

export interface Tick {
  readonly timeMs: number;
  readonly label: string;
  /** A new day, or a new year where the ticks are days: it stands out. */
  readonly isMajor: boolean;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const fixedSteps: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * second),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14].map((count) => count * day),
];
const monthSteps: readonly number[] = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
/** Weeks begin on Monday; the epoch was a Thursday. */
const mondayMs = 4 * day;

/** The marks of a time axis: on whole hours, days or months of the zone's own clock, `maxTicks` at most. */
export function axisTicks(fromMs: number, untilMs: number, maxTicks: number, zone: Zone): readonly Tick[] {
  const most = Math.max(1, maxTicks);
  const span = untilMs - fromMs;
  if (!(span > 0)) return [];
  const step = fixedSteps.find((ms) => span / ms <= most);
  const walls =
    step === undefined
      ? monthWalls(fromMs, untilMs, monthStep(span, most), zone)
      : fixedWalls(fromMs, untilMs, step, zone);
  const unit = step ?? 31 * day;
  return walls
    .map((wall, at) => ({ timeMs: momentOf(wall, zone), ...labelOf(wall, unit, at === 0) }))
    .filter(({ timeMs }) => timeMs >= fromMs && timeMs < untilMs);
}

function monthStep(span: number, most: number): number {
  return monthSteps.find((count) => span / (count * 30 * day) <= most) ?? monthSteps.at(-1) ?? 1200;
}

function fixedWalls(fromMs: number, untilMs: number, step: number, zone: Zone): number[] {
  const origin = step % (7 * day) === 0 ? mondayMs : 0;
  const end = wallOf(untilMs, zone);
  const walls: number[] = [];
  let wall = Math.ceil((wallOf(fromMs, zone) - origin) / step) * step + origin;
  for (; wall < end; wall += step) walls.push(wall);
  return walls;
}

function monthWalls(fromMs: number, untilMs: number, count: number, zone: Zone): number[] {
  const start = new Date(wallOf(fromMs, zone));
  const end = wallOf(untilMs, zone);
  const walls: number[] = [];
  let month = Math.floor((start.getUTCFullYear() * 12 + start.getUTCMonth()) / count) * count;
  for (; ; month += count) {
    const wall = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (!(wall < end)) return walls;
    if (wall >= start.getTime()) walls.push(wall);
  }
}

function labelOf(wall: number, unit: number, isFirst: boolean): Omit<Tick, 'timeMs'> {
  const iso = new Date(wall).toISOString();
  const date = new Date(wall);
  const year = date.getUTCFullYear();
  const dayOfMonth = `${date.getUTCDate()} ${months[date.getUTCMonth()]}`;
  if (unit >= 31 * day) {
    const isYear = date.getUTCMonth() === 0;
    return {
      label: isYear ? String(year) : `${months[date.getUTCMonth()]}${isFirst ? ` ${year}` : ''}`,
      isMajor: isYear,
    };
  }
  if (unit >= day) {
    const isNewYear = date.getUTCMonth() === 0 && date.getUTCDate() <= unit / day;
    return { label: isFirst || isNewYear ? `${dayOfMonth} ${year}` : dayOfMonth, isMajor: isNewYear };
  }
  const clock = iso.slice(11, unit < minute ? 19 : 16);
  const isMidnight = wall % day === 0;
  if (isMidnight) return { label: dayOfMonth, isMajor: true };
  return { label: isFirst ? `${dayOfMonth} ${clock}` : clock, isMajor: false };
}
