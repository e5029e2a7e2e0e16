import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { awsFailureOf } from '../sources/s3/aws-failure.ts';
import { BucketError } from '../sources/s3/bucket.ts';
import type { CredentialsProvider } from '../sources/s3/credentials.ts';
import { quiet, requestHandlerOptions } from '../sources/s3/http-agents.ts';
import { isNetworkFailure } from '../sources/s3/network-errors.ts';
import { isSignInFailure } from '../sources/s3/sign-in-errors.ts';

export interface Received {
  readonly id: string;
  readonly body: string;
  /** What SQS wants to see to delete it or to keep it hidden. */
  readonly receipt: string;
  /** How often it was received; 1 at its first time. */
  readonly count: number;
}

/** A queue of SQS: only this file knows its client. */
export interface Queue {
  /** Up to ten messages; none when nothing came for 20 seconds. @throws BucketError; the signal's reason */
  receive(signal: AbortSignal): Promise<readonly Received[]>;
  /** @throws BucketError */
  delete(messages: readonly Received[]): Promise<void>;
  /** Keeps messages hidden from others for so many seconds from now. @throws BucketError */
  keep(messages: readonly Received[], seconds: number): Promise<void>;
  close(): void;
}

export interface QueueOptions {
  readonly url: string;
  readonly credentials: CredentialsProvider;
  readonly caPem: string | null;
}

/** The most that one request of SQS takes or gives. */
const mostAtOnce = 10;
const pollSeconds = 20;
/** While its objects are being fetched; prolonged as long as that takes. */
export const hiddenSeconds = 120;

export function openQueue({ url, credentials, caPem }: QueueOptions): Queue {
  const { origin, hostname } = new URL(url);
  const isAws = /\.(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|c2s\.ic\.gov|sc2s\.sgov\.gov)$/.test(hostname);
  const isElsewhere = (process.env.AWS_ENDPOINT_URL_SQS ?? process.env.AWS_ENDPOINT_URL ?? '') !== '';
  const client = new SQSClient({
    region: regionOf(hostname) ?? 'us-east-1',
    // The host of the queue's address is where it is asked, whoever's service it is; unless the environment says
    // where, as it does for the AWS CLI (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
    ...(isAws || isElsewhere ? {} : { endpoint: origin }),
    useQueueUrlAsEndpoint: isAws && !isElsewhere,
    credentials,
    requestHandler: requestHandlerOptions({ caPem }),
    logger: quiet,
  });
  const ask = async <T>(action: string, run: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      signal?.throwIfAborted();
      throw queueError(error, action, url);
    }
  };
  return {
    async receive(signal) {
      const command = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: mostAtOnce,
        WaitTimeSeconds: pollSeconds,
        VisibilityTimeout: hiddenSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      });
      const { Messages = [] } = await ask(
        'ReceiveMessage',
        () => client.send(command, { abortSignal: signal }),
        signal,
      );
      return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }) => ({
        id: MessageId,
        body: Body,
        receipt: ReceiptHandle,
        count: Number(Attributes?.ApproximateReceiveCount ?? 1),
      }));
    },
    async delete(messages) {
      for (const some of batches(messages)) {
        const Entries = some.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt }));
        await ask('DeleteMessage', () =>
          client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries })),
        );
      }
    },
    async keep(messages, seconds) {
      for (const some of batches(messages)) {
        const Entries = some.map(({ receipt }, at) => ({
          Id: String(at),
          ReceiptHandle: receipt,
          VisibilityTimeout: seconds,
        }));
        await ask('ChangeMessageVisibility', () =>
          client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries })),
        );
      }
    },
    close: () => client.destroy(),
  };
}

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += mostAtOnce) yield items.slice(at, at + mostAtOnce);
}

/** `sqs.eu-west-1.amazonaws.com`, or the older `eu-west-1.queue.amazonaws.com`. */
function regionOf(hostname: string): string | null {
  return (
    /(?:^|\.)sqs\.([a-z0-9-]+)\./.exec(hostname)?.[1] ?? /^([a-z0-9-]+)\.queue\./.exec(hostname)?.[1] ?? null
  );
}

function queueError(error: unknown, action: string, url: string): BucketError {
  const failure = awsFailureOf(error);
  const queue = url.split('/').at(-1) ?? url;
  // What AWS echoes may hold a token: of its answer only the code is told.
  const cause = { code: failure.code, status: failure.status };
  if (isSignInFailure(failure))
    return new BucketError(
      'signIn',
      `The queue ${queue} cannot be read: the sign-in has expired or is not valid there (${failure.code}).`,
      'Sign in again.',
      { cause },
    );
  if (failure.code.includes('NonExistentQueue') || failure.code === 'QueueDoesNotExist')
    return new BucketError(
      'bucket',
      `There is no queue ${queue} at ${new URL(url).host}.`,
      'Check the address of the queue.',
      {
        cause,
      },
    );
  if (failure.code.startsWith('AccessDenied') || failure.status === 403) {
    const isKms = /kms/i.test(failure.code) || /kms:/i.test(failure.message);
    return new BucketError(
      'denied',
      `Access to the queue ${queue} is denied: ${isKms ? 'kms:Decrypt on the key of the queue' : `sqs:${action}`} is missing.`,
      'Ask for sqs:ReceiveMessage, sqs:DeleteMessage and sqs:ChangeMessageVisibility on the queue, and kms:Decrypt where it is encrypted.',
      { cause },
    );
  }
  if (isNetworkFailure(failure))
    return new BucketError(
      'network',
      `The queue ${queue} cannot be reached (${failure.code}).`,
      'Check the network.',
      {
        cause,
      },
    );
  return new BucketError(
    'bucket',
    `The queue ${queue} refused ${action} (${failure.code}).`,
    'Check the address of the queue.',
    {
      cause,
    },
  );
}
