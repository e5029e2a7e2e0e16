import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openQueue, type Queue, type Received } from '../../../electron/engine/follow/queue.ts';
import { reader, signal } from '../s3/place.ts';
import { type FaultAnswer, type FaultSqs, startFaultSqs } from './fault-sqs.ts';

let server: FaultSqs;
let queue: Queue;
beforeAll(() => {
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', '');
  vi.stubEnv('AWS_ENDPOINT_URL', '');
});
afterAll(() => void vi.unstubAllEnvs());
beforeEach(async () => {
  server = await startFaultSqs();
  queue = openQueue({ url: server.url, credentials: () => Promise.resolve(reader), caPem: null });
});
afterEach(async () => {
  queue.close();
  await server.stop();
});

const message: Received = { id: 'm', body: '', receipt: 'r', count: 1 };
const sqs = 'com.amazonaws.sqs#';
const coral = 'com.amazon.coral.service#';

describe('what a queue refuses', () => {
  it.each<[string, FaultAnswer, string, RegExp]>([
    [
      'a permission',
      {
        status: 403,
        type: `${coral}AccessDeniedException`,
        message:
          'User: arn:aws:iam::111122223333:user/a is not authorized to perform: sqs:receivemessage on resource: arn:aws:sqs:us-east-1:111122223333:trail because no identity-based policy allows the sqs:receivemessage action',
      },
      'denied',
      /queue trail .*sqs:ReceiveMessage/,
    ],
    [
      'its key',
      {
        status: 400,
        type: `${sqs}KmsAccessDenied`,
        message: 'The ciphertext refers to a customer master key that does not exist or no access.',
      },
      'kms',
      /kms:Decrypt/,
    ],
    ['its key by the older name', { status: 400, type: 'KMS.AccessDeniedException' }, 'kms', /kms:Decrypt/],
    ['its key, disabled', { status: 400, type: `${sqs}KmsDisabled` }, 'kms', /disabled/],
    ['too many requests', { status: 403, type: `${sqs}RequestThrottled` }, 'network', /slow down/],
    ['too many requests to its key', { status: 400, type: `${sqs}KmsThrottled` }, 'network', /slow down/],
    ['too many messages in flight', { status: 403, type: `${sqs}OverLimit` }, 'network', /in flight/],
    [
      'an expired session',
      { status: 403, type: `${coral}ExpiredTokenException`, message: 'The security token is expired' },
      'signIn',
      /expired/,
    ],
    [
      'keys it does not know',
      { status: 403, type: `${coral}UnrecognizedClientException` },
      'signIn',
      /access key id/,
    ],
    [
      'a signature for another region',
      {
        status: 403,
        type: `${coral}InvalidSignatureException`,
        message: "Credential should be scoped to a valid region, not 'us-east-1'.",
      },
      'bucket',
      /not in us-east-1/,
    ],
    [
      'a queue that is not there',
      { status: 400, type: `${sqs}QueueDoesNotExist` },
      'bucket',
      /no queue trail/,
    ],
    ['its own failure', { status: 500, type: 'InternalError' }, 'network', /kept failing/],
    ['anything else', { status: 400, type: `${sqs}InvalidAddress` }, 'bucket', /InvalidAddress/],
  ])('is told in a sentence: %s', async (_, answer, fault, said) => {
    server.answer('ReceiveMessage', answer);
    await expect(queue.receive(signal)).rejects.toMatchObject({
      name: 'BucketError',
      fault,
      message: expect.stringMatching(said),
    });
  });

  it('is the permission to delete, too', async () => {
    server.answer('DeleteMessageBatch', { status: 403, type: `${coral}AccessDeniedException` });
    await expect(queue.delete([message], signal)).rejects.toMatchObject({
      fault: 'denied',
      message: expect.stringContaining('sqs:DeleteMessage'),
    });
  });

  it('is told where the answer is good but for one message', async () => {
    const Failed = [{ Id: '0', SenderFault: false, Code: 'InternalError', Message: 'Try again.' }];
    server.answer('DeleteMessageBatch', { body: { Successful: [], Failed } });
    await expect(queue.delete([message], signal)).rejects.toMatchObject({ fault: 'network' });
  });

  it('is no matter where a message has come to somebody else meanwhile', async () => {
    const Failed = [{ Id: '0', SenderFault: true, Code: 'ReceiptHandleIsInvalid', Message: 'It expired.' }];
    server.answer('DeleteMessageBatch', { body: { Successful: [], Failed } });
    server.answer('ChangeMessageVisibilityBatch', { body: { Successful: [], Failed } });
    await queue.delete([message], signal);
    await queue.keep([message], 60);
  });

  it('never shows keys', async () => {
    server.answer('ReceiveMessage', {
      status: 403,
      type: `${coral}InvalidSignatureException`,
      message: `Token ${reader.secretAccessKey}`,
    });
    const error: unknown = await queue.receive(signal).catch((thrown: unknown) => thrown);
    expect(JSON.stringify([error, error instanceof Error && [error.message, error.cause]])).not.toContain(
      reader.secretAccessKey,
    );
  });
});

describe('the region of a queue', () => {
  it('is that of the connection where the address does not say', async () => {
    const there = openQueue({
      url: server.url,
      region: 'eu-west-1',
      credentials: () => Promise.resolve(reader),
      caPem: null,
    });
    await there.receive(signal);
    there.close();
    expect(server.asked.at(-1)?.authorization).toContain('/eu-west-1/sqs/');
  });
});

it('a wait for credentials ends when it is cancelled', async () => {
  const stuck = openQueue({ url: server.url, credentials: () => new Promise(() => undefined), caPem: null });
  const cancelled = new AbortController();
  const receiving = stuck.receive(cancelled.signal);
  cancelled.abort();
  await expect(receiving).rejects.toBe(cancelled.signal.reason);
  stuck.close();
});
