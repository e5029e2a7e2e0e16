import type { Discovery, SyncChoice, TrailKind, TrailPlace } from '../../electron/contract/s3.ts';

/** What is switched off of what was found; what is found later is on. */
export interface Chosen {
  readonly withoutAccounts: ReadonlySet<string>;
  readonly withoutRegions: ReadonlySet<string>;
  readonly kinds: ReadonlySet<TrailKind>;
  /** Days in UTC; empty for no bound. */
  readonly sinceDay: string;
  readonly untilDay: string;
}

export const everything: Chosen = {
  withoutAccounts: new Set(),
  withoutRegions: new Set(),
  kinds: new Set<TrailKind>(['CloudTrail']),
  sinceDay: '',
  untilDay: '',
};

/** Accounts and regions of a discovery, sorted. */
export function axesOf({ places }: Pick<Discovery, 'places'>): {
  readonly accounts: readonly string[];
  readonly regions: readonly string[];
} {
  const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort();
  return {
    accounts: sorted(places.map(({ account }) => account)),
    regions: sorted(places.map(({ region }) => region)),
  };
}

/** First and last day of anything that was found; null when nothing has days. */
export function spanOf(
  places: readonly TrailPlace[],
): { readonly first: string; readonly last: string } | null {
  const firsts = places.flatMap(({ firstDay }) => firstDay ?? []).sort();
  const lasts = places.flatMap(({ lastDay }) => lastDay ?? []).sort();
  const [first] = firsts;
  const last = lasts.at(-1);
  return first === undefined || last === undefined ? null : { first, last };
}

/** The choice as the engine takes it: all of something stays open, so that what appears later is synced too. */
export function choiceOf(chosen: Chosen, discovery: Pick<Discovery, 'places'>): SyncChoice {
  const { accounts, regions } = axesOf(discovery);
  const left = (names: readonly string[], without: ReadonlySet<string>): string[] | null =>
    without.size === 0 ? null : names.filter((name) => !without.has(name));
  return {
    accounts: left(accounts, chosen.withoutAccounts),
    regions: left(regions, chosen.withoutRegions),
    kinds: [...chosen.kinds],
    sinceDay: chosen.sinceDay === '' ? null : chosen.sinceDay,
    untilDay: chosen.untilDay === '' ? null : chosen.untilDay,
  };
}

/** Why a choice cannot be synced; null when it can. */
export function problemOf(chosen: Chosen, discovery: Pick<Discovery, 'places'>): string | null {
  const choice = choiceOf(chosen, discovery);
  if (choice.accounts?.length === 0) return 'No account is chosen.';
  if (choice.regions?.length === 0) return 'No region is chosen.';
  if (choice.kinds.length === 0) return 'No kind of file is chosen.';
  for (const day of [choice.sinceDay, choice.untilDay])
    if (day !== null && !isDay(day)) return 'Write a day as 2026-03-01.';
  if (choice.sinceDay !== null && choice.untilDay !== null && choice.sinceDay > choice.untilDay)
    return 'The last day is before the first.';
  return null;
}

/** A day of the calendar: JavaScript alone would take the 31st of February for one of March. */
function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

export function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

const dayMs = 86_400_000;

/** The last `days` days up to `last`. */
export function lastDays(last: string, days: number): Pick<Chosen, 'sinceDay' | 'untilDay'> {
  const since = new Date(Date.parse(`${last}T00:00:00Z`) - (days - 1) * dayMs).toISOString().slice(0, 10);
  return { sinceDay: since, untilDay: last };
}

/** Where a stretch of days lies between two, as shares from 0 to 1; at least wide enough to be seen. */
export function shareOf(
  place: Pick<TrailPlace, 'firstDay' | 'lastDay'>,
  span: { readonly first: string; readonly last: string },
): { readonly from: number; readonly width: number } | null {
  const { firstDay, lastDay } = place;
  if (firstDay === null || lastDay === null) return null;
  const start = Date.parse(span.first);
  const whole = Math.max(dayMs, Date.parse(span.last) - start + dayMs);
  const from = (Date.parse(firstDay) - start) / whole;
  const width = (Date.parse(lastDay) - Date.parse(firstDay) + dayMs) / whole;
  return { from: Math.min(from, 0.94), width: Math.max(width, 0.06) };
}

const words: Readonly<Record<TrailKind, string>> = {
  CloudTrail: 'Management and data events',
  'CloudTrail-Digest': 'Digests',
  'CloudTrail-Insight': 'Insights',
  'CloudTrail-NetworkActivity': 'Network activity',
  'CloudTrail-Aggregated': 'Aggregated',
};

export function kindWords(kind: TrailKind): string {
  return words[kind];
}

/** A choice in a line, for the history: "2 accounts · eu-west-1 · 2026-03-01 to 2026-03-31". */
export function choiceWords(choice: SyncChoice): string {
  const names = (list: readonly string[] | null, one: string): string =>
    list === null ? `all ${one}s` : list.length === 1 ? (list[0] ?? '') : `${list.length} ${one}s`;
  const parts = [names(choice.accounts, 'account'), names(choice.regions, 'region')];
  const { sinceDay, untilDay } = choice;
  if (sinceDay !== null && untilDay !== null) parts.push(`${sinceDay} to ${untilDay}`);
  else if (sinceDay !== null) parts.push(`since ${sinceDay}`);
  else if (untilDay !== null) parts.push(`until ${untilDay}`);
  return parts.join(' · ');
}
