import { AppError, type ErrorShape, errorCodes } from '../../electron/contract/errors.ts';

/** What to tell a person about anything that was thrown. */
export function describeError(error: unknown): ErrorShape {
  if (error instanceof AppError) return error.toShape();
  if (isErrorShape(error)) return error;
  const message =
    error instanceof Error && error.message !== '' ? error.message : 'Something went wrong in the page.';
  return { code: 'internal', message, advice: 'Reload the page; your case is safe on disk.' };
}

/** A job carries its error as plain values. */
function isErrorShape(value: unknown): value is ErrorShape {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    Object.hasOwn(errorCodes, value.code) &&
    'message' in value &&
    typeof value.message === 'string' &&
    'advice' in value &&
    typeof value.advice === 'string'
  );
}

/** True for the end of a question that was no longer wanted; that is no error. */
export function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
