import { type AwsFailure, awsFailureOf } from '../sources/s3/aws-failure.ts';
import { isNetworkFailure } from '../sources/s3/network-errors.ts';
import { isSignInFailure } from '../sources/s3/sign-in-errors.ts';
import type { TrailOperation } from './trail-answer.ts';

/** What was asked when there was no answer. */
export interface AskedOfTrail {
  readonly operation: TrailOperation;
  readonly region: string;
  /** Null: of every trail, or of the region. */
  readonly trailArn: string | null;
}

const denied: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedException',
  'OptInRequired',
]);

/** Why CloudTrail did not answer, as a sentence that names the missing permission where one is missing. */
export function problemOf(error: unknown, asked: AskedOfTrail): string {
  if (error instanceof UnfitAnswer) return error.message;
  const failure = awsFailureOf(error);
  const { operation, region } = asked;
  if (denied.has(failure.code) || (failure.status === 403 && !isSignInFailure(failure)))
    return deniedText(failure, asked);
  if (isSignInFailure(failure)) {
    return `CloudTrail in ${region} did not answer ${operation}: the sign-in has expired or is not valid there (${failure.code}).`;
  }
  if (isNetworkFailure(failure)) {
    return `CloudTrail in ${region} did not answer ${operation}: it could not be reached, or kept failing (${failure.code}).`;
  }
  if (error instanceof SyntaxError || (failure.status ?? 300) < 300) return malformedText(asked);
  return `CloudTrail in ${region} refused ${operation}${ofTrail(asked)} (${failure.code}): ${failure.message}`;
}

/** For what answers, and not with what was asked. */
export function malformedText(asked: AskedOfTrail): string {
  return `CloudTrail in ${asked.region} answered ${asked.operation}${ofTrail(asked)} in a form that is not known.`;
}

/** An answer that is not taken, for the reason that its message gives. */
export class UnfitAnswer extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnfitAnswer';
  }
}

/** DescribeTrails and ListPublicKeys have no resource: their policies name `*`. */
function deniedText({ message }: AwsFailure, { operation, region, trailArn }: AskedOfTrail): string {
  const because = /\b(?:because|with) (.{1,300}?)\.?$/.exec(message)?.[1];
  const why = because === undefined ? '' : ` AWS says: ${because}.`;
  return `Access is denied in ${region}: the permission cloudtrail:${operation} on ${trailArn ?? '*'} is missing.${why}`;
}

function ofTrail({ trailArn }: AskedOfTrail): string {
  return trailArn === null ? '' : ` for ${trailArn}`;
}
