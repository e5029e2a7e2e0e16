import type { TrailPlace } from '../../../contract/s3.ts';
import type { Bucket } from './bucket.ts';
import type { DayWindow } from './choose.ts';
import { type PlacePage, PlaceReader } from './place-reader.ts';

/** So many pages are under way or wait to be taken: downloads shall not wait for a listing. */
const most = 4;

interface PlacePages {
  readonly reader: PlaceReader;
  readonly pages: Promise<PlacePage>[];
  isUnderWay: boolean;
}

/**
 * The pages of all places, place by place, asked for ahead. Within a place one page names the next, so only places
 * can be listed side by side; what is needed first is always asked for first.
 */
export class PagesAhead {
  readonly #bucket: Bucket;
  readonly #window: DayWindow;
  readonly #signal: AbortSignal;
  /** Places that have been begun and not been taken to their end. */
  readonly #begun: PlacePages[] = [];
  readonly #places: Iterator<TrailPlace>;
  #held = 0;

  constructor(bucket: Bucket, places: Iterable<TrailPlace>, window: DayWindow, signal: AbortSignal) {
    this.#bucket = bucket;
    this.#places = places[Symbol.iterator]();
    this.#window = window;
    this.#signal = signal;
  }

  /**
   * The next page; null after the last.
   *
   * @throws BucketError other than `denied`
   */
  async next(): Promise<PlacePage | null> {
    this.#askAhead();
    const [first] = this.#begun;
    if (first === undefined) return null;
    const coming = first.pages[0];
    // Whatever has been taken made room, and the first place is the first to be given it.
    if (coming === undefined) throw new Error('No page was asked for.');
    const page = await coming;
    first.pages.shift();
    this.#held -= 1;
    if (page.isLast) this.#begun.shift();
    this.#askAhead();
    return page;
  }

  #askAhead(): void {
    for (const begun of this.#begun) {
      if (this.#held >= most) return;
      if (!begun.isUnderWay && !begun.reader.isEnded) this.#ask(begun);
    }
    while (this.#held < most) {
      const place = this.#places.next();
      if (place.done === true) return;
      const reader = new PlaceReader(this.#bucket, place.value, this.#window, this.#signal);
      const begun = { reader, pages: [], isUnderWay: false };
      this.#begun.push(begun);
      this.#ask(begun);
    }
  }

  #ask(begun: PlacePages): void {
    begun.isUnderWay = true;
    this.#held += 1;
    const page = begun.reader.next();
    begun.pages.push(page);
    page
      .then(() => {
        begun.isUnderWay = false;
        this.#askAhead();
      })
      // It is thrown when the page is taken, which comes after all that is before it in the order.
      .catch(() => {});
  }
}
