import {
  type BatchResultErrorEntry,
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { untilAborted } from '../../contract/abort.ts';
import type { CredentialsProvider } from '../sources/s3/credentials.ts';
import { quiet, requestHandlerOptions } from '../sources/s3/http-agents.ts';
import { queueAddressOf } from './queue-address.ts';
import { type QueueAction, queueErrorOf } from './queue-errors.ts';

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
  /**
   * Up to ten messages, hidden from others for `hiddenSeconds`; none when nothing came for 20 seconds, or, `atOnce`,
   * when nothing lies there now.
   *
   * @throws BucketError; the signal's reason
   */
  receive(signal: AbortSignal, how?: 'wait' | 'atOnce'): Promise<readonly Received[]>;
  /** @throws BucketError; the signal's reason */
  delete(messages: readonly Received[], signal: AbortSignal): Promise<void>;
  /** Keeps messages hidden from others for so many seconds from now. @throws BucketError */
  keep(messages: readonly Received[], seconds: number): Promise<void>;
  close(): void;
}

export interface QueueOptions {
  readonly url: string;
  /** Where the address does not name one; `us-east-1` when absent. */
  readonly region?: string;
  readonly credentials: CredentialsProvider;
  readonly caPem: string | null;
}

/** The most that one request of SQS takes or gives. */
export const mostAtOnce = 10;
const pollSeconds = 20;
/** While its objects are being fetched; prolonged as long as that takes. */
export const hiddenSeconds = 120;
/** Others have the message now, or it is deleted: it comes again or never, and either is well. */
const isOver: ReadonlySet<string> = new Set([
  'ReceiptHandleIsInvalid',
  'InvalidParameterValue',
  'MessageNotInflight',
  'AWS.SimpleQueueService.MessageNotInflight',
]);

export function openQueue({ url, region = 'us-east-1', credentials, caPem }: QueueOptions): Queue {
  const address = queueAddressOf(url, region);
  const { isAws, origin } = address;
  const isElsewhere = (process.env.AWS_ENDPOINT_URL_SQS ?? process.env.AWS_ENDPOINT_URL ?? '') !== '';
  const client = new SQSClient({
    region: address.region,
    // The host of the queue's address is where it is asked, whoever's service it is; unless the environment says
    // where, as it does for the AWS CLI (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html).
    ...(isAws || isElsewhere ? {} : { endpoint: origin }),
    useQueueUrlAsEndpoint: isAws && !isElsewhere,
    credentials,
    requestHandler: requestHandlerOptions({ caPem }),
    logger: quiet,
  });
  const ask = async <T>(action: QueueAction, run: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    try {
      // Credentials that are slow to come do not look at the signal.
      return await untilAborted(run(), signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw queueErrorOf(error, action, address);
    }
  };
  const refuse = (action: QueueAction, failed: readonly BatchResultErrorEntry[] = []): void => {
    const failure = failed.find(({ Code = '' }) => !isOver.has(Code));
    if (failure === undefined) return;
    const { Code = 'Unknown', Message, SenderFault } = failure;
    const status = SenderFault === false ? 500 : 400;
    const error = Object.assign(new Error(Message), { name: Code, $metadata: { httpStatusCode: status } });
    throw queueErrorOf(error, action, address);
  };
  return {
    async receive(signal, how = 'wait') {
      const command = new ReceiveMessageCommand({
        QueueUrl: url,
        MaxNumberOfMessages: mostAtOnce,
        WaitTimeSeconds: how === 'wait' ? pollSeconds : 0,
        VisibilityTimeout: hiddenSeconds,
        MessageSystemAttributeNames: ['ApproximateReceiveCount'],
      });
      const send = () => client.send(command, { abortSignal: signal });
      const { Messages = [] } = await ask('ReceiveMessage', send, signal);
      return Messages.map(({ MessageId = '', Body = '', ReceiptHandle = '', Attributes }) => ({
        id: MessageId,
        body: Body,
        receipt: ReceiptHandle,
        count: Number(Attributes?.ApproximateReceiveCount ?? 1),
      }));
    },
    async delete(messages, signal) {
      for (const some of batches(messages)) {
        const Entries = some.map(({ receipt }, at) => ({ Id: String(at), ReceiptHandle: receipt }));
        const command = new DeleteMessageBatchCommand({ QueueUrl: url, Entries });
        const send = () => client.send(command, { abortSignal: signal });
        refuse('DeleteMessage', (await ask('DeleteMessage', send, signal)).Failed);
      }
    },
    async keep(messages, seconds) {
      for (const some of batches(messages)) {
        const Entries = some.map(({ receipt }, at) => ({
          Id: String(at),
          ReceiptHandle: receipt,
          VisibilityTimeout: seconds,
        }));
        const command = new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries });
        const answer = await ask('ChangeMessageVisibility', () => client.send(command));
        refuse('ChangeMessageVisibility', answer.Failed);
      }
    },
    close: () => client.destroy(),
  };
}

function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < items.length; at += mostAtOnce) yield items.slice(at, at + mostAtOnce);
}
