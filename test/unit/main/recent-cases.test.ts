import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RecentCases } from '../../../electron/engine/recent-cases.ts';
import { nameCases, readRecentCases } from '../../../electron/main/recent-cases.ts';

describe('the native menu’s recent cases', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'spoor-recent-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const fileIn = (...names: string[]): string => {
    const file = path.join(folder, ...names);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, '');
    return file;
  };

  it('are those that the engine wrote down, the last one first, without those that are gone', async () => {
    const engine = new RecentCases(folder);
    const [older, newer] = [fileIn('older.spoor'), fileIn('newer.spoor')];
    await engine.remember(older, 1);
    await engine.remember(path.join(folder, 'gone.spoor'), 2);
    await engine.remember(newer, 3);
    expect(readRecentCases(folder)).toEqual([
      { path: newer, name: 'newer.spoor' },
      { path: older, name: 'older.spoor' },
    ]);
  });

  it('are none when the list is damaged or not there', () => {
    expect(readRecentCases(folder)).toEqual([]);
    writeFileSync(path.join(folder, 'recent-cases.json'), '[{"path":7}]');
    expect(readRecentCases(folder)).toEqual([]);
  });

  it('of the same name are told apart by their folders', () => {
    const names = nameCases([
      path.join('a', 'case.spoor'),
      path.join('b', 'case.spoor'),
      path.join('a', 'other.spoor'),
    ]).map(({ name }) => name);
    expect(names).toEqual(['case.spoor in a', 'case.spoor in b', 'other.spoor']);
  });
});
