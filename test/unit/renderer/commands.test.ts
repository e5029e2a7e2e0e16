import { afterEach, describe, expect, it, vi } from 'vitest';
import { matchCommand } from '../../../renderer/palette/match-command.ts';
import { type Command, registerCommands, runCommand, useCommands } from '../../../renderer/state/commands.ts';
import { type Keystroke, keysOf, matchesShortcut } from '../../../renderer/state/shortcuts.ts';

const press = (key: string, held: Partial<Keystroke> = {}): Keystroke => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

describe('a shortcut', () => {
  it('with Mod is Control, and Command on a Mac', () => {
    const ctrl = press('e', { ctrlKey: true });
    const command = press('e', { metaKey: true });
    expect([
      matchesShortcut('Mod+E', ctrl, false),
      matchesShortcut('Mod+E', command, false),
      matchesShortcut('Mod+E', ctrl, true),
      matchesShortcut('Mod+E', command, true),
    ]).toEqual([true, false, false, true]);
  });

  it('of a plain key is not taken with Control, Alt or another key', () => {
    expect(
      [press('z'), press('z', { ctrlKey: true }), press('z', { altKey: true }), press('y')].map((stroke) =>
        matchesShortcut('z', stroke, false),
      ),
    ).toEqual([true, false, false, false]);
  });

  it('of a sign is taken however the keyboard makes it', () => {
    expect([
      matchesShortcut('?', press('?', { shiftKey: true }), false),
      matchesShortcut('/', press('/', { shiftKey: true }), false),
      matchesShortcut('/', press('/'), false),
    ]).toEqual([true, true, true]);
  });

  it('of a letter is told from the same letter with Shift', () => {
    const shifted = press('O', { ctrlKey: true, shiftKey: true });
    expect([
      matchesShortcut('Mod+O', shifted, false),
      matchesShortcut('Mod+Shift+O', shifted, false),
    ]).toEqual([false, true]);
  });

  it('is written as the keyboard has it', () => {
    expect([
      keysOf('Mod+Shift+O', false),
      keysOf('Mod+K', true),
      keysOf('z', false),
      keysOf('ArrowUp', false),
    ]).toEqual(['Ctrl Shift O', '⌘ K', 'Z', '↑']);
  });
});

describe('the registry of commands', () => {
  afterEach(() => useCommands.setState({ commands: [] }));
  const command = (id: string, more: Partial<Command> = {}): Command => ({
    id,
    group: 'View',
    title: id,
    run: vi.fn(),
    ...more,
  });

  it('has a page’s commands for as long as the page is shown', () => {
    const remove = registerCommands([command('filter.focus')]);
    expect(useCommands.getState().commands.map(({ id }) => id)).toEqual(['filter.focus']);
    remove();
    expect(useCommands.getState().commands).toEqual([]);
  });

  it('lets a later command of the same id take the place of the earlier', () => {
    const removeFirst = registerCommands([command('a.b')]);
    const second = command('a.b');
    registerCommands([second]);
    removeFirst();
    expect(useCommands.getState().commands).toEqual([second]);
  });

  it('runs a command only where it exists and is enabled', () => {
    const ready = command('is.ready');
    const resting = command('is.resting', { isEnabled: () => false });
    registerCommands([ready, resting]);
    expect([runCommand('is.ready'), runCommand('is.resting'), runCommand('is.unknown')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(ready.run).toHaveBeenCalledOnce();
    expect(resting.run).not.toHaveBeenCalled();
  });
});

describe('the palette', () => {
  it('finds commands by the beginnings of their words and keywords, and nothing by scattered letters', () => {
    expect(matchCommand('Import a folder…', 'im fo')).toBeGreaterThan(0);
    expect(matchCommand('Export events as CSV…', 'spread', ['spreadsheet'])).toBeGreaterThan(0);
    expect(matchCommand('Rebuild the index from the evidence', 'im')).toBe(0);
  });

  it('puts a title that begins so before one that only has a keyword', () => {
    expect(matchCommand('Import a folder…', 'import')).toBeGreaterThan(
      matchCommand('Show the jobs', 'import', ['import']),
    );
  });
});
