import { closeSync, openSync, statSync } from 'node:fs';
import { readFileHeader } from './file-header.ts';

/**
 * How a case is read without writing to it.
 *
 * - `shared`: SQLite's ordinary locks. Right wherever it is possible, also while another program writes.
 * - `alone`: the case was not closed properly, so a WAL holds its last commits, and the folder refuses the
 *   `-shm` file that a reader of a WAL needs. The WAL is read without locks, its index kept in memory.
 * - `immutable`: the case is marked as WAL but has none, and the folder refuses to make one.
 */
export type ReadingMode = 'shared' | 'alone' | 'immutable';

/**
 * What is left when `shared` failed to open the case; null when nothing is.
 *
 * Both ways take no locks, so they are right only where nobody has the case open, and whoever has one that is
 * marked as WAL has a `-shm` file beside it. (`immutable` over a WAL would silently show the case without its last
 * commits, or torn.)
 */
export function lastReadingMode(casePath: string): Exclude<ReadingMode, 'shared'> | null {
  if (!readFileHeader(casePath).isWal || sizeOf(`${casePath}-shm`) !== null) return null;
  return (sizeOf(`${casePath}-wal`) ?? 0) > 0 ? 'alone' : 'immutable';
}

/** Whether this process may write to a file. Tried, not asked: access(2) knows nothing of Windows' access lists. */
export function canWrite(file: string): boolean {
  try {
    closeSync(openSync(file, 'r+'));
    return true;
  } catch {
    // The answer itself: every reason comes down to no.
    return false;
  }
}

/** Null when there is no such file. */
export function sizeOf(file: string): number | null {
  return statSync(file, { throwIfNoEntry: false })?.size ?? null;
}
