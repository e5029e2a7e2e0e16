import { type FileCounts, type FileStatus, fileStatuses } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { Row } from './driver.ts';
import { numberAt, textAt } from './row.ts';

const knownStatuses: ReadonlySet<string> = new Set(fileStatuses);

function isFileStatus(text: string): text is FileStatus {
  return knownStatuses.has(text);
}

/** The status in a row's column `status`. @throws AppError `damaged-case` for a word that the ledger does not have */
export function statusAt(row: Row): FileStatus {
  const text = textAt(row, 'status');
  if (!isFileStatus(text))
    throw new AppError('damaged-case', `The case is damaged: “${text}” is no status of a file.`);
  return text;
}

/** Adds up rows of `status` and `files`. */
export function countFiles(rows: Iterable<Row>): FileCounts {
  const counts = {
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
  for (const row of rows) {
    const files = numberAt(row, 'files');
    counts[statusAt(row)] += files;
    counts.seen += files;
  }
  return counts;
}
