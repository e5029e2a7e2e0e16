const most = 100;

/** Sentences for a person, each once; after the first hundred only their number. */
export class ProblemList {
  readonly #sentences = new Set<string>();
  #more = 0;

  add(sentence: string): void {
    if (this.#sentences.has(sentence)) return;
    if (this.#sentences.size < most) this.#sentences.add(sentence);
    else this.#more += 1;
  }

  get size(): number {
    return this.#sentences.size;
  }

  toArray(): string[] {
    const sentences = [...this.#sentences];
    return this.#more === 0 ? sentences : [...sentences, `And ${this.#more} more.`];
  }
}
