import { randomBytes } from 'node:crypto';
import { constants, copyFileSync, existsSync, linkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { Database } from './driver.ts';
import { errnoOf, isWriteRefused } from './errno.ts';
import { type MigrationContext, migrate } from './migrate.ts';

/**
 * Makes an empty case at `target`, whole or not at all: it is made beside it under another name and then
 * linked into place, which fails where a file exists already. A killed process leaves no half case that
 * a second run would have to refuse.
 *
 * @throws AppError `already-exists`, `not-found`, `read-only`, `disk-full`
 */
export function makeEmptyCase(target: string, context: MigrationContext): void {
  if (existsSync(target)) throw alreadyExists(target);
  const folder = path.dirname(target);
  if (!existsSync(folder)) throw new AppError('not-found', `There is no folder ${folder}.`);
  const draft = `${target}.${randomBytes(6).toString('hex')}.new`;
  try {
    const db = Database.open(draft, { readOnly: false });
    try {
      migrate(db, context);
    } finally {
      db.close();
    }
    putInPlace(draft, target);
  } catch (error) {
    throw asRefusal(error, target);
  } finally {
    rmSync(draft, { force: true });
    rmSync(`${draft}-journal`, { force: true });
  }
}

function putInPlace(draft: string, target: string): void {
  try {
    linkSync(draft, target);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') throw error;
    // A disk without hard links (FAT, some network shares): not atomic, but it does not overwrite either.
    copyFileSync(draft, target, constants.COPYFILE_EXCL);
  }
}

function asRefusal(error: unknown, target: string): unknown {
  if (errnoOf(error) === 'EEXIST') return alreadyExists(target, error);
  if (errnoOf(error) === 'ENOSPC') {
    return new AppError('disk-full', `There is no space left to make ${target}.`, { cause: error });
  }
  const isRefused = isWriteRefused(error) || (error instanceof AppError && error.code === 'unreadable');
  if (!isRefused) return error;
  return new AppError('read-only', `${target} cannot be made: the folder does not allow it.`, {
    cause: error,
    advice: 'Choose another folder.',
  });
}

function alreadyExists(target: string, cause?: unknown): AppError {
  return new AppError('already-exists', `${target} exists already.`, { cause });
}
