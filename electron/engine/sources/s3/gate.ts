import { untilAborted } from '../../../contract/abort.ts';

/** Where work waits while a person has paused it. Open at first. */
export class Gate {
  #opening: { readonly opened: Promise<void>; readonly open: () => void } | null = null;

  get isPaused(): boolean {
    return this.#opening !== null;
  }

  /** Nothing new is begun from now on; what is under way ends. */
  pause(): void {
    if (this.#opening !== null) return;
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    this.#opening = { opened, open };
  }

  resume(): void {
    this.#opening?.open();
    this.#opening = null;
  }

  /** @throws the signal's reason */
  async opened(signal: AbortSignal): Promise<void> {
    while (this.#opening !== null) await untilAborted(this.#opening.opened, signal);
  }
}
