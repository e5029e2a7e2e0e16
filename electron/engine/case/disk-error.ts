import { statfsSync, statSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { errnoOf } from './errno.ts';

const fullCodes: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
/** A drive that was taken out, or that fails; a network share that is gone. */
const failedCodes: ReadonlySet<string> = new Set([
  'EIO',
  'ENODEV',
  'ENXIO',
  'ESTALE',
  'ENOTCONN',
  'ESHUTDOWN',
  'EHOSTDOWN',
]);
/** With less than this even a small file beside the case cannot be made. */
const noSpaceBytes = 256 * 1024;

/** What a person is told of a failed call to the file system that no case is at fault for; null for any other error. */
export function asDiskError(error: unknown): AppError | null {
  const code = errnoOf(error);
  if (code === undefined) return null;
  if (fullCodes.has(code))
    return new AppError('disk-full', 'There is no space left on a disk that Spoor writes to.', {
      cause: error,
    });
  if (!failedCodes.has(code)) return null;
  return new AppError('disk-failed', `A disk does not answer (${code}).`, {
    cause: error,
    advice: 'Connect the drive again, and try again; what was reported as done is kept.',
  });
}

/** What a failed read or write of the case at `file` was: SQLite says only that it failed. */
export function caseDiskError(error: unknown, file: string): AppError {
  const cause = { cause: error };
  try {
    statSync(file);
    const { bavail, bsize } = statfsSync(path.dirname(file));
    // The files beside a case take space of their own, and SQLite does not tell a lack of it from a broken disk.
    if (bavail * bsize < noSpaceBytes)
      return new AppError('disk-full', `There is no space left to write ${file}.`, cause);
  } catch {
    return goneError(file, error);
  }
  const why = error instanceof Error ? error.message : String(error);
  return new AppError('disk-failed', `The disk failed on ${file}: ${why}.`, {
    ...cause,
    advice:
      'Connect the drive again or check the disk, and open the case again; what was reported as done is kept.',
  });
}

/** A further connection to a case that was open a moment ago, or a file beside it that cannot be made. */
export function cannotOpenError(error: unknown, file: string): AppError {
  if (statOf(file) === undefined) return goneError(file, error);
  const why = error instanceof Error ? error.message : String(error);
  return new AppError('unreadable', `${file} cannot be opened: ${why}.`, { cause: error });
}

function statOf(file: string): unknown {
  try {
    return statSync(file, { throwIfNoEntry: false });
  } catch {
    // The drive says nothing at all.
    return undefined;
  }
}

/** The case is not where it was. */
function goneError(file: string, cause?: unknown): AppError {
  return new AppError(
    'disk-failed',
    `${file} is not there any more: its drive was taken out, or it was moved.`,
    { cause },
  );
}
