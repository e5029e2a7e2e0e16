import type { SyncChoice, TrailPlace } from '../../../electron/contract/s3.ts';

/** A log as CloudTrail names it, at a place of the layout. */
export function logKey(folder: string, day: string, number = 0): string {
  const [account, kind, region] = folder.split('/').slice(-4, -1);
  const minute = String(number % 60).padStart(2, '0');
  const stamp = `${day.replaceAll('-', '')}T00${minute}Z`;
  return `${folder}${day.replaceAll('-', '/')}/${account}_${kind}_${region}_${stamp}_${String(number).padStart(16, '0')}.json.gz`;
}

/** Every key with itself as its content. */
export function contentOf(keys: readonly string[]): Record<string, string> {
  return Object.fromEntries(keys.map((key) => [key, key]));
}

export const everything: SyncChoice = {
  accounts: null,
  regions: null,
  kinds: ['CloudTrail', 'CloudTrail-Insight', 'CloudTrail-NetworkActivity', 'CloudTrail-Aggregated'],
  sinceDay: null,
  untilDay: null,
};

export function place(more: Partial<TrailPlace> = {}): TrailPlace {
  return {
    root: 'AWSLogs/',
    organization: null,
    account: '111122223333',
    region: 'eu-west-1',
    kind: 'CloudTrail',
    firstDay: null,
    lastDay: null,
    ...more,
  };
}

export async function lastOf<T>(values: AsyncIterable<T>): Promise<T> {
  const all = await allOf(values);
  const last = all.at(-1);
  if (last === undefined) throw new Error('There was no value.');
  return last;
}

export async function allOf<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

export const never = (): AbortSignal => new AbortController().signal;
