import { AppError } from './errors.ts';

/** A moment as text in one time zone. */
export type ZoneTime = (timeMs: number) => string;

const minuteMs = 60_000;
/** Offsets change on quarters of an hour only (Lord Howe's change is on a half), so one holds for a whole quarter. */
const quarterMs = 15 * minuteMs;
/** About half a year of quarters; more than that starts over. */
const maxKnown = 20_000;

/**
 * ISO 8601 with the zone's offset at that moment: `2026-03-29T03:00:00+02:00`, in UTC `2026-03-29T01:00:00Z`.
 * Fractions of a second appear only where there are some; CloudTrail writes whole seconds.
 *
 * @param zone `UTC` or an IANA name such as Europe/Vienna; daylight saving is Intl's.
 * @throws AppError `bad-request` when there is no such zone.
 */
export function zoneTime(zone: string): ZoneTime {
  const offsetAt = zone === 'UTC' ? () => 0 : knownOffsets(zone);
  let lastMs = Number.NaN;
  let lastText = '';
  return (timeMs) => {
    // Rows come in the order of time, many in the same second.
    if (timeMs === lastMs) return lastText;
    const offsetMinutes = offsetAt(timeMs);
    const wall = new Date(timeMs + offsetMinutes * minuteMs).toISOString();
    const local = wall.endsWith('.000Z') ? wall.slice(0, -5) : wall.slice(0, -1);
    lastMs = timeMs;
    lastText = local + (zone === 'UTC' ? 'Z' : offsetText(offsetMinutes));
    return lastText;
  };
}

/** True for `UTC` and for a name that Intl knows. */
export function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

function knownOffsets(zone: string): (timeMs: number) => number {
  if (!isZone(zone)) {
    throw new AppError('bad-request', `There is no time zone named ${JSON.stringify(zone)}.`, {
      advice: 'Use UTC or an IANA name such as Europe/Vienna.',
    });
  }
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const known = new Map<number, number>();
  return (timeMs) => {
    const quarter = Math.floor(timeMs / quarterMs);
    let offset = known.get(quarter);
    if (offset === undefined) {
      if (known.size >= maxKnown) known.clear();
      offset = readOffset(format, quarter * quarterMs);
      known.set(quarter, offset);
    }
    return offset;
  };
}

/** Minutes east of UTC. Offsets with seconds (local mean times, before about 1970) are cut to minutes: the moment stays right. */
function readOffset(format: Intl.DateTimeFormat, timeMs: number): number {
  const name = format.formatToParts(timeMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /^GMT([+\-−])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === undefined || sign === '+' ? 1 : -1) * (Number(hours) * 60 + Number(minutes));
}

function offsetText(minutes: number): string {
  const pad = (n: number): string => String(n).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}
