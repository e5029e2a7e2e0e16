/** Lets several loops of one task wait until something has changed, and look again. */
export class Changes {
  #wake = () => {};
  #next = this.#again();

  /** Resolves at the next {@link notify}. To be called before anything is awaited after looking. */
  next(): Promise<void> {
    return this.#next;
  }

  notify(): void {
    const wake = this.#wake;
    this.#next = this.#again();
    wake();
  }

  #again(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
