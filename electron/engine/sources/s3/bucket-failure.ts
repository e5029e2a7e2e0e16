import { AppError } from '../../../contract/errors.ts';
import { BucketError } from './bucket.ts';

/** A failure of a bucket as whoever asked through the contract is told of it; anything else as it is. */
export function asAppError(error: unknown): unknown {
  if (!(error instanceof BucketError)) return error;
  const { fault, message, advice, cause } = error;
  return new AppError(fault === 'network' ? 'no-connection' : 'not-allowed', message, { advice, cause });
}

/** Passes values on; a failure of the bucket comes out as an AppError. */
export async function* withAppErrors<T>(values: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
  try {
    yield* values;
  } catch (error) {
    throw asAppError(error);
  }
}
