import type { TrailOptions } from '../../electron/engine/sample/trail.ts';
import { onAllCores } from './threads.ts';
import type { TrailSize, TrailTask } from './trail-thread.ts';

/** Writes a generated trail under `folder` as it would lie in a bucket, on all cores. */
export async function writeTrail(folder: string, options: TrailOptions, threads: number): Promise<TrailSize> {
  const parts = await onAllCores<TrailSize>(
    'trail-thread.js',
    threads,
    (index): TrailTask => ({ options, folder, index, of: threads }),
  );
  return parts.reduce((sum, part) => ({
    files: sum.files + part.files,
    events: sum.events + part.events,
    gzipBytes: sum.gzipBytes + part.gzipBytes,
    jsonBytes: sum.jsonBytes + part.jsonBytes,
  }));
}
