import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { fromFailure } from '../columns/failure.ts';
import type { ThreadOptions } from '../columns/threads.ts';
import type { FromReader, ReaderTask, ToReader } from './reader-task.ts';

/**
 * Nearly all that they make is garbage at once: little room for it stays in the processor's cache. Measured with
 * checks: a tenth less time and 30 MiB less memory a thread than with Node's 48 MiB.
 */
const youngHeapMib = 6;

/**
 * The threads that read the log files and digests of a case: they search records and hash files. Started with the
 * first task, and kept until the case is closed.
 */
export class ReaderPool {
  /** How many threads it has. */
  readonly size: number;
  readonly #options: ThreadOptions;
  #workers: readonly Worker[] | undefined;
  /** Settles when all that were told to end have. */
  #ended: Promise<unknown> = Promise.resolve();
  #lastId = 0;

  constructor(options: ThreadOptions) {
    this.#options = options;
    this.size = Math.max(1, options.threads);
  }

  /** Starts the threads, so that the first task need not wait for them. */
  warm(): void {
    this.#workers ??= this.#start();
  }

  /**
   * Gives every thread its part, and waits for all. Searches that come meanwhile wait for each other; hashing lets
   * them in between.
   *
   * @param parts one for each thread
   * @param onFailure is called when one of them fails: the others need not go on for nothing
   * @throws AppError what a part failed with; what a thread died of
   */
  async run(parts: readonly ReaderTask[], onFailure: () => void): Promise<void> {
    this.#workers ??= this.#start();
    this.#lastId += 1;
    const id = this.#lastId;
    const given = this.#workers.flatMap((worker, at) => {
      const task = parts[at];
      return task === undefined ? [] : [runIn(worker, { id, task }, onFailure)];
    });
    const ends = await Promise.allSettled(given);
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
    const { casePath, workersDir } = this.#options;
    return Array.from({ length: this.size }, () => {
      const worker = new Worker(path.join(workersDir, 'reader-thread.js'), {
        workerData: casePath,
        resourceLimits: { maxYoungGenerationSizeMb: youngHeapMib },
      });
      // Whoever waits for a task hears of it there. One that dies idle is replaced for the next.
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
  const end: ToReader = { kind: 'end' };
  worker.postMessage(end);
  return ended;
}

function runIn(
  worker: Worker,
  { id, task }: { readonly id: number; readonly task: ReaderTask },
  onFailure: () => void,
): Promise<FromReader> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      worker.off('message', onMessage);
      worker.off('error', onError);
      worker.off('exit', onExit);
    };
    const onMessage = (reply: FromReader): void => {
      if (reply.id !== id) return;
      settle();
      if (reply.failure !== null) onFailure();
      resolve(reply);
    };
    const onError = (error: unknown): void => {
      settle();
      onFailure();
      reject(error);
    };
    const onExit = (code: number): void => onError(new Error(`A reader thread ended with code ${code}`));
    worker.on('message', onMessage);
    worker.on('error', onError);
    worker.on('exit', onExit);
    const message: ToReader = { kind: 'task', id, task };
    worker.postMessage(message, task.kind === 'hash' ? [task.hash.port] : []);
  });
}
