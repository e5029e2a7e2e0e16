/** Keeps the values that were asked for last, at most `capacity` of them. */
export class Lru<T> {
  readonly #capacity: number;
  readonly #values = new Map<string, T>();

  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  get(key: string): T | undefined {
    const value = this.#values.get(key);
    if (value === undefined) return undefined;
    this.#values.delete(key);
    this.#values.set(key, value);
    return value;
  }

  set(key: string, value: T): void {
    this.replace(key, value);
  }

  /** {@link set} that gives back what had to go: the value before under the key, and the oldest. */
  replace(key: string, value: T): readonly T[] {
    const gone: T[] = [];
    const before = this.#values.get(key);
    if (before !== undefined) gone.push(before);
    this.#values.delete(key);
    this.#values.set(key, value);
    for (const [oldest, kept] of this.#values) {
      if (this.#values.size <= this.#capacity) break;
      this.#values.delete(oldest);
      gone.push(kept);
    }
    return gone;
  }

  /** The value under `key`, made by `make` when it is not kept. */
  getOrMake(key: string, make: () => T): T {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }
}
