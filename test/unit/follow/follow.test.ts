import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { followQueue } from '../../../electron/engine/follow/follow-queue.ts';
import { openQueue } from '../../../electron/engine/follow/queue.ts';
import { logBody, logKey, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { endOf, startTestEngine, type TestEngine } from '../../support/engine.ts';
import { type FaultS3, startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';
import { connect, sync, when } from '../sync/sync-desk.ts';

/** The queue is one that others wrote. */
let faux: FauxqsServer;
let client: SQSClient;
let url: string;
let queues = 0;

beforeAll(async () => {
  faux = await startFauxqs({ port: 0, logger: false, defaultRegion: 'us-east-1' });
  const endpoint = faux.address.replace('0.0.0.0', '127.0.0.1');
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
  const { QueueUrl = '' } = await client.send(new CreateQueueCommand({ QueueName: `trail-${queues}` }));
  url = QueueUrl;
});

const send = (body: string) => client.send(new SendMessageCommand({ QueueUrl: url, MessageBody: body }));
const named = (...keys: string[]): string => JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: keys });
async function left(): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
  );
  return (
    Number(Attributes?.ApproximateNumberOfMessages ?? 0) +
    Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0)
  );
}
const credentials = () => Promise.resolve(reader);

describe('following a queue', () => {
  it('deletes a message only when all that it names is in the case', async () => {
    const enough = new AbortController();
    const queue = openQueue({ url, credentials, caPem: null });
    const asked: string[][] = [];
    const news: string[] = [];
    for (const body of [named('a', 'b'), named('b', 'gone'), 'CloudTrail validation message.', 'hello'])
      await send(body);
    await send(JSON.stringify({ s3Bucket: 'another-bucket', s3ObjectKey: ['a'] }));
    await followQueue({
      queue,
      place: { bucket: 'trail-bucket', prefix: '' },
      bring: async (keys) => {
        asked.push([...keys].sort());
        expect(await left()).toBe(5);
        return { notInCase: new Set(['gone']) };
      },
      onNews: (sentence) => {
        if (sentence !== null) news.push(sentence);
        if (asked.length > 0 && sentence?.startsWith('Waiting')) enough.abort();
      },
      signal: enough.signal,
    });
    queue.close();
    expect(asked).toEqual([['a', 'b', 'gone']]);
    expect(await left()).toBe(3);
    expect(news.join('\n')).toContain('“a” in the bucket another-bucket');
    expect(news.at(-1)).toMatch(/^Waiting for notifications\. 2 messages are left in the queue/);
  });

  it('deletes nothing when bringing fails', async () => {
    const queue = openQueue({ url, credentials, caPem: null });
    await send(named('a'));
    const following = followQueue({
      queue,
      place: { bucket: 'trail-bucket', prefix: '' },
      bring: () => Promise.reject(new Error('killed')),
      onNews: () => undefined,
      signal: new AbortController().signal,
    });
    await expect(following).rejects.toThrow('killed');
    queue.close();
    expect(await left()).toBe(1);
  });

  it('names the queue that is not there', async () => {
    const queue = openQueue({ url: `${url}-none`, credentials, caPem: null });
    await expect(queue.receive(new AbortController().signal)).rejects.toMatchObject({
      fault: 'bucket',
      message: expect.stringContaining('There is no queue'),
    });
    queue.close();
  });
});

describe('a case that follows its trail', () => {
  let desk: TestEngine;
  let server: FaultS3;
  let info: CaseInfo;
  beforeEach(async () => {
    desk = await startTestEngine();
    info = await desk.newCase();
    server = await startFaultS3({ credentials: [reader], objects: trailObjects(4) });
  });
  afterEach(async () => {
    await desk.stop();
    await server.stop();
  });

  it('gets what its notifications name, and ends when it is told to', async () => {
    const connection = await connect(desk.engine, server.url);
    await sync(desk.engine, info, connection);
    const key = logKey('2026-03-02', 77);
    server.put({ key, body: logBody(recordNumber(777)) });
    const other = logKey('2026-03-02', 78);
    server.put({ key: other, body: logBody(recordNumber(778)) });
    await send(named(key));
    const { job } = await desk.engine.call('follow.start', {
      case: info.case,
      source: 1,
      connection: null,
      by: { kind: 'queue', url },
    });
    await when(desk.engine, job, ({ progress }) => progress.events > 0);
    await when(desk.engine, job, ({ note }) => note === 'Waiting for notifications.');
    await desk.engine.call('jobs.cancel', { job });
    expect((await endOf(desk.engine, job)).state).toBe('cancelled');
    expect(await left()).toBe(0);
    const ledger = await desk.engine.call('ledger.page', {
      case: info.case,
      status: null,
      text: '2026/03/02',
      offset: 0,
      limit: 100,
    });
    const keys = ledger.rows.map((row) => row.key);
    expect([keys.includes(key), keys.includes(other)]).toEqual([true, false]);
  });

  it('looks again by the clock', async () => {
    const connection = await connect(desk.engine, server.url);
    await sync(desk.engine, info, connection);
    server.put({ key: logKey('2026-03-02', 77), body: logBody(recordNumber(777)) });
    const by = { kind: 'interval', everyMs: 60_000 } as const;
    const { job } = await desk.engine.call('follow.start', {
      case: info.case,
      source: 1,
      connection: null,
      by,
    });
    await when(desk.engine, job, ({ note }) => note !== null);
    await desk.engine.call('jobs.cancel', { job });
    expect((await endOf(desk.engine, job)).state).toBe('cancelled');
    expect(await desk.engine.call('sync.history', { case: info.case })).toMatchObject([
      { fetched: 1, known: 4, outcome: 'done' },
      { fetched: 4 },
    ]);
  });
});
