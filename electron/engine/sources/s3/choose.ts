import { AppError } from '../../../contract/errors.ts';
import type { Discovery, SyncChoice, TrailKind, TrailPlace } from '../../../contract/s3.ts';
import { compareKeys } from './key-order.ts';
import { folderOf, folderPrefix } from './layout.ts';

/** Which days of delivery to list, both included. Null: no bound. */
export interface DayWindow {
  /** What the person gave: it may be deeper than a place, and nothing outside of it is listed. */
  readonly prefix: string;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** The places of a choice in the order of their keys, whatever order they were found in. */
export function placesOf(discovery: Pick<Discovery, 'places'>, choice: SyncChoice): TrailPlace[] {
  const kinds = new Set<TrailKind>(choice.kinds);
  if (kinds.has('CloudTrail')) kinds.add('CloudTrail-Digest');
  const accounts = choice.accounts === null ? null : new Set(choice.accounts);
  const regions = choice.regions === null ? null : new Set(choice.regions);
  return discovery.places
    .filter(
      ({ account, region, kind }) =>
        kinds.has(kind) &&
        (accounts === null || accounts.has(account)) &&
        (regions === null || regions.has(region)),
    )
    .map((place) => ({ place, folder: folderOf(place) }))
    .sort((a, b) => compareKeys(a.folder, b.folder))
    .map(({ place }) => place);
}

/**
 * The days of a choice, and one more: an event of the last minutes of a day is delivered on the next.
 *
 * @throws AppError `bad-request` for a day that is in no calendar, and for a last day before the first
 */
export function windowOf(choice: Pick<SyncChoice, 'sinceDay' | 'untilDay'>, prefix: string): DayWindow {
  const { sinceDay, untilDay } = choice;
  if (sinceDay !== null) msOf(sinceDay);
  const lastDay = untilDay === null ? null : new Date(msOf(untilDay) + dayMs).toISOString().slice(0, 10);
  if (sinceDay !== null && untilDay !== null && untilDay < sinceDay) {
    throw new AppError('bad-request', `The last day, ${untilDay}, is before the first, ${sinceDay}.`, {
      advice: 'Choose a last day that is the first day or after it.',
    });
  }
  return { prefix: folderPrefix(prefix), firstDay: sinceDay, lastDay };
}

const dayMs = 86_400_000;

/** V8 reads `2026-02-31` as a day of March: only what comes back as it was is a day. */
function msOf(day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === day) return ms;
  throw new AppError('bad-request', `There is no day ${day}.`, {
    advice: 'Give a day of the calendar as 2026-03-01.',
  });
}
