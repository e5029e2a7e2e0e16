/** A moment as a person writes it, with the length of the unit they wrote: a day, an hour, a minute, a second. */
export interface TimeLiteral {
  readonly fromMs: number;
  /** Exclusive end of the unit. */
  readonly untilMs: number;
}

const pattern =
  /^(\d{4})-(\d{2})(?:-(\d{2})(?:[T ](\d{2})(?::(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?)?)?)?(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * Reads `2021-07`, `2021-07-28`, `…T15`, `…T15:30`, `…T15:30:05`, `…05.250`, each with Z, an offset, or nothing
 * (UTC). An offset is converted, never replaced. Undefined for anything else, also for the 31st of February.
 */
export function readTime(text: string): TimeLiteral | undefined {
  const found = pattern.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  if (zone !== undefined && hour === undefined) return undefined;
  const parts = [
    Number(year),
    Number(month),
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
  const fromMs = utcMs - offsetMs(zone);
  return { fromMs, untilMs: endOf(fromMs, [y, mo], { day, hour, minute, second, fraction }, zone) };
}

function endOf(
  fromMs: number,
  [year, month]: readonly [number, number],
  given: Record<'day' | 'hour' | 'minute' | 'second' | 'fraction', string | undefined>,
  zone: string | undefined,
): number {
  if (given.fraction !== undefined) return fromMs + 1;
  if (given.second !== undefined) return fromMs + 1000;
  if (given.minute !== undefined) return fromMs + 60_000;
  if (given.hour !== undefined) return fromMs + 3_600_000;
  if (given.day !== undefined) return fromMs + 86_400_000;
  return Date.UTC(year, month, 1) - offsetMs(zone);
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || zone.toUpperCase() === 'Z') return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  const digits = zone.replace(/\D/g, '');
  return sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2, 4))) * 60_000;
}

/** A moment as the filter prints it: the shortest form that means the same millisecond, in UTC. */
export function printTime(ms: number): string {
  const iso = new Date(ms).toISOString();
  if (iso.endsWith('T00:00:00.000Z')) return iso.slice(0, 10);
  if (iso.endsWith(':00.000Z')) return `${iso.slice(0, 16)}Z`;
  return iso.endsWith('.000Z') ? `${iso.slice(0, 19)}Z` : iso;
}
