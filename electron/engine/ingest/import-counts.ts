import { type FileCounts, type FileStatus, fileStatuses } from '../../contract/api.ts';

/** What an import has committed so far. */
export interface ImportCounts {
  readonly files: FileCounts;
  records: number;
  events: number;
  duplicates: number;
  conflicts: number;
  bytes: number;
}

export function noCounts(): ImportCounts {
  const files = {
    seen: 0,
    read: 0,
    partly: 0,
    empty: 0,
    notCloudTrail: 0,
    damaged: 0,
    tooLarge: 0,
    notFetched: 0,
    alreadyPresent: 0,
  };
  return { files, records: 0, events: 0, duplicates: 0, conflicts: 0, bytes: 0 };
}

export function countFile(counts: ImportCounts, status: FileStatus): void {
  counts.files.seen += 1;
  counts.files[status] += 1;
}

/** Adds what a transaction did, after it was committed. */
export function addCounts(to: ImportCounts, more: ImportCounts): void {
  to.files.seen += more.files.seen;
  for (const status of fileStatuses) to.files[status] += more.files[status];
  to.records += more.records;
  to.events += more.events;
  to.duplicates += more.duplicates;
  to.conflicts += more.conflicts;
  to.bytes += more.bytes;
}
