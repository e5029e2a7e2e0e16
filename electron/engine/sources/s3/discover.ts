import type { Discovery } from '../../../contract/s3.ts';
import type { Bucket } from './bucket.ts';
import { BucketWalk } from './bucket-walk.ts';
import { countingBucket } from './counting-bucket.ts';
import { linkedAbort } from './linked-abort.ts';
import { settledWithin } from './settled-within.ts';

/** A person sees no more than this, and the whole of a large organization is sent each time. */
const betweenValuesMs = 200;

/**
 * What trails lie below a prefix: every value holds what the one before did and more, the last is complete and in
 * the order of keys. Walks folders only, so it costs requests by accounts and regions, never by objects.
 *
 * What may not be listed becomes a sentence in `problems`, and the rest goes on.
 *
 * @throws BucketError other than `denied`
 */
export async function* discover(
  bucket: Bucket,
  prefix: string,
  signal: AbortSignal,
): AsyncGenerator<Discovery, void, undefined> {
  const left = linkedAbort(signal);
  const counting = countingBucket(bucket);
  const walk = new BucketWalk(counting.bucket, prefix, left.signal);
  const value = (isComplete: boolean): Discovery => ({
    places: [...walk.places],
    requests: counting.requests(),
    problems: walk.problems.toArray(),
    isComplete,
  });
  const walking = walk.run();
  let requests = 0;
  try {
    while (!(await settledWithin(walking, betweenValuesMs))) {
      if (counting.requests() === requests) continue;
      requests = counting.requests();
      yield value(false);
    }
    await walking;
    yield value(true);
  } finally {
    left.abort();
    // Whoever is still listening has been told above; here it only must have ended.
    await walking.catch(() => {});
  }
}
