import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { upsertBucket } from '../../../electron/engine/case/bucket-settings.ts';
import { openCaseConnection } from '../../../electron/engine/case/case-file.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { ParsePool } from '../../../electron/engine/ingest/parse-pool.ts';
import { runSync } from '../../../electron/engine/ingest/run-sync.ts';
import { sealedKeys } from '../../../electron/engine/sources/s3/connection-spec.ts';
import { Gate } from '../../../electron/engine/sources/s3/gate.ts';
import { logBody, logKey, recordNumber } from '../../support/bucket-trail.ts';
import { startTestEngine, type TestEngine, workersDir } from '../../support/engine.ts';
import { type FaultObject, type FaultS3, startFaultS3 } from '../../support/fault-s3.ts';
import { placeAt, reader } from '../s3/place.ts';
import { connect, everything, keys, sync } from './sync-desk.ts';

let desk: TestEngine;
let server: FaultS3;
let info: CaseInfo;

beforeEach(async () => {
  desk = await startTestEngine();
  info = await desk.newCase();
});
afterEach(async () => {
  await desk.stop();
  await server.stop();
});

/** Of about eight kilobytes that cannot be made smaller. */
function largeObject(n: number): FaultObject {
  const requestParameters = { noise: randomBytes(8192).toString('base64') };
  return { key: logKey('2026-03-01', n), body: logBody(recordNumber(n, { requestParameters })) };
}

/** The sync of the ingest thread, over a connection of the test's own: only that can be given a full disk. */
async function syncOver(db: Database): Promise<unknown> {
  const place = placeAt(server.url);
  const settings = { place, signIn: null, caPem: null, choice: everything, selectorsJson: null };
  const sourceId = upsertBucket(db, settings, 0);
  const pool = new ParsePool(path.join(workersDir, 'parse-thread.js'), 2);
  const { signal } = new AbortController();
  const casePath = path.join(info.place, info.name);
  const spec = { place, region: 'us-east-1', caPem: null, keys: sealedKeys(reader), expiresAtMs: null };
  try {
    return await runSync(
      {
        task: { casePath, threads: 2, version: 'test', mode: 'import', sources: [] },
        db,
        pool,
        clock: Date.now,
        isCancelled: () => false,
        onProgress: () => undefined,
        signal,
        gate: new Gate(),
      },
      { sourceId, settings, connection: spec, concurrency: 8, keys: null },
      {
        renew: () => Promise.resolve(spec),
        ask: () => Promise.reject(new Error('Nothing is asked.')),
        onWaiting: () => undefined,
        onPlaces: () => undefined,
      },
    );
  } finally {
    await pool.close();
  }
}

it('a disk that fills up in mid-sync ends it in a sentence; what was there stays, and the next sync goes on', async () => {
  const objects = Array.from({ length: 120 }, (_, n) => largeObject(n));
  server = await startFaultS3({ credentials: [reader], objects: objects.slice(0, 20) });
  const connection = await connect(desk.engine, server.url, keys);
  await sync(desk.engine, info, connection);
  for (const object of objects.slice(20)) server.put(object);

  const db = openCaseConnection(path.join(info.place, info.name), { readOnly: false });
  try {
    const pages = Number(db.get('PRAGMA page_count')?.page_count);
    db.exec(`PRAGMA max_page_count = ${pages + 40}`);
    await expect(syncOver(db)).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringContaining(info.name),
    });
  } finally {
    db.close();
  }
  const kept = await desk.engine.call('sync.history', { case: info.case });
  expect(kept).toMatchObject([
    { outcome: 'failed', error: expect.stringMatching(/no space left/) },
    { outcome: 'done', fetched: 20 },
  ]);

  const again = await sync(desk.engine, info, connection);
  expect(again).toMatchObject({ state: 'done', importResult: { files: { seen: 120 } } });
  const whole = openCaseConnection(path.join(info.place, info.name), { readOnly: true });
  try {
    const count = (table: string): unknown => whole.get(`SELECT count(*) AS n FROM ${table}`)?.n;
    expect([count('objects'), count('blobs'), count('events')]).toEqual([120, 120, 120]);
    expect(whole.get('PRAGMA integrity_check')).toEqual({ integrity_check: 'ok' });
    expect(whole.all('PRAGMA foreign_key_check')).toEqual([]);
  } finally {
    whole.close();
  }
});
