import type { Gap, GapKind } from '../../electron/contract/integrity.ts';
import { formatDuration, formatMoment } from '../format/time.ts';
import type { Zone } from '../state/view-url.ts';

/** Why nothing is proven of a time, after its place and its time. */
const kinds: Readonly<Record<GapKind, string>> = {
  missing: 'the digests are missing',
  altered: 'the digests were altered',
  restart: 'a starting digest follows: logging or validation was off',
  stopped: 'two digests follow each other with time between them',
  'before-first': 'asked for, and older than the oldest digest at hand',
  'after-last': 'asked for, and newer than the newest digest at hand',
  unexplained: 'an altered digest follows, so that its reason is not known',
};

export function gapReason({ kind }: Pick<Gap, 'kind'>): string {
  return kinds[kind];
}

/** us-east-1 of 111122223333, trail main. */
export function seriesWords({
  account,
  region,
  trail,
  isBackfill,
}: Pick<Gap, 'account' | 'region' | 'trail' | 'isBackfill'>): string {
  const place = region === null ? 'a region that is not known' : region;
  const of = account === null ? '' : ` of ${account}`;
  const by = trail === null ? '' : `, trail ${trail}`;
  return `${place}${of}${by}${isBackfill ? ', backfill' : ''}`;
}

/** Fri 30 Jul 18:00 to 20:00 (2 hours): the second moment without the day where it is the same. */
export function spanWords(fromMs: number, untilMs: number, zone: Zone): string {
  return `${rangeWords(fromMs, untilMs, zone)} (${formatDuration(untilMs - fromMs)})`;
}

export function rangeWords(fromMs: number, untilMs: number, zone: Zone): string {
  const from = formatMoment(fromMs, zone);
  const until = formatMoment(untilMs, zone);
  const clock = until.slice(until.lastIndexOf(' ') + 1);
  const isSameDay = from.slice(0, from.lastIndexOf(' ')) === until.slice(0, until.lastIndexOf(' '));
  return `${from} to ${isSameDay ? clock : until}`;
}
