import type { TrailPlace } from '../../../contract/s3.ts';
import type { Bucket, ListedObject } from './bucket.ts';
import type { DayWindow } from './choose.ts';
import { folderOf } from './layout.ts';
import { linkedAbort } from './linked-abort.ts';
import { PagesAhead } from './pages-ahead.ts';

/** An object that lies in a chosen place and window, whether it is the trail's own or somebody's notes. */
export interface ListedTrailObject extends ListedObject {
  readonly kind: 'object';
  readonly place: TrailPlace;
}

/** A place that may not be listed, or not to its end. */
export interface ListingProblem {
  readonly kind: 'problem';
  readonly place: TrailPlace;
  /** The folder of the place. */
  readonly key: string;
  readonly message: string;
  readonly advice: string;
}

export type ListedItem = ListedTrailObject | ListingProblem;

/**
 * All objects of a window in one order, which depends on the bucket only: place by place as given, then by key.
 * Each is given once.
 *
 * @throws BucketError other than `denied`, after everything that comes before the failed request in the order
 */
export async function* listObjects(
  bucket: Bucket,
  places: Iterable<TrailPlace>,
  window: DayWindow,
  signal: AbortSignal,
): AsyncGenerator<ListedItem, void, undefined> {
  const left = linkedAbort(signal);
  const pages = new PagesAhead(bucket, places, window, left.signal);
  try {
    for (let page = await pages.next(); page !== null; page = await pages.next()) {
      const { place, objects, denied } = page;
      for (const object of objects) yield { ...object, kind: 'object', place };
      if (denied !== null) {
        const { message, advice } = denied;
        yield { kind: 'problem', place, key: folderOf(place), message, advice };
      }
    }
  } finally {
    left.abort();
  }
}
