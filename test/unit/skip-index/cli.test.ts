import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { spoorIn } from '../cli/run-spoor.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'spoor-skip-'));
const spoor = spoorIn(folder);

beforeAll(async () => {
  const Records = ['203.0.113.7', '198.51.100.9'].map((sourceIPAddress, at) => ({
    eventVersion: '1.11',
    eventID: `e-${at}`,
    eventTime: '2026-01-01T00:00:00Z',
    eventName: 'GetObject',
    eventSource: 's3.amazonaws.com',
    awsRegion: 'eu-west-1',
    recipientAccountId: '111122223333',
    sourceIPAddress,
  }));
  writeFileSync(path.join(folder, 'log.json'), JSON.stringify({ Records }));
  expect((await spoor('import', 'a.spoor', 'log.json')).code).toBe(0);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('builds the index of a case, however small, and tells its size', async () => {
  const { code, out } = await spoor('index', 'a.spoor');
  expect(code).toBe(0);
  expect(out).toMatch(/^2 events in the index, [\d.]+ MB: [\d.]+ bytes an event/);
  const again = await spoor('index', 'a.spoor', '--json');
  expect(JSON.parse(again.out)).toMatchObject({ events: 2 });
  expect(JSON.parse(again.out).bytes).toBeGreaterThan(0);
});

it('answers 3 where there is no case', async () => {
  expect(await spoor('index', 'none.spoor')).toMatchObject({ code: 3, out: '' });
});
