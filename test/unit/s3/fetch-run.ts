import type { Bucket } from '../../../electron/engine/sources/s3/bucket.ts';
import { windowOf } from '../../../electron/engine/sources/s3/choose.ts';
import {
  type Fetched,
  type FetchOptions,
  fetchInOrder,
} from '../../../electron/engine/sources/s3/fetch-in-order.ts';
import { type ListedTrailObject, listObjects } from '../../../electron/engine/sources/s3/list-places.ts';
import type { MemoryBucket } from '../../support/memory-bucket.ts';
import { never, place } from './trail-keys.ts';

export const folder = 'AWSLogs/111122223333/CloudTrail/eu-west-1/2024/01/01/';
export const name = (number: number) => `${folder}${String(number).padStart(5, '0')}`;
export const objects = (sizes: readonly number[]) =>
  Object.fromEntries(sizes.map((size, number) => [name(number), 'x'.repeat(size)]));
export const small = (count: number) => objects(Array.from({ length: count }, () => 10));

export function fetching(bucket: Bucket, options: Partial<FetchOptions> = {}, signal = never()) {
  const listing = listObjects(bucket, [place()], windowOf({ sinceDay: null, untilDay: null }, ''), signal);
  return fetchInOrder(
    bucket,
    listing,
    { bytesUnderWay: 1_000_000, isKnown: () => false, ...options },
    signal,
  );
}

/** `00012 fetched`, `00013 denied`. */
export function word(fetched: Fetched<ListedTrailObject>): string {
  if (fetched.kind === 'problem') return `${fetched.key} problem`;
  return `${fetched.object.key.slice(folder.length)} ${fetched.kind === 'failed' ? fetched.fault : fetched.kind}`;
}

export async function taken(values: AsyncIterable<Fetched<ListedTrailObject>>) {
  const words: string[] = [];
  let error: unknown = null;
  try {
    for await (const fetched of values) words.push(word(fetched));
  } catch (thrown) {
    error = thrown;
  }
  return { words, error };
}

/** Holds back the objects that fit until they are released. */
export function hold(bucket: MemoryBucket, isHeld: (key: string) => boolean): () => void {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const answer = bucket.get.bind(bucket);
  bucket.get = async (object, signal) => {
    if (isHeld(object.key)) await held;
    return answer(object, signal);
  };
  return release;
}

export async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i += 1) await new Promise((resolve) => setImmediate(resolve));
}
