import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FilterDraft, FilterList, SavedFilter } from '../../../electron/contract/saved-filters.ts';
import { startTestEngine, type TestEngine } from '../../support/engine.ts';

let running: TestEngine;
beforeEach(async () => {
  running = await startTestEngine();
});
afterEach(() => running.stop());

const draft = (name: string, filter: string, more: Partial<FilterDraft> = {}): FilterDraft => ({
  id: null,
  name,
  note: '',
  shortcut: null,
  filter,
  ...more,
});
const save = (one: FilterDraft): Promise<SavedFilter> => running.engine.call('filters.save', one);
const list = (): Promise<FilterList> => running.engine.call('filters.list', {});
const names = async (): Promise<string[]> => (await list()).own.map(({ name }) => name);
const fileOf = (): string => path.join(running.folder, 'data', 'saved-filters.json');

async function exported(name = 'filters.json'): Promise<string> {
  const file = path.join(running.folder, name);
  const { token } = await running.engine.grantPath(file, 'save');
  await running.engine.call('filters.export', { target: token, overwrite: false });
  return file;
}

async function imported(content: unknown, onSameName: 'keep-both' | 'replace' = 'keep-both') {
  const file = path.join(running.folder, 'from.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  const { token } = await running.engine.grantPath(file);
  return running.engine.call('filters.import', { file: token, onSameName });
}

const fileWith = (...filters: readonly unknown[]) => ({ kind: 'spoor-filters', version: 1, filters });

describe('a saved filter', () => {
  it('is there again with its note and its key, in the order of saving', async () => {
    await save(draft('Alice', 'user:alice', { note: 'ours', shortcut: '1' }));
    await save(draft('Bob', 'user:bob'));
    const { own, problem, builtIn } = await list();
    expect(own).toMatchObject([
      { name: 'Alice', note: 'ours', shortcut: '1', filter: 'user:alice' },
      { name: 'Bob', note: '', shortcut: null, filter: 'user:bob' },
    ]);
    expect([problem, builtIn.length > 15]).toEqual([null, true]);
  });

  it('is refused with the place when its filter is malformed, and nothing is kept of it', async () => {
    await expect(save(draft('Wrong', 'name:PutObject nmae:x'))).rejects.toMatchObject({
      code: 'filter-syntax',
      place: { start: 15, end: 20 },
    });
    expect(await names()).toEqual([]);
  });

  it('keeps its place when it is changed, and takes a key away from another', async () => {
    const first = await save(draft('First', 'user:a', { shortcut: '3' }));
    await save(draft('Second', 'user:b'));
    await save({ ...first, name: 'Renamed', shortcut: null });
    await save(draft('Third', 'user:c', { shortcut: '3' }));
    await save({ ...first, name: 'Renamed', shortcut: '3' });
    expect((await list()).own.map(({ name, shortcut }) => [name, shortcut])).toEqual([
      ['Renamed', '3'],
      ['Second', null],
      ['Third', null],
    ]);
  });

  it('has a name of its own, upper and lower case alike', async () => {
    const first = await save(draft('Root', 'user:a'));
    await expect(save(draft(' root ', 'user:b'))).rejects.toMatchObject({ code: 'already-exists' });
    await expect(save({ ...first, name: 'ROOT' })).resolves.toMatchObject({ name: 'ROOT' });
  });

  it('comes back to its place after it was deleted', async () => {
    for (const name of ['A', 'B', 'C']) await save(draft(name, `user:${name}`));
    const [, second] = (await list()).own;
    if (second === undefined) throw new Error('There are three.');
    await running.engine.call('filters.remove', { id: second.id });
    expect(await names()).toEqual(['A', 'C']);
    await save({ ...second, id: null, at: 1 });
    expect(await names()).toEqual(['A', 'B', 'C']);
    await expect(running.engine.call('filters.remove', { id: second.id })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('can be moved among the others', async () => {
    for (const name of ['A', 'B', 'C']) await save(draft(name, `user:${name}`));
    const { own } = await list();
    await running.engine.call('filters.move', { id: own[2]?.id ?? '', to: 0 });
    expect(await names()).toEqual(['C', 'A', 'B']);
  });

  it('is kept when many are saved at the same time', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, n) => save(draft(`F${n}`, `user:u${n}`))));
    expect((await names()).length).toBe(12);
    expect(readdirSync(path.dirname(fileOf())).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('is told to whoever watches', async () => {
    const enough = new AbortController();
    const seen: string[][] = [];
    for await (const { own } of running.engine.stream('filters.watch', {}, enough.signal)) {
      seen.push(own.map(({ name }) => name));
      if (seen.length === 2) break;
      await save(draft('New', 'user:new'));
    }
    enough.abort();
    expect(seen).toEqual([[], ['New']]);
  });
});

describe('a damaged file of saved filters', () => {
  it.each([
    ['no JSON', '{"kind": "spoor-fil'],
    ['another JSON', '[1, 2]'],
    ['an entry without a filter', JSON.stringify(fileWith({ id: 'a', name: 'A', note: '', shortcut: null }))],
  ])('with %s is told of in a sentence, and never written over', async (_, content) => {
    mkdirSync(path.dirname(fileOf()), { recursive: true });
    writeFileSync(fileOf(), content);
    const { own, builtIn, problem } = await list();
    expect([own, builtIn.length > 15]).toEqual([[], true]);
    expect(problem).toMatchObject({ code: 'unreadable', message: expect.stringContaining(fileOf()) });
    await expect(save(draft('New', 'user:new'))).rejects.toMatchObject({ code: 'unreadable' });
    await expect(imported(fileWith({ name: 'N', filter: 'user:n' }))).rejects.toMatchObject({
      code: 'unreadable',
    });
    expect(readFileSync(fileOf(), 'utf8')).toBe(content);
  });

  it('that is a folder is told of as well', async () => {
    mkdirSync(fileOf(), { recursive: true });
    expect((await list()).problem).toMatchObject({ code: 'unreadable' });
  });

  it.skipIf(process.getuid?.() === 0)('that may not be written is told of', async () => {
    mkdirSync(path.dirname(fileOf()), { recursive: true });
    chmodSync(path.dirname(fileOf()), 0o500);
    await expect(save(draft('New', 'user:new'))).rejects.toMatchObject({ code: 'not-allowed' });
    chmodSync(path.dirname(fileOf()), 0o700);
  });
});

describe('a file of filters', () => {
  it('that was written is read again by somebody else', async () => {
    await save(draft('Alice', 'user:alice', { note: 'ours', shortcut: '1' }));
    await save(draft('Päth', 'requestParameters."a key":x'));
    const file = await exported();
    const other = await startTestEngine();
    try {
      const { token } = await other.engine.grantPath(file);
      const result = await other.engine.call('filters.import', { file: token, onSameName: 'keep-both' });
      expect(result).toEqual({ added: 2, replaced: 0, unchanged: 0, notes: [] });
      const words = ({ own }: FilterList) => own.map(({ id: _, ...rest }) => rest);
      expect(words(await other.engine.call('filters.list', {}))).toEqual(words(await list()));
      const again = await other.engine.call('filters.import', { file: token, onSameName: 'keep-both' });
      expect(again).toEqual({ added: 0, replaced: 0, unchanged: 2, notes: [] });
    } finally {
      await other.stop();
    }
  });

  it('is not written over one that is there, unless that was said', async () => {
    await exported();
    await expect(exported()).rejects.toMatchObject({ code: 'already-exists' });
  });

  it('brings in what can be read, and says of each other entry why not', async () => {
    const result = await imported(
      fileWith({ name: 'Good', filter: 'user:a' }, { name: 'Bad', filter: 'nmae:x' }, 7, {
        name: 'Empty',
        filter: ' ',
      }),
    );
    expect(await names()).toEqual(['Good']);
    expect(result).toMatchObject({ added: 1, replaced: 0 });
    expect(result.notes).toMatchObject([
      { position: 1, name: 'Bad', isLeftOut: true, reason: expect.stringContaining('no field named nmae') },
      { position: 2, name: null, isLeftOut: true },
      { position: 3, name: 'Empty', isLeftOut: true, reason: expect.stringMatching(/^filter: /) },
    ]);
  });

  it('brings a name that is taken in beside the other, without its key, and says so', async () => {
    await save(draft('Root', 'user:a', { shortcut: '1' }));
    const result = await imported(fileWith({ name: 'root', filter: 'user:b', shortcut: '1' }));
    expect((await list()).own).toMatchObject([
      { name: 'Root', filter: 'user:a', shortcut: '1' },
      { name: 'root (2)', filter: 'user:b', shortcut: null },
    ]);
    expect(result.notes.map(({ isLeftOut }) => isLeftOut)).toEqual([false, false]);
  });

  it('replaces what has the same name when that was chosen', async () => {
    const { id } = await save(draft('Root', 'user:a', { shortcut: '1' }));
    const result = await imported(fileWith({ name: 'root', filter: 'user:b', shortcut: '1' }), 'replace');
    expect(result).toEqual({ added: 0, replaced: 1, unchanged: 0, notes: [] });
    expect((await list()).own).toMatchObject([{ id, name: 'root', filter: 'user:b', shortcut: '1' }]);
  });

  it('that is something else is refused', async () => {
    for (const content of ['no json', '[]', { kind: 'spoor-filters', version: 2, filters: [] }])
      await expect(imported(content)).rejects.toMatchObject({ code: 'unreadable' });
  });
});
