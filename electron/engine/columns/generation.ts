import type { Worker } from 'node:worker_threads';
import { cancel, makeCancelFlag } from './cancellation.ts';
import { fromFailure } from './failure.ts';
import type { FromLead, ToLead } from './protocol.ts';
import type { AnyQuestion, QuestionKind, Questions } from './questions.ts';
import { type ColumnThreads, startThreads, type ThreadOptions } from './threads.ts';

interface Pending {
  // The lead answers a question with the answer of its kind; the message itself does not say so.
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

/** One revision of the columns: its threads, and the questions put to them. */
export class Generation {
  readonly revision: number;
  /** Settles when the columns are loaded. Rejects with AppError as `buildStore`. */
  readonly ready: Promise<void>;
  readonly #threads: ColumnThreads;
  readonly #pending = new Map<number, Pending>();
  #settleReady: Pending | undefined;
  #lastId = 0;
  #ended: unknown;
  #onIdle: (() => void) | undefined;
  #terminated: Promise<void> | undefined;

  constructor(options: ThreadOptions, revision: number) {
    this.revision = revision;
    this.#threads = startThreads(options, revision);
    const { lead, builder, helpers } = this.#threads;
    this.ready = new Promise<void>((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    lead.on('message', (message: FromLead) => this.#take(message));
    for (const thread of [lead, builder, ...helpers]) {
      thread.on('error', (error) => this.#fail(error));
      thread.on('exit', (code) => this.#onExit(thread, code));
    }
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
        this.#settle(id)?.reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      const done = () => signal?.removeEventListener('abort', onAbort);
      this.#pending.set(id, {
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      const message: ToLead = { id, ask, cancelFlag };
      this.#threads.lead.postMessage(message);
    });
  }

  /** Answers what it was asked already, then ends its threads. Settles when they have ended. */
  retire(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = () => resolve(this.#terminate());
      this.#noticeIdle();
    });
  }

  /** Rejects what is open with `reason`, and ends the threads. */
  async end(reason: unknown): Promise<void> {
    this.#fail(reason);
    await this.#terminate();
  }

  #take(message: FromLead): void {
    switch (message.kind) {
      case 'ready':
        // The type of its answer is void.
        this.#settleReady?.resolve(undefined as never);
        return;
      case 'unready':
        this.#settleReady?.reject(fromFailure(message.failure));
        return;
      case 'answer':
        this.#settle(message.id)?.resolve(message.answer as never);
        return;
      case 'failure':
        this.#settle(message.id)?.reject(fromFailure(message.failure));
        return;
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#noticeIdle();
    return pending;
  }

  #fail(error: unknown): void {
    this.#ended ??= error;
    this.#settleReady?.reject(this.#ended);
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(this.#ended);
  }

  #onExit(thread: Worker, code: number): void {
    const isExpected = this.#terminated !== undefined || (thread === this.#threads.builder && code === 0);
    if (!isExpected) this.#fail(new Error(`A column thread ended with code ${code}`));
  }

  #noticeIdle(): void {
    if (this.#pending.size === 0) this.#onIdle?.();
  }

  #terminate(): Promise<void> {
    const { lead, builder, helpers } = this.#threads;
    const all = [lead, builder, ...helpers];
    this.#terminated ??= Promise.all(all.map((thread) => thread.terminate())).then(() => undefined);
    return this.#terminated;
  }
}
