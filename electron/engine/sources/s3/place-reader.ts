import type { TrailPlace } from '../../../contract/s3.ts';
import { type Bucket, BucketError, type ListedObject, type ListRequest } from './bucket.ts';
import type { DayWindow } from './choose.ts';
import { compareKeys } from './key-order.ts';
import { dayFolder, folderOf } from './layout.ts';
import { plainText } from './plain-text.ts';

export interface PlacePage {
  readonly place: TrailPlace;
  readonly objects: readonly ListedObject[];
  /** Why the place could not be listed any further. */
  readonly denied: BucketError | null;
  /** No page of this place comes after it. */
  readonly isLast: boolean;
}

/**
 * Lists one place from its first day until past its last, page by page: a request for every thousand objects, none
 * for a day.
 *
 * A day is a stretch of the keys' order, from its folder's name up to the next: so whatever lies there belongs to
 * a day or stands before or after all of them, however it is called.
 */
export class PlaceReader {
  readonly #bucket: Bucket;
  readonly #place: TrailPlace;
  readonly #prefix: string;
  readonly #after: string | null;
  readonly #end: string | null;
  readonly #signal: AbortSignal;
  #token: string | null = null;
  #lastKey: string | null = null;
  #isEnded = false;

  constructor(bucket: Bucket, place: TrailPlace, window: DayWindow, signal: AbortSignal) {
    const { prefix, firstDay, lastDay } = window;
    const folder = folderOf(place);
    this.#bucket = bucket;
    this.#place = place;
    this.#prefix = prefix.startsWith(folder) ? prefix : folder;
    this.#after = firstDay === null ? null : dayFolder(place, firstDay);
    // `0` comes right after `/`: nothing that begins with the folder's name and `/` is at or past this.
    this.#end = lastDay === null ? null : `${dayFolder(place, lastDay)}0`;
    this.#signal = signal;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** @throws BucketError other than `denied` */
  async next(): Promise<PlacePage> {
    const place = this.#place;
    try {
      const page = await this.#bucket.list(this.#request(), this.#signal);
      for (const { key } of page.objects) this.#requireOrder(key);
      this.#token = page.next;
      this.#isEnded = page.next === null || (this.#lastKey !== null && this.#isPast(this.#lastKey));
      const objects = page.objects.filter(({ key }) => this.#isFrom(key) && !this.#isPast(key));
      return { place, objects, denied: null, isLast: this.#isEnded };
    } catch (error) {
      this.#isEnded = true;
      if (!(error instanceof BucketError) || error.fault !== 'denied') throw error;
      return { place, objects: [], denied: error, isLast: true };
    }
  }

  #request(): ListRequest {
    const request = { prefix: this.#prefix, byFolder: false };
    if (this.#token !== null) return { ...request, token: this.#token };
    return this.#after === null ? request : { ...request, startAfter: this.#after };
  }

  #isFrom(key: string): boolean {
    return this.#after === null || compareKeys(key, this.#after) > 0;
  }

  #isPast(key: string): boolean {
    return this.#end !== null && compareKeys(key, this.#end) >= 0;
  }

  /** Stopping past the last day is right in an ordered listing only: directory buckets have none. */
  #requireOrder(key: string): void {
    const last = this.#lastKey;
    if (!key.startsWith(this.#prefix) || (last !== null && compareKeys(last, key) >= 0)) {
      const before = last === null ? '' : ` after “${plainText(last)}”`;
      throw new BucketError(
        'bucket',
        `The bucket ${plainText(this.#bucket.name)} does not list its keys in order: below “${plainText(this.#prefix)}” came “${plainText(key)}”${before}.`,
        'Directory buckets (S3 Express) and some services list so: copy the trail into an ordinary bucket, or into a folder and import that.',
      );
    }
    this.#lastKey = key;
  }
}
