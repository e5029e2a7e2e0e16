import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { followQueue } from '../../../electron/engine/follow/follow-queue.ts';
import { openQueue } from '../../../electron/engine/follow/queue.ts';
import { workersDir } from '../../support/engine.ts';
import { reader } from '../s3/place.ts';

/** Queues and topics that others wrote. */
let faux: FauxqsServer;
let endpoint: string;
let client: SQSClient;
let name: string;
let url: string;
let queues = 0;

beforeAll(async () => {
  faux = await startFauxqs({ port: 0, logger: false, defaultRegion: 'us-east-1' });
  endpoint = faux.address.replace('0.0.0.0', '127.0.0.1');
  // The emulator's queues have a host that only a DNS of its own knows.
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', endpoint);
  client = new SQSClient({ endpoint, region: 'us-east-1', credentials: reader });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await faux.stop();
});
beforeEach(async () => {
  queues += 1;
  name = `emulated-${queues}`;
  url = (await client.send(new CreateQueueCommand({ QueueName: name }))).QueueUrl ?? '';
});

const named = (...keys: string[]): string => JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: keys });
const send = (body: string) => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
const open = () => openQueue({ url, credentials: () => Promise.resolve(reader), caPem: null });
const place = { bucket: 'trail-bucket', prefix: '' };

/** How many messages lie in a queue, hidden or not. */
async function count(QueueUrl: string): Promise<number> {
  const command = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] });
  const { Attributes } = await client.send(command);
  const { ApproximateNumberOfMessages = 0, ApproximateNumberOfMessagesNotVisible = 0 } = Attributes ?? {};
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}

/** Receives what lies there and gives it back at once. */
async function receiveAndRelease(): Promise<void> {
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10 }),
  );
  for (const { ReceiptHandle } of Messages)
    await client.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: url, ReceiptHandle, VisibilityTimeout: 0 }),
    );
}

/** Follows until it waits for the second time. */
async function followOnce(notInCase: readonly string[] = []) {
  const ending = new AbortController();
  const queue = open();
  const asked: string[] = [];
  const news: string[] = [];
  await followQueue({
    queue,
    place,
    bring: async (keys) => {
      asked.push(...keys);
      return { notInCase: new Set(notInCase) };
    },
    onNews: (sentence) => {
      if (sentence === null) return;
      if (sentence.startsWith('Waiting') && news.length > 0) ending.abort();
      news.push(sentence);
    },
    signal: ending.signal,
  });
  queue.close();
  return { asked: asked.sort(), news };
}

describe('a queue that is subscribed to a topic', () => {
  it.each([
    ['wrapped', 'false'],
    ['raw', 'true'],
  ])('gets what the trail says, %s', async (_, raw) => {
    const { topicArn } = faux.createTopic(`topic-${queues}`);
    faux.subscribe({ topic: `topic-${queues}`, queue: name, attributes: { RawMessageDelivery: raw } });
    const keys = ['AWSLogs/a.json.gz', 'AWSLogs/ü b.json.gz'];
    for (const Message of ['CloudTrail validation message.', named(...keys)]) {
      const form = new URLSearchParams({ Action: 'Publish', TopicArn: topicArn, Message });
      const authorization =
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20260301/us-east-1/sns/aws4_request';
      const answer = await fetch(endpoint, { method: 'POST', body: form, headers: { authorization } });
      expect(answer.ok).toBe(true);
    }
    const { asked } = await followOnce();
    expect(asked).toEqual(keys);
    expect(await count(url)).toBe(0);
  });
});

describe('many messages', () => {
  it('are brought together and deleted', async () => {
    for (let at = 0; at < 25; at++) await send(named(`k${at}`, `k${at + 1}`));
    const { asked, news } = await followOnce();
    expect(asked).toHaveLength(26);
    expect(news).toContain('Bringing 26 files that notifications name.');
    expect(await count(url)).toBe(0);
  });
});

describe('a message that came many times in vain', () => {
  it('is told by name, and moves to where the queue’s policy says', async () => {
    const dead = (await client.send(new CreateQueueCommand({ QueueName: `${name}-dead` }))).QueueUrl ?? '';
    const RedrivePolicy = JSON.stringify({
      deadLetterTargetArn: `arn:aws:sqs:us-east-1:000000000000:${name}-dead`,
      maxReceiveCount: 5,
    });
    const created = await client.send(
      new CreateQueueCommand({ QueueName: `${name}-live`, Attributes: { RedrivePolicy } }),
    );
    url = created.QueueUrl ?? '';
    const { MessageId } = await send(named('gone'));
    for (let times = 0; times < 4; times++) await receiveAndRelease();
    const { news } = await followOnce(['gone']);
    expect(news).toContain(
      `Message ${MessageId} is left in the queue. Its files cannot be had; the ledger says why. It came 5 times.`,
    );
    expect([await count(url), await count(dead)]).toEqual([1, 0]);
    const [hidden] = faux.inspectQueue(`${name}-live`)?.messages.inflight ?? [];
    await client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: url,
        ReceiptHandle: hidden?.receiptHandle,
        VisibilityTimeout: 0,
      }),
    );
    await receiveAndRelease();
    expect([await count(url), await count(dead)]).toEqual([0, 1]);
  });
});

describe('an end', () => {
  it('by cancelling does not wait for the next message', { timeout: 10_000 }, async () => {
    const ending = new AbortController();
    const queue = open();
    const following = followQueue({
      queue,
      place,
      bring: () => Promise.reject(new Error('There is nothing to bring.')),
      // The long poll takes 20 seconds.
      onNews: () => void setImmediate(() => ending.abort()),
      signal: ending.signal,
    });
    await following;
    queue.close();
    await send(named('a'));
    expect((await followOnce()).asked).toEqual(['a']);
  });

  it('by kill -9 in the middle of bringing loses nothing', async () => {
    const folder = path.join(workersDir, '../test/follow-kill');
    const bundle = await rolldown({
      input: { 'kill-child': path.join(import.meta.dirname, 'kill-child.ts') },
      external: ['@photostructure/sqlite', /^node:/],
      platform: 'node',
      tsconfig: false,
      logLevel: 'silent',
    });
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: '[name].js' });
    await bundle.close();
    await send(named('a', 'b'));
    await send('CloudTrail validation message.');
    const child = spawn(process.execPath, [path.join(folder, 'kill-child.js'), url], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    const [said] = await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await exited;
    expect(String(said)).toBe('2\n');
    expect(await count(url)).toBe(2);
    for (const { receiptHandle } of faux.inspectQueue(name)?.messages.inflight ?? [])
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: url,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: 0,
        }),
      );
    expect((await followOnce()).asked).toEqual(['a', 'b']);
    expect(await count(url)).toBe(0);
  });
});

it('one file imports the SQS client', () => {
  const electron = path.resolve(import.meta.dirname, '../../../electron');
  const files = readdirSync(electron, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const importing = files.filter((file) =>
    readFileSync(path.join(electron, file), 'utf8').includes("from '@aws-sdk/client-sqs'"),
  );
  expect(importing.map((file) => file.split(path.sep).join('/'))).toEqual(['engine/follow/queue.ts']);
});
