import path from 'node:path';
import { Worker } from 'node:worker_threads';

/** Where the bundles of this bench lie, the engine's own threads among them. */
export const benchFolder = import.meta.dirname;

/** Runs one bundled thread per core and gathers their one message each. */
export async function onAllCores<T>(
  thread: string,
  threads: number,
  dataOf: (index: number) => unknown,
): Promise<T[]> {
  return Promise.all(
    Array.from(
      { length: threads },
      (_, index) =>
        new Promise<T>((resolve, reject) => {
          const worker = new Worker(path.join(benchFolder, thread), { workerData: dataOf(index) });
          worker.once('message', resolve);
          worker.once('error', reject);
          worker.once('exit', (code) => reject(new Error(`${thread} ended with ${code} before it answered`)));
        }),
    ),
  );
}
