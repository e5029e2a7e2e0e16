import type { Worker } from 'node:worker_threads';
import { cancel, makeCancelFlag } from './cancellation.ts';
import { fromFailure } from './failure.ts';
import type { FromLead, ToLead } from './protocol.ts';
import type { AnyQuestion, QuestionKind, Questions } from './questions.ts';
import type { ColumnStore } from './store.ts';

interface Pending {
  // The lead answers a question with the answer of its kind; the message itself does not say so.
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** The engine's side of the lead thread. */
export class LeadClient {
  readonly #lead: Worker;
  readonly #pending = new Map<number, Pending>();
  readonly #loading = new Map<number, Pending>();
  #lastId = 0;
  #ended: unknown;

  constructor(lead: Worker) {
    this.#lead = lead;
    lead.on('message', (message: FromLead) => this.#take(message));
  }

  /** Swaps the columns; questions asked from now on are answered from them. */
  load(store: ColumnStore): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#loading.set(store.revision, { resolve, reject });
      this.#post({ kind: 'store', store });
    });
  }

  /** Asks. When `signal` aborts, rejects at once with its reason, and the lead leaves the work at its next look. */
  ask<K extends QuestionKind>(
    ask: Extract<AnyQuestion, { kind: K }>,
    signal: AbortSignal | undefined,
  ): Promise<Questions[K]['answer']> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      if (this.#ended !== undefined) return reject(this.#ended);
      this.#lastId += 1;
      const id = this.#lastId;
      const cancelFlag = makeCancelFlag();
      const onAbort = () => {
        cancel(cancelFlag);
        this.#pending.delete(id);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const forget = () => signal?.removeEventListener('abort', onAbort);
      this.#pending.set(id, {
        resolve: (answer) => {
          forget();
          resolve(answer);
        },
        reject: (error) => {
          forget();
          reject(error);
        },
      });
      this.#post({ kind: 'ask', id, ask, cancelFlag });
    });
  }

  /** Rejects what is open, and everything from now on. */
  end(error: unknown): void {
    this.#ended ??= error;
    const open = [...this.#pending.values(), ...this.#loading.values()];
    this.#pending.clear();
    this.#loading.clear();
    for (const { reject } of open) reject(this.#ended);
  }

  #post(message: ToLead): void {
    this.#lead.postMessage(message);
  }

  #take(message: FromLead): void {
    const open = message.kind === 'loaded' ? this.#loading : this.#pending;
    const key = message.kind === 'loaded' ? message.revision : message.id;
    const pending = open.get(key);
    open.delete(key);
    if (message.kind === 'failure') pending?.reject(fromFailure(message.failure));
    else pending?.resolve((message.kind === 'answer' ? message.answer : undefined) as never);
  }
}
