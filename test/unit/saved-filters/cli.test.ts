import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { spoorIn } from '../cli/run-spoor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'spoor-cli-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const saved = (content: unknown): void => {
  mkdirSync(path.join(folder, 'data'));
  writeFileSync(path.join(folder, 'data', 'saved-filters.json'), JSON.stringify(content));
};

const mine = { id: 'a', name: 'Mine \u001b[31m', note: 'ours', shortcut: '2', filter: 'user:alice' };

it('spoor filters lists what was saved before what Spoor brings along, harmless for a terminal', async () => {
  saved({ kind: 'spoor-filters', version: 1, filters: [mine] });
  const { code, out } = await spoorIn(folder)('filters');
  expect(code).toBe(0);
  expect(out.startsWith('Mine \\u001b[31m\n  ours\n  user:alice\nSign-ins\n')).toBe(true);
});

it('spoor filters --json prints names, notes and filters', async () => {
  saved({ kind: 'spoor-filters', version: 1, filters: [mine] });
  const { out } = await spoorIn(folder)('filters', '--json');
  const { id: _, ...words } = mine;
  expect(JSON.parse(out)).toMatchObject({
    saved: [words],
    builtIn: expect.arrayContaining([
      expect.objectContaining({ name: 'Denied calls', filter: 'outcome:denied' }),
    ]),
  });
});

it('spoor filters says what is wrong with a damaged file, and fails', async () => {
  saved([]);
  const { code, err } = await spoorIn(folder)('filters');
  expect([code, err.includes('saved-filters.json are damaged')]).toEqual([3, true]);
});
