import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { rolldown } from 'rolldown';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SavedFilters } from '../../../electron/engine/saved-filters/saved-filters.ts';

const program = path.resolve(import.meta.dirname, '../../../dist/test/filters-child.js');
const file = 'saved-filters.json';

beforeAll(async () => {
  const bundle = await rolldown({
    input: path.join(import.meta.dirname, 'child.ts'),
    external: [/^node:/],
    platform: 'node',
    tsconfig: false,
  });
  await bundle.write({ file: program, format: 'esm', codeSplitting: false });
  await bundle.close();
});

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'spoor-filters-')), 'data');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

type Child = ChildProcessByStdio<Writable, Readable, null>;

async function startChild(who: string, count: number): Promise<Child> {
  const child = spawn(process.execPath, [program, folder, who, String(count)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

async function letGo(children: readonly Child[]): Promise<unknown[]> {
  const ended = children.map(async (child) => (await once(child, 'exit'))[0]);
  for (const { stdin } of children) stdin.end('go\n');
  return Promise.all(ended);
}

const draft = (name: string) => ({ id: null, name, note: '', shortcut: null, filter: 'user:alice' });
const lockOf = (pid: number, host: string): void => {
  mkdirSync(folder, { recursive: true });
  const holder = { program: 'Spoor', pid, host, processStart: null, sinceMs: 0 };
  writeFileSync(path.join(folder, `${file}-lock`), `${JSON.stringify(holder)}\n`);
};

test('filters that two programs save at the same moment are all kept', async () => {
  const children = await Promise.all([startChild('a', 25), startChild('b', 25)]);
  expect(await letGo(children)).toEqual([0, 0]);
  const { own, problem } = await new SavedFilters(folder).list();
  expect(problem).toBeNull();
  expect(new Set(own.map(({ name }) => name)).size).toBe(50);
  expect(readdirSync(folder)).toEqual([file]);
});

test('the lock of a program that was killed keeps nobody from saving', async () => {
  // The number of a process that has ended.
  const child = await startChild('gone', 0);
  await letGo([child]);
  lockOf(child.pid ?? 0, hostname());
  await new SavedFilters(folder).save(draft('Alice'));
  expect(readdirSync(folder)).toEqual([file]);
});

test('a lock that does not go away is told of with the file to delete, and nothing is written', async () => {
  lockOf(process.pid, 'another-machine.example');
  const filters = new SavedFilters(folder, { lockWaitMs: 0 });
  await expect(filters.save(draft('Alice'))).rejects.toMatchObject({
    code: 'case-in-use',
    message: expect.stringContaining('another-machine.example'),
    advice: expect.stringContaining(path.join(folder, `${file}-lock`)),
  });
  expect((await filters.list()).own).toEqual([]);
  rmSync(path.join(folder, `${file}-lock`));
  await expect(filters.save(draft('Alice'))).resolves.toMatchObject({ name: 'Alice' });
});
