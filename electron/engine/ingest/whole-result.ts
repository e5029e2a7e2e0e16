import type { CaseInfo, FileCounts } from '../../contract/api.ts';
import type { IngestOutcome } from './ingest-task.ts';

/** What a case holds, as far as an import adds to it. */
export type CaseCounts = Pick<CaseInfo, 'events' | 'duplicates' | 'conflicts' | 'files'>;

/**
 * What an import did that stopped and went on: its last run found what the earlier ones had brought, and calls that
 * already present. The case itself knows what is new in it since before the first.
 */
export function wholeResult(before: CaseCounts, after: CaseCounts, last: IngestOutcome): IngestOutcome {
  const added = (status: keyof FileCounts): number =>
    Math.max(0, after.files[status] - before.files[status], last.files[status]);
  const files = {
    read: added('read'),
    partly: added('partly'),
    empty: added('empty'),
    notCloudTrail: added('notCloudTrail'),
    damaged: added('damaged'),
    tooLarge: added('tooLarge'),
    // What is fetched at last takes the note of its failure away.
    notFetched: last.files.notFetched,
  };
  const { seen } = last.files;
  const isNew = Object.values(files).reduce((sum, count) => sum + count, 0);
  const events = after.events - before.events;
  const duplicates = after.duplicates - before.duplicates;
  return {
    ...last,
    files: { ...files, seen, alreadyPresent: Math.max(0, seen - isNew) },
    records: events + duplicates,
    events,
    duplicates,
    conflicts: after.conflicts - before.conflicts,
  };
}
