import type { Database } from '../case/driver.ts';
import type { ImportCounts } from './import-counts.ts';
import type { IngestOutcome, IngestProgress, IngestTask } from './ingest-task.ts';
import type { ParsePool } from './parse-pool.ts';

/** What importing and reindexing have in common. */
export interface IngestRun {
  readonly task: IngestTask;
  readonly db: Database;
  readonly pool: ParsePool;
  readonly clock: () => number;
  readonly isCancelled: () => boolean;
  readonly onProgress: (progress: IngestProgress) => void;
}

export function outcomeOfRun(counts: ImportCounts, startedAt: number, isCancelled: boolean): IngestOutcome {
  const { files, records, events, duplicates, conflicts } = counts;
  return {
    files: { ...files },
    records,
    events,
    duplicates,
    conflicts,
    elapsedMs: performance.now() - startedAt,
    isCancelled,
  };
}
