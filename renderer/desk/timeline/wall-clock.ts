import type { Zone } from '../../state/view-url.ts';

/** A moment as a clock in that zone shows it, written as if it were UTC: its days and hours are whole there. */
export function wallOf(epochMs: number, zone: Zone): number {
  return zone === 'utc' ? epochMs : epochMs - new Date(epochMs).getTimezoneOffset() * 60_000;
}

/** The moment at which the clock shows that; the first of two when clocks were set back. */
export function momentOf(wallMs: number, zone: Zone): number {
  if (zone === 'utc') return wallMs;
  const wall = new Date(wallMs);
  return new Date(
    wall.getUTCFullYear(),
    wall.getUTCMonth(),
    wall.getUTCDate(),
    wall.getUTCHours(),
    wall.getUTCMinutes(),
    wall.getUTCSeconds(),
    wall.getUTCMilliseconds(),
  ).getTime();
}
