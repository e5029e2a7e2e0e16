import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { cancel } from '../columns/cancellation.ts';
import { fromFailure } from '../columns/failure.ts';
import type { ThreadOptions } from '../columns/threads.ts';
import type { FromSearcher, Pass, ToSearcher } from './pass.ts';

/** The search threads of a case: started with its first search, and kept until it is closed. */
export class SearchPool {
  readonly #options: ThreadOptions;
  #workers: readonly Worker[] | undefined;
  /** Settles when all that were told to end have. */
  #ended: Promise<unknown> = Promise.resolve();

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Starts the threads, so that the first pass need not wait for them. */
  warm(): void {
    this.#workers ??= this.#start();
  }

  /**
   * Runs a pass to its end, or until its flag is set; passes that come meanwhile wait for it.
   *
   * @throws AppError as `RecordScanner`; what a thread died of
   */
  async run(pass: Pass): Promise<void> {
    this.#workers ??= this.#start();
    const ends = await Promise.allSettled(this.#workers.map((worker) => runIn(worker, pass)));
    for (const end of ends) {
      if (end.status === 'fulfilled') continue;
      // A thread that died cannot be asked again.
      await this.#stop();
      throw end.reason;
    }
    for (const end of ends)
      if (end.status === 'fulfilled' && end.value.failure !== null) throw fromFailure(end.value.failure);
  }

  async close(): Promise<void> {
    await this.#stop();
  }

  #start(): readonly Worker[] {
    const { casePath, workersDir, threads } = this.#options;
    return Array.from({ length: threads }, () => {
      const worker = new Worker(path.join(workersDir, 'search-thread.js'), { workerData: casePath });
      // Whoever waits for a pass hears of it there. One that dies idle is replaced for the next.
      worker.on('error', () => {
        this.#stop().catch(() => {
          // Threads that end say nothing else.
        });
      });
      return worker;
    });
  }

  async #stop(): Promise<void> {
    const workers = this.#workers ?? [];
    this.#workers = undefined;
    this.#ended = Promise.all([this.#ended, ...workers.map(endOf)]);
    await this.#ended;
  }
}

function endOf(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => {
    if (worker.threadId === -1) resolve();
    else worker.once('exit', () => resolve());
  });
  const end: ToSearcher = { kind: 'end' };
  worker.postMessage(end);
  return ended;
}

/** A thread answers passes in the order in which it was given them. */
function runIn(worker: Worker, pass: Pass): Promise<FromSearcher> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (reply: FromSearcher): void => {
      if (reply.pass !== pass.id) return;
      settle();
      // The others need not go on for nothing.
      if (reply.failure !== null) cancel(pass.cancelFlag);
      resolve(reply);
    };
    const onError = (error: unknown): void => {
      settle();
      cancel(pass.cancelFlag);
      reject(error);
    };
    const onExit = (code: number): void => onError(new Error(`A search thread ended with code ${code}`));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    const message: ToSearcher = { kind: 'pass', pass };
    worker.postMessage(message);
  });
}
