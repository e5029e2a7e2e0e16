import { setTimeout as wait } from 'node:timers/promises';
import { type AwsFailure, awsFailureOf } from './aws-failure.ts';
import { isPassing, isThrottled } from './network-errors.ts';
import { UnfitBody } from './read-body.ts';

export interface RetryOptions {
  /** How often something is tried in all. */
  readonly maxAttempts: number;
  /** The first wait is between nothing and this; the range doubles with every attempt. */
  readonly firstWaitMs: number;
  /** Told of every retry, so that whoever asks in parallel can ask less. */
  readonly onRetry?: (why: 'throttled' | 'failed') => void;
}

const longestWaitMs = 20_000;
/** Bytes that do not fit are fetched anew so often: it is the network's fault, or they will never fit. */
const maxUnfit = 3;

/**
 * Tries again what may succeed: throttling, resets, timeouts, cut or unfit bodies, a clock that the SDK has
 * learned. Waits with exponential backoff and full jitter
 * (https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter).
 *
 * The SDK's own retries are off: they do not see bodies, and their budget runs out when many requests are throttled.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  { maxAttempts, firstWaitMs, onRetry }: RetryOptions,
  signal: AbortSignal,
): Promise<T> {
  for (let failed = 1; ; failed++) {
    signal.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      const failure = awsFailureOf(error);
      if (failed >= maxAttempts || !isWorthIt(error, failure, failed)) throw error;
      if (!failure.isClockLearned) onRetry?.(isThrottled(failure) ? 'throttled' : 'failed');
      await wait(waitMs(failed, firstWaitMs, failure), undefined, { signal });
    }
  }
}

function isWorthIt(error: unknown, failure: AwsFailure, failed: number): boolean {
  if (error instanceof UnfitBody) return failed < maxUnfit;
  return isPassing(failure) || failure.isClockLearned;
}

function waitMs(failed: number, firstWaitMs: number, { isClockLearned, retryAfterMs }: AwsFailure): number {
  if (isClockLearned) return 0;
  const range = Math.min(longestWaitMs, firstWaitMs * 2 ** (failed - 1));
  return Math.min(longestWaitMs, Math.max(Math.random() * range, retryAfterMs ?? 0));
}
