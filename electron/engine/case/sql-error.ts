import { AppError } from '../../contract/errors.ts';
import { cannotOpenError, caseDiskError } from './disk-error.ts';

/** Primary result codes of SQLite (https://sqlite.org/rescode.html); an extended code carries one in its low byte. */
const resultCode = {
  permission: 3,
  busy: 5,
  locked: 6,
  noMemory: 7,
  readOnly: 8,
  inputOutput: 10,
  corrupt: 11,
  full: 13,
  cannotOpen: 14,
  tooBig: 18,
  notADatabase: 26,
} as const;

/** The primary result code of an error that SQLite raised; undefined for any other error. */
export function primaryCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  return error.errcode & 0xff;
}

/** Whether another connection stood in the way, so that the same call may succeed later. */
export function isBusy(error: unknown): boolean {
  const code = primaryCode(error instanceof AppError ? error.cause : error);
  return code === resultCode.busy || code === resultCode.locked;
}

/**
 * What a person is told when SQLite fails on the file at `path`.
 *
 * A broken constraint or a misspelt statement is a programming mistake and comes back unchanged.
 */
export function toAppError(error: unknown, path: string): unknown {
  switch (primaryCode(error)) {
    case resultCode.full:
      return new AppError('disk-full', `There is no space left to write ${path}.`, { cause: error });
    case resultCode.readOnly:
      return new AppError('read-only', `${path} cannot be written to.`, { cause: error });
    case resultCode.notADatabase:
      return new AppError('no-case', `${path} is not a case.`, { cause: error });
    case resultCode.corrupt:
      return new AppError('damaged-case', `${path} is damaged: ${messageOf(error)}.`, { cause: error });
    case resultCode.busy:
    case resultCode.locked:
      return new AppError('case-in-use', `${path} is in use by another program.`, { cause: error });
    case resultCode.tooBig:
      return new AppError('too-large', `A value is larger than ${path} can hold.`, { cause: error });
    case resultCode.cannotOpen:
      return cannotOpenError(error, path);
    case resultCode.permission:
      return new AppError('unreadable', `${path} cannot be opened: ${messageOf(error)}.`, { cause: error });
    case resultCode.inputOutput:
      return caseDiskError(error, path);
    default:
      return error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
