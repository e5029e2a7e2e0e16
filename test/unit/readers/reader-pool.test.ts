import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { MessageChannel } from 'node:worker_threads';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCancelFlag } from '../../../electron/engine/columns/cancellation.ts';
import { type HashReply, shareLedger } from '../../../electron/engine/integrity/hash-protocol.ts';
import { ReaderPool } from '../../../electron/engine/readers/reader-pool.ts';
import type { ReaderTask } from '../../../electron/engine/readers/reader-task.ts';
import { makePassControl } from '../../../electron/engine/search/pass.ts';
import { hourMs, makeKey, TestTrail } from '../../support/digests.ts';
import { startTestEngine, type TestEngine, workersDir } from '../../support/engine.ts';
import { writeTrailFolder } from '../../support/trail-folder.ts';

const key = makeKey();
const files = 1200;
let test: TestEngine;
let casePath: string;

beforeAll(async () => {
  test = await startTestEngine();
  const trail = new TestTrail({ key, startMs: 490_000 * hourMs, logsPerHour: files / 2 - 1 });
  trail.write(2);
  const folder = path.join(test.folder, 'trail');
  writeTrailFolder(folder, trail.objects);
  const info = await test.newCase();
  await test.importInto(info, folder);
  casePath = path.join(info.place, info.name);
});
afterAll(() => test.stop());

describe('the threads that read the files of a case', () => {
  const pools: ReaderPool[] = [];
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.close();
  });

  function open(file = casePath, threads = 1): ReaderPool {
    const pool = new ReaderPool({ casePath: file, workersDir, threads });
    pools.push(pool);
    return pool;
  }

  const nothing = (): void => undefined;
  const search = (): ReaderTask => ({
    kind: 'search',
    pass: {
      conditions: [],
      ranges: new Uint32Array(0),
      control: makePassControl(),
      cancelFlag: makeCancelFlag(),
    },
  });
  /** A part of hashing, and what it sent so far. */
  function hashing(): { task: ReaderTask; replies: HashReply[]; begun: Promise<unknown> } {
    const { port1, port2 } = new MessageChannel();
    const replies: HashReply[] = [];
    const begun = once(port1, 'message');
    port1.on('message', (reply: HashReply) => replies.push(reply));
    const hash = { keys: [], digests: shareLedger(2 * files), logs: shareLedger(2 * files), port: port2 };
    return { task: { kind: 'hash', hash }, replies, begun };
  }
  const hashed = (replies: readonly HashReply[]): number =>
    replies.reduce((sum, reply) => sum + (reply.kind === 'logs' ? reply.logs.ids.length : 0), 0);

  it('that cannot open the case end nothing but the task that needs them', async () => {
    const pool = open(path.join(workersDir, 'no-such-case.spoor'), 2);
    pool.warm();
    // Long enough for the idle threads to die: an error that nobody listens to would end this process.
    await pause(500);
    await expect(pool.run([search(), search()], nothing)).rejects.toThrow(/no-such-case/);
  });

  it('hash in turns, so that a search that comes meanwhile does not wait for the end', async () => {
    const pool = open();
    const { task, replies } = hashing();
    const order: string[] = [];
    const hash = pool.run([task], nothing).then(() => order.push('hashed'));
    await pool.run([search()], nothing).then(() => order.push('searched'));
    await hash;
    expect(order).toEqual(['searched', 'hashed']);
    await expect.poll(() => replies.at(-1)).toEqual({ kind: 'done' });
    expect(hashed(replies)).toBe(files - 2);
  });

  it('answer task after task, and share what there is to hash', async () => {
    const pool = open(casePath, 2);
    const [one, other] = [hashing(), hashing()];
    if (one.task.kind !== 'hash' || other.task.kind !== 'hash') throw new Error('both hash');
    const shared = { ...other.task.hash, digests: one.task.hash.digests, logs: one.task.hash.logs };
    for (let round = 0; round < 3; round += 1) await pool.run([search(), search()], nothing);
    await pool.run([one.task, { kind: 'hash', hash: shared }], nothing);
    await expect
      .poll(() => [one, other].map(({ replies }) => replies.at(-1)?.kind))
      .toEqual(['done', 'done']);
    expect(hashed(one.replies) + hashed(other.replies)).toBe(files - 2);
  });

  it('leave what they are at when the case is closed, and whoever waits is told', async () => {
    const pool = open();
    const { task, replies, begun } = hashing();
    let failures = 0;
    const ended = expect(
      pool.run([task], () => {
        failures += 1;
      }),
    ).rejects.toThrow(/abort/i);
    await begun;
    await pool.close();
    await ended;
    expect(failures).toBe(1);
    expect(replies.at(-1)?.kind).not.toBe('done');
  });
});
