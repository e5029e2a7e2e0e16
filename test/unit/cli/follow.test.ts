import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logBody, logKey, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { type FaultS3, startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';
import { stubAws } from './aws-environment.ts';
import { spoorIn, startSpoor } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-follow-'));
const spoor = spoorIn(folder);
let server: FaultS3;
let faux: FauxqsServer;
let client: SQSClient;
let queue = '';

beforeAll(async () => {
  stubAws(folder);
  server = await startFaultS3({ credentials: [reader], objects: trailObjects(4) });
  faux = await startFauxqs({ port: 0, logger: false, defaultRegion: 'us-east-1' });
  const endpoint = faux.address.replace('0.0.0.0', '127.0.0.1');
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', endpoint);
  client = new SQSClient({ endpoint, region: 'us-east-1', credentials: reader });
  queue = (await client.send(new CreateQueueCommand({ QueueName: 'trail' }))).QueueUrl ?? '';
  const made = await spoor('sync', 'a.spoor', 's3://trail-bucket', '--endpoint', server.url, '--path-style');
  expect(made).toMatchObject({ code: 0, err: '' });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  client.destroy();
  await faux.stop();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const eventsOf = async (target: string): Promise<number> =>
  JSON.parse((await spoor('info', target, '--json')).out).events;

describe('spoor follow', () => {
  it('looks by the clock, says what each round brought, and ends with it at Ctrl C', async () => {
    server.put({ key: logKey('2026-03-02', 900), body: logBody(recordNumber(900)) });
    const following = startSpoor(folder, ['follow', 'a.spoor', '--every', '1m']);
    const { err } = await following.said('Looking again every 1 min');
    expect(err).toMatch(/^5 files listed: 1 fetched/m);
    following.child.kill('SIGINT');
    const ended = await following.ended;
    expect(ended.code).toBe(0);
    expect(ended.err).toContain('Ended. 1 file came in 1 round.');
    expect(await eventsOf('a.spoor')).toBe(9);
  });

  it('brings what a queue names, and only then takes the message from it', async () => {
    const key = logKey('2026-03-02', 901);
    server.put({ key, body: logBody(recordNumber(901)) });
    const MessageBody = JSON.stringify({ s3Bucket: 'trail-bucket', s3ObjectKey: [key] });
    await client.send(new SendMessageCommand({ QueueUrl: queue, MessageBody }));
    const following = startSpoor(folder, ['follow', 'a.spoor', '--queue', queue]);
    await following.said('1 file listed: 1 fetched');
    await following.said(/fetched.*Waiting for notifications\./s);
    following.child.kill('SIGINT');
    expect((await following.ended).code).toBe(0);
    expect(await eventsOf('a.spoor')).toBe(10);
    const { Attributes } = await client.send(
      new GetQueueAttributesCommand({ QueueUrl: queue, AttributeNames: ['All'] }),
    );
    expect(Number(Attributes?.ApproximateNumberOfMessagesNotVisible)).toBe(0);
    expect(Number(Attributes?.ApproximateNumberOfMessages)).toBe(0);
  });

  it('says of a queue that is not there that it is not', async () => {
    const { code, err } = await spoor('follow', 'a.spoor', '--queue', `${queue}-none`);
    expect(code).toBe(3);
    expect(err).toContain('There is no queue');
    expect(err).not.toContain('fault in Spoor');
  });

  it.each([
    [['follow', 'a.spoor'], 2, 'either --queue URL or --every'],
    [['follow', 'a.spoor', '--every', '5m', '--queue', 'https://sqs.example.org/q'], 2, 'either --queue'],
    [['follow', 'a.spoor', '--every', '5s'], 2, '--every takes'],
    [['follow', 'a.spoor', '--queue', 'my-queue'], 2, '--queue takes'],
    [['follow', 'a.spoor', '--every', '5m', '--source', '7'], 2, '1 s3://trail-bucket/'],
    [['follow', 'missing.spoor', '--every', '5m'], 3, 'missing.spoor'],
  ])('answers %j with exit code %i and a sentence', async (args, code, said) => {
    const result = await spoor(...args);
    expect({ code: result.code, isSaid: result.err.includes(said) }).toEqual({ code, isSaid: true });
  });
});
