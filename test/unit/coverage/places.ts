import type { Verdict } from '../../../electron/contract/integrity.ts';
import {
  type DigestGap,
  type DigestTime,
  type HourLogs,
  hourMs,
  noLogs,
  type PlaceFacts,
} from '../../../electron/engine/coverage/place-facts.ts';
import { type PlaceRuns, runsOf, runsWithin } from '../../../electron/engine/coverage/runs.ts';

/** The hour from which the tests count. */
export const firstHour = Date.UTC(2026, 0, 2) / hourMs;

/** Milliseconds of an hour and minute of the first day; hours may go beyond it. */
export function at(hour: number, minute = 0): number {
  return (firstHour + hour) * hourMs + minute * 60_000;
}

export function digest(
  from: number,
  until: number,
  verdict: Verdict | null = 'proven',
  more: Partial<DigestTime> = {},
): DigestTime {
  return { from, until, verdict, series: 0, isBackfill: false, ...more };
}

/** A digest for each hour from one to another, ending at that minute. */
export function digests(first: number, last: number, minute = 0, more: Partial<DigestTime> = {}) {
  return Array.from({ length: last - first }, (_, i) =>
    digest(at(first + i, minute), at(first + i + 1, minute), 'proven', more),
  );
}

interface Parts {
  readonly account?: string;
  readonly region?: string;
  readonly logs?: Readonly<Record<number, Partial<HourLogs>>>;
  readonly digests?: readonly DigestTime[];
  readonly gaps?: readonly DigestGap[];
  readonly chosen?: PlaceFacts['chosen'];
}

/** Log files by hours after the first. */
export function place({ logs = {}, ...parts }: Parts = {}): PlaceFacts {
  return {
    ...{ account: '111122223333', region: 'eu-west-1', digests: [], gaps: [], chosen: null, ...parts },
    logs: new Map(
      Object.entries(logs).map(([hour, one]) => [firstHour + Number(hour), { ...noLogs(), ...one }]),
    ),
  };
}

export const proven: Partial<HourLogs> = { files: 2, events: 20 };
export const notCovered: Partial<HourLogs> = { files: 2, events: 20, unproven: 2, notCovered: 2 };
export const unsigned: Partial<HourLogs> = { files: 2, events: 20, unproven: 2 };
export const unverified: Partial<HourLogs> = { files: 2, events: 20, unproven: 2, unverified: 2 };

/** The states of hours after the first, one by one. */
export function states(one: PlaceFacts, from: number, until: number): readonly string[] {
  return hours(one, runsOf(one), from, until).map(({ state }) => state);
}

export function hours(one: PlaceFacts, { runs }: PlaceRuns, from: number, until: number) {
  const within = runsWithin(runs, one.chosen, { from: firstHour + from, until: firstHour + until });
  return [...within].flatMap((run) => Array.from({ length: run.until - run.from }, () => run));
}
