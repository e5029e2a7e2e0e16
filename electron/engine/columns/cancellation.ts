import { sharedInt32 } from './shared-arrays.ts';

/**
 * A flag in shared memory that says that nobody waits for an answer any more. A message could not say it: the
 * thread that works does not read messages until it is done.
 */
export type CancelFlag = Int32Array;

export function makeCancelFlag(): CancelFlag {
  return sharedInt32(1);
}

export function cancel(flag: CancelFlag): void {
  Atomics.store(flag, 0, 1);
}

export function isCancelled(flag: CancelFlag): boolean {
  return Atomics.load(flag, 0) === 1;
}

/** Leaves the work at hand; whoever asked has been told already. */
export class Cancelled extends Error {}

/** @throws Cancelled */
export function checkCancelled(flag: CancelFlag): void {
  if (isCancelled(flag)) throw new Cancelled('Cancelled');
}
