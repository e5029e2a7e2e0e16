import { setTimeout as pause } from 'node:timers/promises';
import { AppError } from '../../contract/errors.ts';
import { lockPathOf, takeWriteLock, type WriteLock } from '../case/write-lock.ts';

/** Another program has the file for some milliseconds. */
const askAgainMs = 10;

/**
 * Runs a step that reads a file and writes it anew while no other program does the same: what two of them change at
 * the same moment is kept of both. The lock is that of a case: one whose program was killed is taken over.
 *
 * @param waitMs how long another program is waited for
 * @throws AppError `case-in-use` when it still has the file then
 */
export async function withFileToItself<T>(file: string, waitMs: number, step: () => Promise<T>): Promise<T> {
  const lock = await lockFor(file, waitMs);
  try {
    return await step();
  } finally {
    lock?.release();
  }
}

/** Null where nothing can be written, not even a lock: then the step itself says so. */
async function lockFor(file: string, waitMs: number): Promise<WriteLock | null> {
  const sinceMs = Date.now();
  for (;;) {
    const answer = takeWriteLock(file, { program: 'Spoor', atMs: Date.now() });
    if (answer.kind === 'taken') return answer.lock;
    if (answer.kind === 'refused') return null;
    if (Date.now() - sinceMs >= waitMs) {
      const { holder } = answer;
      const who =
        holder === null ? 'Another program' : `Another Spoor (process ${holder.pid} on ${holder.host})`;
      throw new AppError('case-in-use', `${who} is writing to ${file}.`, {
        advice: `Try it again. If it does not run any more, delete the file ${lockPathOf(file)}.`,
      });
    }
    await pause(askAgainMs);
  }
}
