import type { BucketPlace } from '../../../contract/s3.ts';
import { BucketError } from './bucket.ts';
import { partitionOf, publicHomes } from './partition.ts';
import { askRegion, type OpenOptions } from './s3-client.ts';

/**
 * The region in which a bucket lies. What the place says is taken as it is.
 *
 * A name may be taken in every partition by somebody else, so the partition of `options.region` (of the sign-in)
 * is asked first, and only that one when `isPartitionKnown`.
 *
 * @throws BucketError
 */
export async function findRegion(
  place: BucketPlace,
  options: OpenOptions & { readonly isPartitionKnown: boolean },
  signal: AbortSignal,
): Promise<string> {
  if (place.region !== null) return place.region;
  // Services of others take any region, and most call theirs by this one.
  if (place.endpoint !== null) return (await askRegion(place, options, signal)) ?? options.region;
  const { home } = partitionOf(options.region);
  const others = options.isPartitionKnown ? [] : publicHomes.filter((each) => each !== home);
  let first: unknown;
  for (const region of [home, ...others]) {
    try {
      return (await askRegion(place, { ...options, region }, signal)) ?? region;
    } catch (error) {
      if (!(error instanceof BucketError) || error.fault !== 'bucket') throw error;
      first ??= error;
    }
  }
  throw first;
}
