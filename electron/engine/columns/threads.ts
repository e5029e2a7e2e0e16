import path from 'node:path';
import { MessageChannel, type MessagePort, Worker } from 'node:worker_threads';
import { fromFailure } from './failure.ts';
import type { FromBuilder, ThreadRole } from './protocol.ts';
import type { ColumnStore } from './store.ts';

/** The lead thread and its helpers, connected. */
export interface ColumnThreads {
  readonly lead: Worker;
  readonly all: readonly Worker[];
}

/** Starts `threads` threads: one lead, the others helpers. */
export function startThreads(workersDir: string, casePath: string, threads: number): ColumnThreads {
  const channels = Array.from({ length: threads - 1 }, () => new MessageChannel());
  const helpers = channels.map(({ port2 }, at) =>
    startThread(workersDir, { role: 'helper', thread: at + 1, lead: port2 }, [port2]),
  );
  const ports = channels.map(({ port1 }) => port1);
  const lead = startThread(workersDir, { role: 'lead', casePath, helpers: ports }, ports);
  return { lead, all: [lead, ...helpers] };
}

/**
 * Loads the columns in a thread that lasts only for that.
 *
 * @throws AppError as `buildStore`
 */
export async function loadStore(
  workersDir: string,
  casePath: string,
  revision: number,
  signal: AbortSignal,
): Promise<ColumnStore> {
  signal.throwIfAborted();
  const builder = startThread(workersDir, { role: 'builder', casePath, revision }, []);
  try {
    return await new Promise<ColumnStore>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      builder.once('message', (message: FromBuilder) => {
        if (message.kind === 'built') resolve(message.store);
        else reject(fromFailure(message.failure));
      });
      builder.once('error', reject);
      builder.once('exit', () => reject(new Error('The thread that loads the columns ended without a word')));
    });
  } finally {
    await builder.terminate();
  }
}

function startThread(workersDir: string, role: ThreadRole, transferList: MessagePort[]): Worker {
  return new Worker(path.join(workersDir, 'column-thread.js'), { workerData: role, transferList });
}
