import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCase } from '../../../electron/engine/case/case-file.ts';
import { clearIndex } from '../../../electron/engine/case/index-upkeep.ts';
import { spoorIn } from './run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-unfinished-'));
const spoor = spoorIn(folder);

beforeAll(async () => {
  mkdirSync(path.join(folder, 'logs'));
  const record = {
    eventVersion: '1.11',
    eventID: 'one',
    eventTime: '2026-03-01T01:00:00Z',
    eventName: 'GetObject',
  };
  writeFileSync(path.join(folder, 'logs', 'a.json.gz'), gzipSync(JSON.stringify({ Records: [record] })));
  await spoor('import', 'a.spoor', 'logs');
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('says of a case whose reindex was killed that events are missing, until it is reindexed', async () => {
  expect((await spoor('info', 'a.spoor')).err).toBe('');
  // What a reindex does first; a kill then leaves the case like this.
  const file = openCase(path.join(folder, 'a.spoor'), { access: 'write', clock: () => 0, version: '0.0.0' });
  clearIndex(file.db);
  file.close();
  for (const command of ['info', 'query', 'count']) {
    const { code, err } = await spoor(command, 'a.spoor');
    expect(code).toBe(0);
    expect(err).toContain('The index of a.spoor is not whole');
    expect(err).toContain('spoor reindex');
  }
  expect((await spoor('info', 'a.spoor', '--json')).out).toContain('"needsReindex":true');
  expect((await spoor('reindex', 'a.spoor')).code).toBe(0);
  const { out, err } = await spoor('info', 'a.spoor');
  expect({ err, out }).toMatchObject({ err: '', out: expect.stringContaining('1 events') });
});
