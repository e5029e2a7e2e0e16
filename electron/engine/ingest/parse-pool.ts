import { Worker } from 'node:worker_threads';
import { EventBatchBuilder } from './event-batch.ts';
import type { BatchAnswer, FileAnswer, FileTask } from './file-task.ts';

export interface ParseRequest {
  readonly id: number;
  readonly tasks: readonly FileTask[];
  /** Event selectors as JSON: which records become events; null for all. */
  readonly selectorsJson: string | null;
}

/** `ready` comes once, before the first answer. */
export type ParseReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: BatchAnswer };

interface Batch {
  readonly id: number;
  readonly tasks: readonly FileTask[];
  readonly selectorsJson: string | null;
  readonly resolve: (answers: readonly BatchAnswer[]) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  /** In the order in which they were sent: a thread works on the first. */
  readonly batches: Batch[];
  /** It loaded its program and takes batches. */
  isReady: boolean;
}

/** So many batches wait at a thread: it must not stand still while the writer commits. */
const batchesPerThread = 12;
/** Enough for the largest record many times over; a thread that needs more is ended, and only this thread. */
const usualHeapMib = 1024;
/**
 * Node gives a thread at its limit 16 MiB more to end in. With the usual 48 MiB of young objects one collection while
 * it ends may need more than that, and V8 then aborts the whole process: one death in twelve of such a file.
 */
const youngHeapMib = 16;

/**
 * Threads that read files. A thread that dies (of a file that needs more memory than there is) takes nobody with
 * it: its batches go to a new one, the batch it died of file by file, until the file is found that kills it.
 */
export class ParsePool {
  readonly #threadFile: string;
  readonly #size: number;
  readonly #maxHeapMib: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Batch[] = [];
  #lastId = 0;
  #isClosed = false;

  /**
   * @param threadFile the bundle of `workers/parse-thread.ts`
   * @param maxHeapMib what one thread may use
   */
  constructor(threadFile: string, size: number, maxHeapMib = usualHeapMib) {
    this.#maxHeapMib = maxHeapMib;
    this.#threadFile = threadFile;
    this.#size = Math.max(1, size);
  }

  /** How many batches should be under way to keep every thread busy. */
  get capacity(): number {
    return this.#size * batchesPerThread;
  }

  /** Reads a batch. Usually one answer; several when the batch had to be taken apart, together for all tasks in order. */
  run(tasks: readonly FileTask[], selectorsJson: string | null = null): Promise<readonly BatchAnswer[]> {
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.push({ id: this.#lastId, tasks, selectorsJson, resolve, reject });
      this.#dispatch();
    });
  }

  /** Ends all threads; what was under way is not answered any more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.length = 0;
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const thread = this.#freest();
      if (thread === undefined) return;
      const batch = this.#waiting.shift();
      if (batch === undefined) return;
      thread.batches.push(batch);
      const request: ParseRequest = {
        id: batch.id,
        tasks: batch.tasks,
        selectorsJson: batch.selectorsJson,
      };
      thread.worker.postMessage(request);
    }
  }

  #freest(): Thread | undefined {
    let freest: Thread | undefined;
    for (const thread of this.#threads) {
      if (freest === undefined || thread.batches.length < freest.batches.length) freest = thread;
    }
    if ((freest === undefined || freest.batches.length > 0) && this.#threads.size < this.#size)
      return this.#start();
    return freest !== undefined && freest.batches.length < batchesPerThread ? freest : undefined;
  }

  #start(): Thread {
    const worker = new Worker(this.#threadFile, {
      resourceLimits: { maxOldGenerationSizeMb: this.#maxHeapMib, maxYoungGenerationSizeMb: youngHeapMib },
    });
    const thread: Thread = { worker, batches: [], isReady: false };
    this.#threads.add(thread);
    let failure: unknown = new Error('A parse thread ended by itself');
    worker.on('message', (reply: ParseReply) => this.#onReply(thread, reply));
    worker.on('error', (error) => {
      failure = error;
    });
    worker.on('exit', () => this.#onExit(thread, failure));
    return thread;
  }

  #onReply(thread: Thread, reply: ParseReply): void {
    if (reply.kind === 'ready') {
      thread.isReady = true;
      return;
    }
    const batch = thread.batches.shift();
    if (batch === undefined || batch.id !== reply.id) throw new Error('A parse thread answered out of turn');
    batch.resolve([reply.answer]);
    this.#dispatch();
  }

  #onExit(thread: Thread, failure: unknown): void {
    this.#threads.delete(thread);
    if (this.#isClosed) return;
    const [deadly, ...others] = thread.batches;
    // A thread that never ran has no file to blame: its program is missing or broken.
    if (!thread.isReady) for (const batch of thread.batches) batch.reject(failure);
    else if (deadly !== undefined) this.#afterDeath(deadly, others, failure);
    this.#dispatch();
  }

  #afterDeath(deadly: Batch, others: readonly Batch[], failure: unknown): void {
    this.#waiting.unshift(...others);
    if (deadly.tasks.length === 1) deadly.resolve([deadlyAnswer(failure)]);
    else this.#takeApart(deadly);
  }

  #takeApart(batch: Batch): void {
    Promise.all(batch.tasks.map((task) => this.run([task], batch.selectorsJson))).then(
      (answers) => batch.resolve(answers.flat()),
      batch.reject,
    );
  }
}

function deadlyAnswer(failure: unknown): BatchAnswer {
  const isMemory =
    failure instanceof Error && 'code' in failure && failure.code === 'ERR_WORKER_OUT_OF_MEMORY';
  const reason = isMemory
    ? 'Reading it needs more memory than Spoor gives to one file.'
    : 'Reading it ended in a fault in Spoor; please report it.';
  const reading = {
    status: isMemory ? 'tooLarge' : 'damaged',
    reason,
    shape: null,
    recordCount: 0,
    isForeign: false,
  } as const;
  const file: FileAnswer = {
    kind: 'read',
    reading,
    sha256: null,
    sizeBytes: 0,
    modifiedMs: null,
    bytes: null,
    events: 0,
    leftOut: 0,
    trailAnswer: null,
  };
  return { files: [file], events: new EventBatchBuilder().finish() };
}
