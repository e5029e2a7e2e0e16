import type { Zone } from '../state/view-url.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** The furthest moments that a Date can hold. */
const maxEpochMs = 8.64e15;

interface Parts {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** The parts of a moment as a clock in that zone shows them; null for what no clock can show. */
export function timeParts(epochMs: number, zone: Zone): Parts | null {
  if (!Number.isFinite(epochMs) || Math.abs(epochMs) > maxEpochMs) return null;
  const date = new Date(epochMs);
  return zone === 'utc'
    ? {
        year: date.getUTCFullYear(),
        month: date.getUTCMonth(),
        day: date.getUTCDate(),
        weekday: date.getUTCDay(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
        ms: date.getUTCMilliseconds(),
      }
    : {
        year: date.getFullYear(),
        month: date.getMonth(),
        day: date.getDate(),
        weekday: date.getDay(),
        hour: date.getHours(),
        minute: date.getMinutes(),
        second: date.getSeconds(),
        ms: date.getMilliseconds(),
      };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** What is shown where there is no readable time. */
const noTime = '–';

/** 2021-07-30 18:41:07, with milliseconds only where there are any. */
export function formatTime(epochMs: number | null, zone: Zone): string {
  const parts = epochMs === null ? null : timeParts(epochMs, zone);
  if (parts === null) return noTime;
  const clock = `${two(parts.hour)}:${two(parts.minute)}:${two(parts.second)}`;
  const fraction = parts.ms === 0 ? '' : `.${String(parts.ms).padStart(3, '0')}`;
  return `${parts.year}-${two(parts.month + 1)}-${two(parts.day)} ${clock}${fraction}`;
}

/** 07-30 18:41:07: for a table whose events are all of one year. */
export function formatTimeShort(epochMs: number | null, zone: Zone): string {
  const text = formatTime(epochMs, zone);
  return text === noTime ? text : text.slice(text.indexOf('-', 1) + 1);
}

/** 30 Jul 2021. */
function formatDay(epochMs: number, zone: Zone): string {
  const parts = timeParts(epochMs, zone);
  return parts === null ? noTime : `${parts.day} ${months[parts.month]} ${parts.year}`;
}

/** 18:41. */
function formatClock(epochMs: number, zone: Zone): string {
  const parts = timeParts(epochMs, zone);
  return parts === null ? noTime : `${two(parts.hour)}:${two(parts.minute)}`;
}

/** Fri 30 Jul 18:41: a moment on an axis or a button. */
export function formatMoment(epochMs: number, zone: Zone): string {
  const parts = timeParts(epochMs, zone);
  if (parts === null) return noTime;
  return `${weekdays[parts.weekday]} ${parts.day} ${months[parts.month]} ${two(parts.hour)}:${two(parts.minute)}`;
}

/** 28 to 30 Jul 2021: the days that a case covers, each part said once. */
export function formatDayRange(fromMs: number, untilMs: number, zone: Zone): string {
  const from = timeParts(fromMs, zone);
  const until = timeParts(untilMs, zone);
  if (from === null || until === null) return noTime;
  const end = formatDay(untilMs, zone);
  if (from.year !== until.year) return `${formatDay(fromMs, zone)} to ${end}`;
  if (from.month !== until.month) return `${from.day} ${months[from.month]} to ${end}`;
  if (from.day !== until.day) return `${from.day} to ${end}`;
  return end;
}

/** 57 hours, 12 days, 40 seconds: how long something is, in its one best unit. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.max(0, durationMs) / 1000;
  if (seconds < 1) return `${Math.round(seconds * 1000)}\u00a0ms`;
  const [value, unit] =
    seconds < 90
      ? [seconds, 'second']
      : seconds < 5400
        ? [seconds / 60, 'minute']
        : seconds < 72 * 3600
          ? [seconds / 3600, 'hour']
          : [seconds / 86_400, 'day'];
  const rounded = unit === 'second' && value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
  return `${rounded}\u00a0${unit}${rounded === 1 ? '' : 's'}`;
}

/** 8 s left, 2 min left: how long a job still takes, roughly. */
export function formatTimeLeft(leftMs: number): string {
  const seconds = Math.max(1, Math.round(leftMs / 1000));
  if (seconds < 90) return `${seconds}\u00a0s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `${minutes}\u00a0min left`;
  return `${Math.round(minutes / 60)}\u00a0h left`;
}

/** UTC, or the local zone's own name. */
export function zoneName(zone: Zone): string {
  return zone === 'utc' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** "today 18:41", "yesterday", "30 Jul 2021": when something was done here, on the person's own clock. */
export function formatWhen(epochMs: number, nowMs: number): string {
  const day = (ms: number): number => new Date(ms).setHours(0, 0, 0, 0);
  const days = Math.round((day(nowMs) - day(epochMs)) / 86_400_000);
  if (days === 0) return `today ${formatClock(epochMs, 'local')}`;
  return days === 1 ? `yesterday ${formatClock(epochMs, 'local')}` : formatDay(epochMs, 'local');
}
