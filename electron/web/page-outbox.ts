import type { Channel } from '../contract/channel.ts';

/** Past so many waiting messages the streams of a page are not read on: a frozen tab must not fill the memory. */
const maxWaiting = 256;
/** How long a page that has no news is kept waiting; what lies between may give up silent connections. */
const heldMs = 20_000;

/** The engine's end of a channel whose other end comes to fetch: what is sent waits here until it is taken. */
export class PageOutbox implements Channel {
  #waiting: unknown[] = [];
  #isClosed = false;
  /** Wakes who waits for news, for room, or for the end; each looks for itself whether that came. */
  readonly #changed = new EventTarget();
  readonly #received: ((message: unknown) => void)[] = [];
  readonly #closed: (() => void)[] = [];

  get hasNews(): boolean {
    return this.#waiting.length > 0;
  }

  send(message: unknown): void {
    if (this.#isClosed) throw new Error('The page is gone.');
    this.#waiting.push(message);
    this.#tell();
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#received.push(listener);
  }

  onClose(listener: () => void): void {
    this.#closed.push(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const listener of this.#closed) listener();
    this.#tell();
  }

  /** Gives the engine what the page said. */
  receive(message: unknown): void {
    for (const listener of this.#received) listener(message);
  }

  takeAll(): unknown[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#tell();
    return taken;
  }

  /** Resolves with the first message, and without one after some seconds, at the end, or when `gone` aborts. */
  async news(gone: AbortSignal): Promise<void> {
    const enough = AbortSignal.any([gone, AbortSignal.timeout(heldMs)]);
    while (!this.hasNews && !this.#isClosed && !enough.aborted) await this.#change(enough);
  }

  async drained(): Promise<void> {
    while (this.#waiting.length >= maxWaiting && !this.#isClosed) await this.#change();
  }

  #tell(): void {
    this.#changed.dispatchEvent(new Event('change'));
  }

  #change(enough?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.#changed.removeEventListener('change', done);
        enough?.removeEventListener('abort', done);
        resolve();
      };
      this.#changed.addEventListener('change', done);
      enough?.addEventListener('abort', done);
    });
  }
}
