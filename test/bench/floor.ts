import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { FloorTask } from './floor-thread.ts';
import { onAllCores } from './threads.ts';

/** How long reading, hashing, gunzipping and parsing every file takes on all cores, in milliseconds. */
export async function measureFloor(
  folder: string,
  threads: number,
): Promise<{ ms: number; records: number }> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const startedMs = performance.now();
  const counts = await onAllCores<number>(
    'floor-thread.js',
    threads,
    (index): FloorTask => ({ files: files.filter((_, n) => n % threads === index) }),
  );
  return { ms: performance.now() - startedMs, records: counts.reduce((sum, count) => sum + count, 0) };
}
