import { EventEmitter } from 'node:events';
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PageState } from '../../../electron/contract/menu.ts';
import { Windows } from '../../../electron/main/windows.ts';

const start: PageState = {
  commands: [],
  jobs: [],
  caseJobs: [],
  caseName: null,
  casePlace: null,
  isBusy: false,
};

class FakeWindow extends EventEmitter {
  readonly webContents: { readonly id: number };
  readonly beside: unknown;
  readonly isMinimized = () => false;
  readonly focus = vi.fn(() => void this.emit('focus'));

  constructor(id: number, beside: unknown) {
    super();
    this.webContents = { id };
    this.beside = beside;
  }
}

function setUp() {
  const made: FakeWindow[] = [];
  const states = new Map<number, PageState>();
  const handOver = vi.fn();
  const onCurrent = vi.fn();
  const onClosed = vi.fn();
  const windows = new Windows({
    open(beside) {
      const window = new FakeWindow(made.length + 1, beside);
      made.push(window);
      // A cast: the members of the window that are used.
      return window as unknown as BrowserWindow;
    },
    stateOf: (page) => states.get(page) ?? start,
    handOver,
    onCurrent,
    onClosed,
  });
  const showCase = (id: number, file: string): void => {
    states.set(id, { ...start, caseName: path.basename(file), casePlace: path.dirname(file) });
    windows.settle(id);
  };
  return { handOver, made, onClosed, onCurrent, showCase, states, windows };
}

let folder = '';
beforeEach(() => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'spoor-windows-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('the window used last is the current one, and the next is opened beside it', () => {
  const { made, onClosed, onCurrent, windows } = setUp();
  windows.openNew();
  windows.openNew();
  expect(made[1]?.beside).toBe(made[0]);
  expect(windows.current?.id).toBe(2);
  onCurrent.mockClear();
  made[0]?.emit('focus');
  made[0]?.emit('focus');
  expect(windows.current?.id).toBe(1);
  expect(onCurrent).toHaveBeenCalledOnce();
  made[0]?.emit('closed');
  expect(onClosed.mock.calls).toEqual([[1, null]]);
  expect([windows.current?.id, windows.count, windows.get(1)]).toEqual([2, 1, undefined]);
});

it('showing Spoor opens a window only where there is none', () => {
  const { made, windows } = setUp();
  windows.show();
  windows.show();
  expect(made).toHaveLength(1);
  expect(made[0]?.focus).toHaveBeenCalledOnce();
});

it('cases on a command line open a window each, also before any page has loaded', () => {
  const { handOver, made, windows } = setUp();
  windows.openPaths(['/x/a.spoor', '/x/b.spoor', '/x/logs', '/x/a.spoor']);
  expect(handOver.mock.calls).toEqual([
    [1, ['/x/a.spoor']],
    [2, ['/x/b.spoor']],
    [3, ['/x/logs']],
  ]);
  // A second double click, before the first has come to anything.
  windows.openPaths(['/x/a.spoor']);
  expect(handOver).toHaveBeenCalledTimes(3);
  expect(made).toHaveLength(3);
  expect(windows.current?.id).toBe(1);
});

it('a case that a window shows comes to the front, by whatever name it was opened', () => {
  const { handOver, made, showCase, windows } = setUp();
  const file = path.join(folder, 'a.spoor');
  writeFileSync(file, '');
  symlinkSync(file, path.join(folder, 'link.spoor'));
  windows.openNew();
  showCase(1, file);
  windows.openNew();
  windows.openPaths([path.join(folder, 'link.spoor')]);
  expect(handOver).not.toHaveBeenCalled();
  expect(made).toHaveLength(2);
  expect(windows.current?.id).toBe(1);
});

it('a window on the start page takes what is opened, one that works on something does not', () => {
  const { handOver, showCase, states, windows } = setUp();
  windows.openNew();
  windows.openPaths(['/x/a.spoor']);
  expect(handOver.mock.calls).toEqual([[1, ['/x/a.spoor']]]);
  showCase(1, '/x/a.spoor');
  windows.openPaths(['/x/logs']);
  expect(handOver.mock.calls[1]).toEqual([2, ['/x/logs']]);
  // It was refused: the page stays on the start page, and is free again.
  windows.settle(2);
  windows.openPaths(['/x/other']);
  expect(handOver.mock.calls[2]).toEqual([2, ['/x/other']]);
  windows.settle(2);
  states.set(2, { ...start, isBusy: true });
  windows.openPaths(['/x/more']);
  expect(handOver.mock.calls[3]).toEqual([3, ['/x/more']]);
});

it('the last window on a case tells of it when it is closed, unless another may be opening it', () => {
  const { made, onClosed, showCase, states, windows } = setUp();
  for (const id of [1, 2, 3, 4]) {
    windows.openNew();
    showCase(id, id < 3 ? '/x/a.spoor' : `/x/${id}.spoor`);
  }
  made[0]?.emit('closed');
  made[1]?.emit('closed');
  states.set(4, { ...start, isBusy: true });
  made[2]?.emit('closed');
  made[3]?.emit('closed');
  expect(onClosed.mock.calls).toEqual([
    [1, null],
    [2, '/x/a.spoor'],
    [3, null],
    [4, null],
  ]);
});
