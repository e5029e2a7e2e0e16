/**
 * Values that change, watched by any number of readers. A reader that is slow gets the newest value of each
 * key and skips what lay between; it never makes the writer wait and never grows a queue.
 */
export class Topic<T> {
  readonly #readers = new Set<(key: string, value: T) => void>();

  publish(key: string, value: T): void {
    for (const reader of this.#readers) reader(key, value);
  }

  /** Starts with `initial`, then every publication; ends when `signal` aborts. */
  async *watch(initial: Iterable<readonly [string, T]>, signal: AbortSignal): AsyncGenerator<T> {
    const waiting = new Map<string, T>(initial);
    let wake: () => void = () => {};
    const reader = (key: string, value: T): void => {
      waiting.set(key, value);
      wake();
    };
    const onAbort = (): void => wake();
    this.#readers.add(reader);
    signal.addEventListener('abort', onAbort);
    try {
      while (!signal.aborted) {
        const next = waiting.entries().next();
        if (next.done) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        const [key, value] = next.value;
        waiting.delete(key);
        yield value;
      }
    } finally {
      this.#readers.delete(reader);
      signal.removeEventListener('abort', onAbort);
    }
  }
}
