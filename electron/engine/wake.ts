/** Waits that end early when the machine has slept: the network it had may be back, or another one. */
export class Wake {
  readonly #waiting = new Set<() => void>();

  /** Ends every wait. */
  wake(): void {
    for (const end of [...this.#waiting]) end();
  }

  /** @returns whether it ended early. @throws the signal's reason */
  async pause(ms: number, signal: AbortSignal): Promise<boolean> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#waiting.delete(onWake);
        settle();
      };
      const onWake = (): void => finish(() => resolve(true));
      const onAbort = (): void => finish(() => reject(signal.reason));
      const timer = setTimeout(() => finish(() => resolve(false)), ms);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#waiting.add(onWake);
    });
  }
}

const lookEveryMs = 5000;
/** A thread that is busy is late as well; one that is so late was not there at all. */
const sleptMs = 30_000;

/** Tells when the clock has jumped ahead: no host needs to say that its machine has slept. Ends when called back. */
export function watchSleep(onWake: () => void, clock: () => number = Date.now): () => void {
  let lastMs = clock();
  const timer = setInterval(() => {
    const nowMs = clock();
    if (nowMs - lastMs >= sleptMs) onWake();
    lastMs = nowMs;
  }, lookEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}
