const general =
  /^(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d):?(\d\d)(?:[.,](\d{1,9}))?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

/** A number below this is epoch seconds, above it milliseconds: the year 5138, or 1973. */
const secondsBelow = 1e11;

/**
 * Epoch milliseconds of an eventTime, or null when it cannot be read: ISO 8601 with `Z`, an offset or a fraction,
 * the basic form `20240101T000000Z`, and `2025-01-21 17:49:47.000000000`, which is UTC like everything CloudTrail
 * writes. Dates that do not exist are not read as the day after.
 */
export function eventTimeMs(value: unknown): number | null {
  if (typeof value === 'number') return fromNumber(value);
  if (typeof value !== 'string') return null;
  if (value.length === 20) {
    const usual = usualTimeMs(value);
    if (usual !== null) return usual;
  }
  const found = general.exec(value.trim());
  if (found === null) return null;
  const [, year, month, day, hour, minute, second, fraction, zone] = found;
  const at = dateMs(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  if (at === null) return null;
  const ms = fraction === undefined ? 0 : Math.floor(Number(`0.${fraction}`) * 1000);
  return at + ms - offsetMs(zone);
}

function fromNumber(value: number): number | null {
  if (!Number.isFinite(value) || value <= 0) return null;
  const ms = Math.round(value < secondsBelow ? value * 1000 : value);
  return ms < 8.64e15 ? ms : null;
}

/** `2021-07-28T15:28:12Z`, nearly every record, without a regular expression. */
function usualTimeMs(text: string): number | null {
  if (
    text[4] !== '-' ||
    text[7] !== '-' ||
    text[10] !== 'T' ||
    text[13] !== ':' ||
    text[16] !== ':' ||
    text[19] !== 'Z'
  ) {
    return null;
  }
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  return dateMs(
    year,
    twoDigits(text, 5),
    twoDigits(text, 8),
    twoDigits(text, 11),
    twoDigits(text, 14),
    twoDigits(text, 17),
  );
}

/** NaN when one of them is no digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : Number.NaN;
}

function dateMs(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  if (!(month >= 1 && month <= 12 && day >= 1 && hour < 24 && minute < 60 && second <= 60)) return null;
  if (!(day <= daysIn(year, month))) return null;
  const ms = Date.UTC(year, month - 1, day, hour, minute, second);
  // Date.UTC reads the years 0 to 99 as 1900 to 1999, and a time that old is a mistake anyway.
  return Number.isNaN(ms) || year < 100 ? null : ms;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function offsetMs(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5) || 0);
  return (digits.startsWith('-') ? -minutes : minutes) * 60_000;
}
