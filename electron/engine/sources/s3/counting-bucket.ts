import type { Bucket } from './bucket.ts';

/** The same bucket, and how many LIST requests were sent through it: they cost money. */
export function countingBucket(bucket: Bucket): { readonly bucket: Bucket; readonly requests: () => number } {
  let requests = 0;
  return {
    bucket: {
      name: bucket.name,
      region: bucket.region,
      list: (request, signal) => {
        requests += 1;
        return bucket.list(request, signal);
      },
      get: (object, signal) => bucket.get(object, signal),
      close: () => bucket.close(),
    },
    requests: () => requests,
  };
}
