import { accessError } from './access-errors.ts';
import type { Asked, Diagnosis } from './asked.ts';
import { type AwsFailure, awsFailureOf } from './aws-failure.ts';
import { BucketError } from './bucket.ts';
import { isNetworkFailure, networkError } from './network-errors.ts';
import { isSignInFailure, roleError, signInError } from './sign-in-errors.ts';

/** Whatever the SDK or the network threw, as a sentence that names the thing and says what to try. */
export function bucketErrorOf(error: unknown, asked: Asked): BucketError {
  if (error instanceof BucketError) return error;
  const failure = awsFailureOf(error);
  const { fault, message, advice } = diagnosisOf(failure, asked);
  // Not the SDK's error itself: it holds what was signed, session tokens among it.
  const { code, status, requestId } = failure;
  return new BucketError(fault, message, advice, { cause: { code, status, requestId } });
}

function diagnosisOf(failure: AwsFailure, asked: Asked): Diagnosis {
  if (isSignInFailure(failure)) return signInError(failure, asked);
  if (isNetworkFailure(failure)) return networkError(failure, asked);
  if (asked.action === 'credentials') return roleError(failure);
  return accessError(failure, asked);
}
