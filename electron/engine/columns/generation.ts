import type { Worker } from 'node:worker_threads';
import { type CancelFlag, cancel, makeCancelFlag } from './cancellation.ts';
import { fromFailure } from './failure.ts';
import { builderDone, type FromLead, type ToLead } from './protocol.ts';
import type { AnyQuestion, QuestionKind, Questions } from './questions.ts';
import { type ColumnThreads, startThreads, type ThreadOptions } from './threads.ts';

interface Pending {
  // The lead answers a question with the answer of its kind; the message itself does not say so.
  readonly resolve: (answer: never) => void;
  readonly reject: (error: unknown) => void;
}

interface OpenQuestion extends Pending {
  readonly cancelFlag: CancelFlag;
}

/** Threads that were told to end and have not after this long are terminated: the case must close in any event. */
const endWithinMs = 5000;

/** One load of the columns: its threads, and the questions put to them. */
export class Generation {
  /** What its answers are from. */
  revision: number;
  /** Settles when the columns are loaded. Rejects with AppError as `buildStore`. */
  readonly ready: Promise<void>;
  readonly #threads: ColumnThreads;
  readonly #pending = new Map<number, OpenQuestion>();
  readonly #exits: Promise<unknown>;
  #settleReady: Pending | undefined;
  #isBuilt = false;
  #lastId = 0;
  #failure: { readonly reason: unknown } | undefined;
  #onIdle: (() => void) | undefined;
  #leaving: Promise<void> | undefined;

  constructor(options: ThreadOptions, revision: number) {
    this.revision = revision;
    this.#threads = startThreads(options, revision);
    const { lead, builder, helpers } = this.#threads;
    const all = [lead, builder, ...helpers];
    this.ready = new Promise<void>((resolve, reject) => {
      this.#settleReady = { resolve, reject };
    });
    this.#exits = Promise.all(all.map((thread) => new Promise((resolve) => thread.once('exit', resolve))));
    lead.on('message', (message: FromLead) => this.#take(message));
    builder.once('message', (message: typeof builderDone) => {
      this.#isBuilt = message === builderDone;
    });
    for (const thread of all) {
      thread.on('error', (error) => this.#fail(error));
      thread.on('messageerror', (error) => this.#fail(error));
      thread.on('exit', (code) => this.#onExit(thread, code));
    }
  }

  /** Whether it cannot answer any more: a thread failed, or it was ended. */
  get isDead(): boolean {
    return this.#failure !== undefined;
  }

  /** Asks. When `signal` aborts, rejects at once with its reason, and the lead leaves the work at its next look. */
  ask<K extends QuestionKind>(
    ask: Extract<AnyQuestion, { kind: K }>,
    signal: AbortSignal | undefined,
  ): Promise<Questions[K]['answer']> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(signal.reason);
      if (this.#failure !== undefined) return reject(this.#failure.reason);
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
        cancelFlag,
        resolve: (answer) => {
          done();
          resolve(answer);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      this.#tellLead({ kind: 'question', id, ask, cancelFlag });
    });
  }

  /** Goes on with the verdicts of the last check, as the next revision. */
  async readVerdicts(): Promise<void> {
    const revision = this.revision + 1;
    await this.ask<'verdicts'>({ kind: 'verdicts', question: { revision } }, undefined);
    this.revision = revision;
  }

  /** Answers what it was asked already, then ends its threads. Settles when they have ended. */
  retire(): Promise<void> {
    return new Promise((resolve) => {
      this.#onIdle = () => resolve(this.#leave());
      this.#noticeIdle();
    });
  }

  /** Rejects what is open with `reason`, and ends the threads. */
  async end(reason: unknown): Promise<void> {
    this.#fail(reason);
    await this.#leave();
  }

  #tellLead(message: ToLead): void {
    this.#threads.lead.postMessage(message);
  }

  #take(message: FromLead): void {
    switch (message.kind) {
      case 'ready':
        // The type of its answer is void.
        this.#settleReady?.resolve(undefined as never);
        return;
      case 'unready':
        this.#fail(fromFailure(message.failure));
        return;
      case 'answer':
        this.#settle(message.id)?.resolve(message.answer as never);
        return;
      case 'failure':
        this.#settle(message.id)?.reject(fromFailure(message.failure));
        return;
    }
  }

  #settle(id: number): OpenQuestion | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#noticeIdle();
    return pending;
  }

  #fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#settleReady?.reject(this.#failure.reason);
    for (const [id, { cancelFlag }] of [...this.#pending]) {
      cancel(cancelFlag);
      this.#settle(id)?.reject(this.#failure.reason);
    }
    // Whatever thread is left must not wait for the one that failed.
    cancel(this.#threads.endFlag);
  }

  #onExit(thread: Worker, code: number): void {
    const isExpected = this.#leaving !== undefined || (thread === this.#threads.builder && this.#isBuilt);
    if (isExpected) return;
    this.#fail(new Error(`A column thread ended with code ${code}`));
    // Without the lead nobody tells the others to end.
    if (thread === this.#threads.lead) this.#terminate();
  }

  #noticeIdle(): void {
    if (this.#pending.size === 0) this.#onIdle?.();
  }

  #leave(): Promise<void> {
    this.#leaving ??= this.#endThreads();
    return this.#leaving;
  }

  /**
   * Lets the threads end by themselves: they close what they have open of the case, so that it becomes a single
   * file again. A thread that is terminated does not.
   */
  async #endThreads(): Promise<void> {
    cancel(this.#threads.endFlag);
    this.#tellLead({ kind: 'end' });
    const late = setTimeout(() => this.#terminate(), endWithinMs);
    await this.#exits;
    clearTimeout(late);
  }

  #terminate(): void {
    const { lead, builder, helpers } = this.#threads;
    for (const thread of [lead, builder, ...helpers]) void thread.terminate();
  }
}
