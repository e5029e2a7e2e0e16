import { AppError } from '../../contract/errors.ts';
import { Cancelled } from './cancellation.ts';
import type { Failure } from './protocol.ts';

/** Makes an error ready to be posted. */
export function toFailure(error: unknown): Failure {
  if (error instanceof AppError) return { kind: 'app', shape: error.toShape() };
  if (error instanceof Cancelled) return { kind: 'cancelled' };
  return {
    kind: 'unexpected',
    stack: error instanceof Error ? (error.stack ?? error.message) : String(error),
  };
}

/** The error again, on the other side. */
export function fromFailure(failure: Failure): Error {
  switch (failure.kind) {
    case 'app':
      return AppError.fromShape(failure.shape);
    case 'cancelled':
      return new Cancelled('Cancelled');
    case 'unexpected':
      return new Error(`A thread failed: ${failure.stack}`);
  }
}
