export interface PaceOptions {
  /** Requests side by side at most. */
  readonly most?: number;
  readonly first?: number;
}

/**
 * How many requests to have under way: one more after every round that went well, half after one that was
 * throttled (additive increase, multiplicative decrease, as TCP does).
 */
export class Pace {
  readonly most: number;
  #limit: number;
  /** Requests that were under way at the last halving: their throttling was answered by it. */
  #deaf = 0;

  constructor({ most = 16, first = 8 }: PaceOptions = {}) {
    this.most = Math.max(1, most);
    this.#limit = Math.min(this.most, Math.max(1, first));
  }

  get limit(): number {
    return Math.floor(this.#limit);
  }

  /** A request has ended with an answer, whether it was the object or why there is none. */
  answered(): void {
    if (this.#deaf > 0) this.#deaf -= 1;
    else this.#limit = Math.min(this.most, this.#limit + 1 / this.#limit);
  }

  /** S3 said to slow down: to be wired to the `onRetry` of the client. */
  throttled(): void {
    if (this.#deaf > 0) return;
    this.#deaf = this.limit;
    this.#limit = Math.max(1, this.#limit / 2);
  }
}
