/** A moment as a person writes it, with the length of the unit they wrote: a day, an hour, a minute, a second. */
export interface TimeLiteral {
  readonly fromMs: number;
  /** Exclusive end of the unit. */
  readonly untilMs: number;
}

const pattern =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * The moments that a filter can name. Years below 100 are left out: nothing was logged then, and `Date.UTC` takes
 * them for the twentieth century.
 */
export const firstMs = Date.UTC(100, 0, 1);
/** Exclusive: ISO 8601 writes later years with a sign and six digits. */
export const endMs = Date.UTC(10_000, 0, 1);

/**
 * Reads `2021`, `2021-07`, `2021-07-28`, `…T15`, `…T15:30`, `…T15:30:05`, `…05.250`, each with Z, an offset after an
 * hour, or nothing (UTC). An offset is converted, never replaced. Undefined for anything else, also for the 31st of
 * February.
 */
export function readTime(text: string): TimeLiteral | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  if (zone !== undefined && hour === undefined) return undefined;
  const parts = [
    Number(year),
    Number(month ?? 1),
    Number(day ?? 1),
    Number(hour ?? 0),
    Number(minute ?? 0),
    Number(second ?? 0),
  ] as const;
  const [y, mo, d, h, mi, s] = parts;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000 + 1e-6);
  const utcMs = Date.UTC(y, mo - 1, d, h, mi, s, ms);
  const back = new Date(utcMs);
  if (back.getUTCMonth() !== mo - 1 || back.getUTCDate() !== d || h > 23 || mi > 59 || s > 59)
    return undefined;
  const offset = offsetMs(zone);
  if (offset === undefined) return undefined;
  const fromMs = utcMs - offset;
  const untilMs = endOf(fromMs, y, mo, { month, day, hour, minute, second, fraction });
  return y >= 100 && fromMs >= firstMs && untilMs <= endMs ? { fromMs, untilMs } : undefined;
}

function endOf(
  fromMs: number,
  year: number,
  month: number,
  given: Record<'month' | 'day' | 'hour' | 'minute' | 'second' | 'fraction', string | undefined>,
): number {
  if (given.fraction !== undefined) return fromMs + 1;
  if (given.second !== undefined) return fromMs + 1000;
  if (given.minute !== undefined) return fromMs + 60_000;
  if (given.hour !== undefined) return fromMs + 3_600_000;
  if (given.day !== undefined) return fromMs + 86_400_000;
  return given.month === undefined ? Date.UTC(year + 1, 0, 1) : Date.UTC(year, month, 1);
}

/** Undefined for an offset that no clock has: +14:00 is the largest. */
function offsetMs(zone: string | undefined): number | undefined {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const digits = zone.replace(/\D/g, '');
  const [hours, minutes] = [Number(digits.slice(0, 2)), Number(digits.slice(2, 4))];
  if (hours > 14 || minutes > 59) return undefined;
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** A moment as the filter prints it: the shortest form that means the same millisecond, in UTC. */
export function printTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  if (iso.endsWith('T00:00:00.000Z')) return iso.slice(0, 10);
  if (iso.endsWith(':00.000Z')) return `${iso.slice(0, 16)}Z`;
  return iso.endsWith('.000Z') ? `${iso.slice(0, 19)}Z` : iso;
}

/** A range as it stands after `time:`; {@link readTime} reads its moments back to the millisecond. */
export function printRange({
  fromMs,
  untilMs,
}: {
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}): string {
  if (fromMs === null && untilMs === null) return '*';
  if (untilMs === null) {
    const from = fromMs ?? 0;
    return from === endMs ? `>${lastMoment(endMs)}` : `>=${printTime(from)}`;
  }
  if (fromMs === null) return untilMs === endMs ? `<=${lastMoment(endMs)}` : `<${printTime(untilMs)}`;
  return unitOf(fromMs, untilMs) ?? `${printTime(fromMs)}..${lastMoment(untilMs)}`;
}

/** The one unit that is the whole range: a year, a month, …, a millisecond. */
function unitOf(fromMs: number, untilMs: number): string | undefined {
  const iso = new Date(fromMs).toISOString();
  const units = [
    iso.slice(0, 4),
    iso.slice(0, 7),
    iso.slice(0, 10),
    `${iso.slice(0, 13)}Z`,
    printTime(fromMs),
  ];
  return units.find((text) => {
    const moment = readTime(text);
    return moment?.fromMs === fromMs && moment.untilMs === untilMs;
  });
}

const unitsMs = [86_400_000, 60_000, 1000, 1];

/** The moment whose unit ends at `untilMs`: `..2021-07-29` ends where the 30th begins. */
function lastMoment(untilMs: number): string {
  const candidates = unitsMs.map((unit) => printTime(untilMs - unit));
  return (
    candidates.find((text) => readTime(text)?.untilMs === untilMs) ?? new Date(untilMs - 1).toISOString()
  );
}
