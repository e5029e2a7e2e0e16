import type { Received } from './queue.ts';

/** A message that came so often says something that cannot be brought. */
export const manyTimes = 5;
/** No more are remembered: a queue may be full of them. */
const mostRemembered = 1000;

/** The messages that were left in the queue, which come again and again: told once each, and as a sum while waiting. */
export class LeftMessages {
  readonly #byId = new Map<string, string>();

  /** Remembers a message; gives a sentence where there is something new to tell of it. */
  add({ id, count }: Received, reason: string): string | null {
    const often = count >= manyTimes ? ` It came ${count} times.` : '';
    const sentence = `Message ${id.replace(/[^\w-]/g, '').slice(0, 40)} is left in the queue. ${reason}${often}`;
    const isNew = !this.#byId.has(id);
    this.#byId.delete(id);
    this.#byId.set(id, sentence);
    const [oldest] = this.#byId.keys();
    if (this.#byId.size > mostRemembered && oldest !== undefined) this.#byId.delete(oldest);
    return isNew || count === manyTimes ? sentence : null;
  }

  /** What it said is in the case after all. */
  forget({ id }: Received): void {
    this.#byId.delete(id);
  }

  /** A sentence, and what was left until now. */
  after(sentence: string): string {
    const last = [...this.#byId.values()].at(-1);
    const { size } = this.#byId;
    if (last === undefined) return sentence;
    if (size === 1) return `${sentence} ${last}`;
    const many = size === mostRemembered ? `${size} messages or more` : `${size} messages`;
    return `${sentence} ${many} are left in the queue; the last: ${last}`;
  }
}
