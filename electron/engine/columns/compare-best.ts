/** Keeps the `most` best of many, without keeping the others: a heap with the worst of the best on top. */
export class Best<T> {
  readonly #most: number;
  /** Below zero when `a` is better. Two of them are never equal, or it does not matter which one stays. */
  readonly #compare: (a: T, b: T) => number;
  readonly #heap: T[] = [];

  constructor(most: number, compare: (a: T, b: T) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  add(item: T): void {
    const heap = this.#heap;
    if (heap.length < this.#most) {
      heap.push(item);
      this.#siftUp();
      return;
    }
    const [worst] = heap;
    if (worst === undefined || this.#compare(item, worst) >= 0) return;
    heap[0] = item;
    this.#siftDown();
  }

  /** The best, unordered. */
  items(): readonly T[] {
    return this.#heap;
  }

  #siftUp(): void {
    const heap = this.#heap;
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!this.#swapIfWorse(at, parent)) return;
      at = parent;
    }
  }

  #siftDown(): void {
    for (let at = 0; ; ) {
      const left = 2 * at + 1;
      const child = this.#isWorse(left + 1, left) ? left + 1 : left;
      if (!this.#swapIfWorse(child, at)) return;
      at = child;
    }
  }

  #isWorse(one: number, other: number): boolean {
    const [a, b] = [this.#heap[one], this.#heap[other]];
    return a !== undefined && b !== undefined && this.#compare(a, b) > 0;
  }

  #swapIfWorse(lower: number, upper: number): boolean {
    const [below, above] = [this.#heap[lower], this.#heap[upper]];
    if (below === undefined || above === undefined || this.#compare(below, above) <= 0) return false;
    this.#heap[lower] = above;
    this.#heap[upper] = below;
    return true;
  }
}
