import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseInfo } from '../../../electron/contract/api.ts';
import { BlobReader } from '../../../electron/engine/case/blobs.ts';
import { openCaseConnection } from '../../../electron/engine/case/case-file.ts';
import type { Database } from '../../../electron/engine/case/driver.ts';
import { filesOfEvents } from '../../../electron/engine/case/skip-runs.ts';
import type { Needles } from '../../../electron/engine/filter/raw-needles.ts';
import { toText } from '../../../electron/engine/ingest/decode.ts';
import { inflate } from '../../../electron/engine/ingest/inflate.ts';
import { runsWithout } from '../../../electron/engine/skip-index/read.ts';
import { endOf, sharedData, startTestEngine, type TestEngine } from '../../support/engine.ts';

const trails = [
  'Yamato-Security__suzaku-sample-data',
  'DataDog__stratus-red-team',
  'Permiso-io-tools__CloudConsoleCartographer',
].map((name) => path.join(sharedData, name));

interface ReadFile {
  readonly text: Buffer;
  readonly firstEvent: number;
  readonly endEvent: number;
}

describe.skipIf(!existsSync(sharedData))('the skip index of real trails', () => {
  let desk: TestEngine;
  let info: CaseInfo;
  let db: Database;
  let files: readonly ReadFile[];
  let lastEvent: number;

  beforeAll(async () => {
    desk = await startTestEngine();
    info = await desk.newCase('real');
    await desk.importInto(info, ...trails);
    const { job } = await desk.engine.call('skipIndex.start', { case: info.case });
    expect((await endOf(desk.engine, job)).error).toBeNull();
    db = openCaseConnection(path.join(info.place, info.name), { readOnly: true });
    lastEvent = Number(db.get('SELECT max(id) AS n FROM events')?.n);
    const blobs = new BlobReader(db);
    files = [...filesOfEvents(db, 1, lastEvent + 1)].map(({ sha256, firstEvent, endEvent }) => ({
      text: toText(inflate(blobs.get(sha256 ?? new Uint8Array())).bytes).bytes,
      firstEvent,
      endEvent,
    }));
  });

  afterAll(async () => {
    db.close();
    await desk.stop();
  });

  it('has all events, at a size that it tells', async () => {
    const { events, bytes } = await desk.engine.call('skipIndex.size', { case: info.case });
    expect(events).toBe(lastEvent);
    expect(bytes).toBeGreaterThan(0);
    if (process.env.SPOOR_TEST_LOG)
      process.stderr.write(`${events} events, ${bytes / events} bytes an event, ${files.length} files\n`);
  });

  it('leaves out no file for a word of one of its records', () => {
    let asked = 0;
    let excluded = 0;
    for (const file of files) {
      const words = file.text.toString('utf8').match(/[\w./:@+=-]{5,80}/g) ?? [];
      for (let at = 0; at < words.length; at += Math.max(1, Math.floor(words.length / 25))) {
        const word = words[at]?.toLowerCase() ?? '';
        const needles: Needles = [[{ text: word, isCased: false, isStart: false }]];
        const without = runsWithout(db, needles);
        for (const { firstEvent, endEvent } of without) {
          expect(firstEvent < file.endEvent && endEvent > file.firstEvent, word).toBe(false);
          excluded += endEvent - firstEvent;
        }
        asked += 1;
      }
    }
    expect(asked).toBeGreaterThan(1000);
    if (process.env.SPOOR_TEST_LOG)
      process.stderr.write(`${asked} words, each leaves out ${excluded / asked / lastEvent} of the events\n`);
  });

  it('leaves out most events for what is in none of them', () => {
    const absent = ['AKIAQQZZXXJJWWVVYYKK', 'i-0f9e8d7c6b5a49382', '7f3c1e9a-5b2d-4c8e-9f60-a1b2c3d4e5f6'];
    for (const text of absent) {
      const without = runsWithout(db, [[{ text: text.toLowerCase(), isCased: false, isStart: false }]]);
      const events = without.reduce((sum, { firstEvent, endEvent }) => sum + endEvent - firstEvent, 0);
      expect(events / lastEvent).toBeGreaterThan(0.8);
      if (process.env.SPOOR_TEST_LOG) process.stderr.write(`${text}: ${events / lastEvent} left out\n`);
    }
  });
});
