import path from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { type CancelFlag, makeCancelFlag } from './cancellation.ts';
import type { ThreadRole } from './protocol.ts';

/** Where the threads of a case find what they need. */
export interface ThreadOptions {
  readonly casePath: string;
  /** The folder of the bundled `column-thread.js`. */
  readonly workersDir: string;
  /** How many threads scan; one is enough. */
  readonly threads: number;
}

/** The threads of one revision, connected with each other. */
export interface ColumnThreads {
  readonly lead: Worker;
  /** Loads the case and ends by itself. */
  readonly builder: Worker;
  readonly helpers: readonly Worker[];
  /** Set: the revision ends. */
  readonly endFlag: CancelFlag;
}

/**
 * Starts the threads of a revision. The store goes from the builder to the lead and its helpers, past the engine.
 *
 * Every revision has threads of its own, which end with it: what a thread has let go of stays in memory until its
 * garbage collector runs, and that does not count shared memory when it decides to.
 */
export function startThreads(
  { casePath, workersDir, threads }: ThreadOptions,
  revision: number,
): ColumnThreads {
  const start = (role: ThreadRole, transferList: MessagePort[]) =>
    new Worker(path.join(workersDir, 'column-thread.js'), { workerData: role, transferList });
  const endFlag = makeCancelFlag();
  const built = new MessageChannel();
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel());
  const helpers = channels.map(({ port2 }, at) =>
    start({ role: 'helper', thread: at + 1, lead: port2 }, [port2]),
  );
  const ports = channels.map(({ port1 }) => port1);
  const lead = start({ role: 'lead', casePath, builder: built.port2, helpers: ports, endFlag }, [
    built.port2,
    ...ports,
  ]);
  const builder = start({ role: 'builder', casePath, revision, lead: built.port1, endFlag }, [built.port1]);
  return { lead, builder, helpers, endFlag };
}
