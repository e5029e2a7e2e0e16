import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { report } from '../../../electron/cli/commands/import.ts';
import { onInterrupt } from '../../../electron/cli/interrupt.ts';
import { waitForJob } from '../../../electron/cli/session.ts';
import { logBody, recordNumber, trailObjects } from '../../support/bucket-trail.ts';
import { startTestEngine } from '../../support/engine.ts';
import { startFaultS3 } from '../../support/fault-s3.ts';
import { reader } from '../s3/place.ts';
import { stubAws } from './aws-environment.ts';
import { spoorIn, startSpoor } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-end-'));
const spoor = spoorIn(folder);

beforeAll(() => {
  stubAws(folder);
  mkdirSync(path.join(folder, 'logs'));
  for (let n = 0; n < 200; n++) {
    const records = Array.from({ length: 50 }, (_, at) => recordNumber(n * 50 + at));
    writeFileSync(path.join(folder, 'logs', `${n}.json.gz`), logBody(...records));
  }
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

describe('Ctrl C', () => {
  it('ends a sync with what is whole, says so with exit code 1, and the next one goes on', async () => {
    const server = await startFaultS3({
      credentials: [reader],
      objects: trailObjects(20),
      rules: [{ operation: 'get', after: 8, fault: { kind: 'hang', when: 'before' } }],
    });
    try {
      const at = ['s3://trail-bucket', '--endpoint', server.url, '--path-style', '--json'];
      const syncing = startSpoor(folder, ['sync', 's.spoor', ...at]);
      await vi.waitUntil(() => server.requests.filter(({ operation }) => operation === 'get').length > 8, {
        timeout: 30_000,
      });
      syncing.child.kill('SIGINT');
      const cut = await syncing.ended;
      expect(cut.code).toBe(1);
      expect(cut.err).toContain('Cancelling; what is finished is kept.');
      expect(cut.err).toContain('Cancelled. What is reported here is in the case');
      const { fetched } = JSON.parse(cut.out);
      expect(fetched).toBeLessThanOrEqual(8);
      server.clearRules();
      const { code, out } = await spoor('sync', 's.spoor', '--json');
      expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, fetched: 20 - fetched, known: fetched });
      expect(JSON.parse((await spoor('info', 's.spoor', '--json')).out).events).toBe(40);
    } finally {
      await server.stop();
    }
  });

  it('cancels an import, which is bad news', async () => {
    const desk = await startTestEngine();
    try {
      const info = await desk.newCase();
      const { token } = await desk.engine.grantPath(path.join(folder, 'logs'));
      const { job } = await desk.engine.call('import.start', { case: info.case, grants: [token] });
      const waiting = waitForJob(desk.engine, job);
      process.emit('SIGINT', 'SIGINT');
      const ended = await waiting;
      expect(ended.state).toBe('cancelled');
      expect(await report(ended, 'a.spoor', true)).toBe(1);
    } finally {
      await desk.stop();
    }
  });

  it('pressed again ends at once; arriving twice it is pressed once', () => {
    const told: string[] = [];
    let nowMs = 1000;
    const leave = onInterrupt(() => told.push('first'), {
      clock: () => nowMs,
      endAtOnce: (signal) => told.push(signal),
    });
    process.emit('SIGINT', 'SIGINT');
    nowMs += 5;
    process.emit('SIGINT', 'SIGINT');
    expect(told).toEqual(['first']);
    nowMs += 2000;
    process.emit('SIGINT', 'SIGINT');
    expect(told).toEqual(['first', 'SIGINT']);
    const left = process.listenerCount('SIGINT');
    leave();
    expect(process.listenerCount('SIGINT')).toBe(left);
  });
});

describe('a reader that has enough', () => {
  it.each([['table'], ['ndjson']])('ends a query as %s quietly with 0', async (format) => {
    await spoor('import', 'many.spoor', 'logs');
    const query = startSpoor(folder, ['query', 'many.spoor', '--limit', '0', '--format', format]);
    query.child.stdout?.once('data', () => query.child.stdout?.destroy());
    expect(await query.ended).toMatchObject({ code: 0, err: '' });
  });
});
