import type { Asked, Diagnosis } from '../sources/s3/asked.ts';
import { type AwsFailure, awsFailureOf } from '../sources/s3/aws-failure.ts';
import { BucketError } from '../sources/s3/bucket.ts';
import { isNetworkFailure, networkError } from '../sources/s3/network-errors.ts';
import { partitionOf } from '../sources/s3/partition.ts';
import { isSignInFailure, signInError } from '../sources/s3/sign-in-errors.ts';
import type { QueueAddress } from './queue-address.ts';

export type QueueAction = 'ReceiveMessage' | 'DeleteMessage' | 'ChangeMessageVisibility';

/** SQS sends these with the status of a refusal. */
const throttled: ReadonlySet<string> = new Set([
  'RequestThrottled',
  'KmsThrottled',
  'KMS.ThrottlingException',
]);

/**
 * Whatever the SDK or the network threw, as a sentence that names the queue, with the kinds of faults that buckets
 * have: who follows treats both alike. `network` is what may pass.
 */
export function queueErrorOf(error: unknown, action: QueueAction, queue: QueueAddress): BucketError {
  if (error instanceof BucketError) return error;
  const failure = awsFailureOf(error);
  const { fault, message, advice } = diagnosisOf(failure, action, queue);
  // Not the SDK's error itself: it holds what was signed, session tokens among it.
  const { code, status, requestId } = failure;
  return new BucketError(fault, message, advice, { cause: { code, status, requestId } });
}

function diagnosisOf(failure: AwsFailure, action: QueueAction, queue: QueueAddress): Diagnosis {
  const { code, message, status } = failure;
  const { name, host, region } = queue;
  if (/credential should be scoped to a valid region/i.test(message)) {
    return {
      fault: 'bucket',
      message: `The queue ${name} at ${host} lies in another region, not in ${region}.`,
      advice: 'Give the address of the queue as SQS shows it: it names the region.',
    };
  }
  if (isSignInFailure(failure)) {
    const { fault, message: why, advice } = signInError(failure, askedOf(queue, queue.isAws));
    return { fault, message: `The queue ${name} cannot be read. ${why}`, advice };
  }
  if (throttled.has(code)) return networkError({ ...failure, code: 'ThrottlingException' }, askedOf(queue));
  if (isNetworkFailure(failure)) return networkError(failure, askedOf(queue));
  if (code === 'OverLimit') {
    return {
      fault: 'network',
      message: `The queue ${name} has as many messages in flight as it can have.`,
      advice: 'Wait until they come back to the queue, and see who else reads it.',
    };
  }
  if (code.includes('NonExistentQueue') || code === 'QueueDoesNotExist') {
    return {
      fault: 'bucket',
      message: `There is no queue ${name} at ${host}.`,
      advice: 'Check the region, the account and the name in the address of the queue.',
    };
  }
  if (/^kms/i.test(code) || /\bkms:|KMS key/i.test(message)) return kmsError(failure, name);
  if (code.startsWith('AccessDenied') || (status === 403 && code !== 'InvalidSecurity'))
    return deniedError(failure, action, queue);
  return {
    fault: 'bucket',
    // Of an answer that is not understood only the code is told: it may echo what was signed.
    message: `The queue ${name} refused sqs:${action} (${[code, status].filter((part) => part !== null).join(', ')}).`,
    advice: 'Check the address of the queue, and that it is one of SQS.',
  };
}

function deniedError({ message }: AwsFailure, action: QueueAction, queue: QueueAddress): Diagnosis {
  const { name, account, region } = queue;
  const on =
    account === null ? 'the queue' : `arn:${partitionOf(region).id}:sqs:${region}:${account}:${name}`;
  // `…because no identity-based policy allows the sqs:receivemessage action`: it says which policy to look at.
  const because = /\bbecause ([\w :,.@/()-]+?)\.?$/.exec(message)?.[1];
  return {
    fault: 'denied',
    message: `Access to the queue ${name} is denied: sqs:${action} on ${on} is missing.`,
    advice: [
      'To follow takes sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility, and kms:Decrypt where the queue is encrypted.',
      ...(because === undefined ? [] : [`AWS says why: ${because}.`]),
    ].join(' '),
  };
}

function kmsError({ code, message }: AwsFailure, name: string): Diagnosis {
  const key = /arn:[\w-]+:kms:[\w-]+:\d{12}:(?:key|alias)\/[\w/-]+/.exec(message)?.[0] ?? 'its KMS key';
  const isUnusable = /Disabled|InvalidState|NotFound|InvalidKeyUsage/i.test(code);
  return isUnusable
    ? {
        fault: 'kms',
        message: `The messages of the queue ${name} cannot be decrypted: ${key} is disabled, pending deletion or gone.`,
        advice: 'Ask the owner of the key to enable it again, or to cancel its deletion.',
      }
    : {
        fault: 'kms',
        message: `The messages of the queue ${name} cannot be decrypted: kms:Decrypt on ${key} is missing.`,
        advice: `Ask for the permission kms:Decrypt on ${key}, in your own policy and, from another account, in the key’s.`,
      };
}

/** What the sentences of other services want to know; `isAws`: they are to speak of AWS and not of a host. */
function askedOf({ region, origin }: QueueAddress, isAws = false): Asked {
  return {
    action: 'identity',
    bucket: '',
    key: '',
    region,
    endpoint: isAws ? null : origin,
    expectedOwner: null,
    isAnonymous: false,
  };
}
