import path from 'node:path';
import { AppError } from '../../contract/errors.ts';

/** What a person can do about a failed write to `target`; anything unexpected stays as it is. */
export function writeError(cause: unknown, target: string, details: { alsoTried?: unknown } = {}): unknown {
  if (cause instanceof AppError) return cause;
  const chain =
    details.alsoTried === undefined
      ? cause
      : new AggregateError([details.alsoTried, cause], `Cannot write ${target}`);
  switch (codeOf(cause)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new AppError(
        'disk-full',
        `The disk is full: ${target} could not be written and nothing of it was kept.`,
        {
          cause: chain,
          advice: 'Free some space, or export to another disk.',
        },
      );
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new AppError('not-allowed', `${target} cannot be written: permission denied.`, {
        cause: chain,
        advice: 'Choose a folder that you may write to.',
      });
    case 'ENOENT':
    case 'ENOTDIR':
      return new AppError('not-found', `There is no folder ${path.dirname(target)}.`, {
        cause: chain,
        advice: 'Make the folder first, or choose another.',
      });
    case 'EISDIR':
      return new AppError('already-exists', `${target} is a folder.`, { cause: chain });
    case 'ENAMETOOLONG':
      return new AppError('bad-request', `The name of ${target} is too long.`, {
        cause: chain,
        advice: 'Choose a shorter name.',
      });
    default:
      return cause;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
