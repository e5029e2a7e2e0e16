import { untilAborted } from '../../../contract/abort.ts';
import { type Bucket, BucketError, type ListedObject, type ObjectFacts } from './bucket.ts';
import { Changes } from './changes.ts';
import { Gate } from './gate.ts';
import { linkedAbort } from './linked-abort.ts';
import type { ListingProblem } from './list-places.ts';
import { notFetched, type ObjectFault } from './not-fetched.ts';
import { Pace } from './pace.ts';

/** What became of an object. */
export type Fetched<T> =
  | { readonly kind: 'fetched'; readonly object: T; readonly bytes: Uint8Array; readonly facts: ObjectFacts }
  /** It is in the case already, and was not asked for. */
  | { readonly kind: 'known'; readonly object: T }
  | {
      readonly kind: 'failed';
      readonly object: T;
      readonly fault: ObjectFault;
      readonly message: string;
      readonly advice: string;
    }
  /** Passed on from the listing, in its place. */
  | ListingProblem;

export interface FetchOptions {
  /** Bytes that are under way or wait for their turn. An object larger than all of it comes alone. */
  readonly bytesUnderWay: number;
  /** Whether the case has this object in this version. */
  readonly isKnown: (key: string, etag: string) => boolean;
  /** How many requests side by side: up to 16, beginning with 8. */
  readonly pace?: Pace;
  readonly gate?: Gate;
}

/** So many objects wait in line, also those that need no request: a slow one must not gather the whole listing. */
const mostInLine = 1000;

/**
 * Fetches objects side by side and gives them in the order of their listing.
 *
 * An object that cannot be had is an outcome. What concerns all objects is thrown where it stands in the order:
 * everything given before is usable, and a new call over the same listing goes on.
 *
 * @throws BucketError `signIn`, `bucket` or `network`; whatever the listing throws; the signal's reason
 */
export async function* fetchInOrder<T extends ListedObject & { readonly kind: 'object' }>(
  bucket: Bucket,
  objects: AsyncIterable<T | ListingProblem>,
  options: FetchOptions,
  signal: AbortSignal,
): AsyncGenerator<Fetched<T>, void, undefined> {
  const left = linkedAbort(signal);
  const line = new FetchLine<T>(bucket, options, left.signal);
  const feeding = line.feed(objects);
  try {
    for (let next = await line.next(); next !== null; next = await line.next()) yield next;
  } finally {
    left.abort();
    await feeding;
  }
}

interface Waiting<T> {
  readonly sizeBytes: number;
  /** Null while it is under way. */
  result: { readonly outcome: Fetched<T> } | { readonly error: unknown } | null;
}

class FetchLine<T extends ListedObject & { readonly kind: 'object' }> {
  readonly #bucket: Bucket;
  readonly #options: FetchOptions;
  readonly #pace: Pace;
  readonly #gate: Gate;
  readonly #signal: AbortSignal;
  readonly #changes = new Changes();
  readonly #line: Waiting<T>[] = [];
  readonly #underWay = new Set<Promise<void>>();
  #bytes = 0;
  /** The listing has ended, or there is no use in fetching any more. */
  #isFed = false;
  #isFailed = false;

  constructor(bucket: Bucket, options: FetchOptions, signal: AbortSignal) {
    this.#bucket = bucket;
    this.#options = options;
    this.#pace = options.pace ?? new Pace();
    this.#gate = options.gate ?? new Gate();
    this.#signal = signal;
  }

  /** Puts objects in line and begins to fetch them. Never throws: a failure stands in line as an object does. */
  async feed(objects: AsyncIterable<T | ListingProblem>): Promise<void> {
    const iterator = objects[Symbol.asyncIterator]();
    try {
      while (!this.#isFailed) {
        const item = await untilAborted(iterator.next(), this.#signal);
        if (item.done === true) break;
        await this.#place(item.value);
      }
    } catch (error) {
      this.#line.push({ sizeBytes: 0, result: { error } });
    }
    this.#isFed = true;
    this.#changes.notify();
    await Promise.all(this.#underWay);
    // The listing may be in the middle of a request of its own: it is told to end, and not waited for.
    iterator.return?.().catch(() => {});
  }

  /** The next outcome in the order; null at the end. */
  async next(): Promise<Fetched<T> | null> {
    for (;;) {
      this.#signal.throwIfAborted();
      const [first] = this.#line;
      if (first === undefined && this.#isFed) return null;
      if (first?.result != null) {
        this.#line.shift();
        this.#bytes -= first.sizeBytes;
        this.#changes.notify();
        if ('error' in first.result) throw first.result.error;
        return first.result.outcome;
      }
      await untilAborted(this.#changes.next(), this.#signal);
    }
  }

  async #place(item: T | ListingProblem): Promise<void> {
    const outcome = this.#withoutRequest(item);
    if (outcome !== null) {
      await this.#until(() => this.#line.length < mostInLine);
      this.#line.push({ sizeBytes: 0, result: { outcome } });
      this.#changes.notify();
    } else if (item.kind === 'object') {
      do {
        await this.#gate.opened(this.#signal);
        await this.#until(() => this.#gate.isPaused || this.#isRoomFor(item.sizeBytes));
      } while (this.#gate.isPaused);
      if (!this.#isFailed) this.#begin(item);
    }
  }

  #withoutRequest(item: T | ListingProblem): Fetched<T> | null {
    if (item.kind === 'problem') return item;
    if (this.#options.isKnown(item.key, item.etag)) return { kind: 'known', object: item };
    const reason = notFetched(item);
    return reason === null ? null : { kind: 'failed', object: item, ...reason };
  }

  #isRoomFor(sizeBytes: number): boolean {
    const isSmall = this.#bytes === 0 || this.#bytes + sizeBytes <= this.#options.bytesUnderWay;
    return isSmall && this.#underWay.size < this.#pace.limit && this.#line.length < mostInLine;
  }

  /** A failure ends every wait: nothing is begun after it. */
  async #until(isSo: () => boolean): Promise<void> {
    while (!this.#isFailed && !isSo()) await untilAborted(this.#changes.next(), this.#signal);
  }

  #begin(object: T): void {
    const waiting: Waiting<T> = { sizeBytes: object.sizeBytes, result: null };
    this.#line.push(waiting);
    this.#bytes += object.sizeBytes;
    const fetching = this.#fetch(object).then((result) => {
      waiting.result = result;
      this.#isFailed ||= 'error' in result;
      this.#underWay.delete(fetching);
      this.#changes.notify();
    });
    this.#underWay.add(fetching);
  }

  async #fetch(object: T): Promise<NonNullable<Waiting<T>['result']>> {
    try {
      const { bytes, facts } = await this.#bucket.get(object, this.#signal);
      this.#pace.answered();
      return { outcome: { kind: 'fetched', object, bytes, facts } };
    } catch (error) {
      if (!(error instanceof BucketError)) return { error };
      const { fault, message, advice } = error;
      if (fault === 'signIn' || fault === 'bucket' || fault === 'network') return { error };
      this.#pace.answered();
      return { outcome: { kind: 'failed', object, fault, message, advice } };
    }
  }
}
