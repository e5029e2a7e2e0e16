import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import { memoryLog } from '../../contract/stub-handlers.ts';

type Event = { preventDefault(): void };

const electron = vi.hoisted(() => ({
  listeners: new Set<(event: Event) => void>(),
  quit: vi.fn(),
  ask: vi.fn<(...asked: unknown[]) => Promise<{ response: number }>>(),
}));

vi.mock('electron', () => ({
  app: {
    on: (_name: string, listener: (event: Event) => void) => electron.listeners.add(listener),
    quit: electron.quit,
  },
  dialog: { showMessageBox: electron.ask },
}));

const { CloseQuestions } = await import('../../../electron/main/ask-to-close.ts');

/** A window that closes where nobody prevents it. */
class FakeWindow extends EventEmitter {
  isClosed = false;
  readonly isDestroyed = (): boolean => this.isClosed;

  close(): void {
    let isPrevented = false;
    this.emit('close', { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    this.isClosed = true;
    open = open.filter((other) => other !== this);
  }
}

let jobs: string[] = [];
let open: FakeWindow[] = [];
let outlives = false;
const settled = () => new Promise((resolve) => setImmediate(resolve));
/** As Electron quits: it is told first, then every window is closed. */
const quit = (): void => {
  let isPrevented = false;
  for (const listener of electron.listeners) listener({ preventDefault: () => (isPrevented = true) });
  if (!isPrevented) for (const window of open) window.close();
};
/** What the person was asked, in words. */
const asked = (): string[] => electron.ask.mock.calls.map((all) => JSON.stringify(all.at(-1)));
const inFirst = ['Importing'];

function setUp(count = 1) {
  electron.listeners.clear();
  const questions = new CloseQuestions({
    jobs: () => jobs,
    windowCount: () => open.length,
    // A cast: the members of the window that are used.
    currentWindow: () => open[0] as unknown as BrowserWindow,
    outlivesWindows: outlives,
    log: memoryLog(),
  });
  const windows = Array.from({ length: count }, () => new FakeWindow());
  open = windows;
  // The first one shows the case that is worked on.
  for (const [nth, window] of windows.entries())
    questions.watch(window as unknown as BrowserWindow, () => (nth === 0 ? jobs : []));
  const [first = new FakeWindow(), second = new FakeWindow()] = windows;
  return { first, second };
}

beforeEach(() => {
  electron.quit.mockReset();
  electron.quit.mockImplementation(quit);
  electron.ask.mockReset();
  jobs = inFirst;
  outlives = false;
});

it('a window without work is closed at once', () => {
  jobs = [];
  const { first } = setUp();
  first.close();
  expect(first.isClosed).toBe(true);
  expect(electron.ask).not.toHaveBeenCalled();
});

it('the last window stays when the person says so, and asks again the next time', async () => {
  electron.ask.mockResolvedValue({ response: 0 });
  const { first } = setUp();
  first.close();
  // Impatience asks nothing twice.
  first.close();
  await settled();
  expect(asked()).toEqual([expect.stringContaining('Closing stops this')]);
  first.close();
  await settled();
  expect(electron.ask).toHaveBeenCalledTimes(2);
  expect(first.isClosed).toBe(false);
});

it('the last window is closed when the person says so', async () => {
  electron.ask.mockResolvedValue({ response: 1 });
  const { first } = setUp();
  first.close();
  await settled();
  expect(first.isClosed).toBe(true);
  expect(electron.quit).not.toHaveBeenCalled();
});

it('one of two windows asks only over its own case, whose work goes on without it', async () => {
  electron.ask.mockResolvedValue({ response: 1 });
  const { first } = setUp(2);
  first.close();
  await settled();
  expect(asked()).toEqual([expect.stringContaining('goes on without the window')]);
  expect(first.isClosed).toBe(true);

  electron.ask.mockClear();
  const again = setUp(2);
  again.second.close();
  expect(again.second.isClosed).toBe(true);
  expect(electron.ask).not.toHaveBeenCalled();
});

it('the last window asks over the work of every case, also of one whose window was closed before', async () => {
  electron.ask.mockResolvedValue({ response: 1 });
  const { first, second } = setUp(2);
  first.close();
  await settled();
  second.close();
  await settled();
  expect(asked()).toEqual([
    expect.stringContaining('goes on without'),
    expect.stringContaining('Closing stops this'),
  ]);
});

it('a window that has become the last one while it asked asks again', async () => {
  let answer = (_given: { response: number }): void => {};
  electron.ask.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  electron.ask.mockResolvedValueOnce({ response: 0 });
  const { first, second } = setUp(2);
  first.close();
  second.close();
  answer({ response: 1 });
  await settled();
  expect(asked()[1]).toContain('Closing stops this');
  expect(first.isClosed).toBe(false);
});

it('where Spoor goes on without windows, closing the last one stops nothing', async () => {
  outlives = true;
  electron.ask.mockResolvedValue({ response: 1 });
  const { first } = setUp();
  first.close();
  await settled();
  expect(asked()).toEqual([expect.stringContaining('goes on without the window')]);
  expect(first.isClosed).toBe(true);
});

it('quitting asks once, however many windows there are, and then closes them all', async () => {
  electron.ask.mockResolvedValue({ response: 1 });
  const { first, second } = setUp(2);
  quit();
  quit();
  await settled();
  expect(asked()).toEqual([expect.stringContaining('Quitting stops this')]);
  expect([first.isClosed, second.isClosed]).toEqual([true, true]);
  // Quitting goes on in steps, and none of them asks.
  quit();
  expect(electron.ask).toHaveBeenCalledOnce();
});

it('quitting without work asks nothing', () => {
  jobs = [];
  const { first } = setUp();
  quit();
  expect(first.isClosed).toBe(true);
  expect(electron.ask).not.toHaveBeenCalled();
});

it('quitting that was refused is forgotten: closing later asks for the window alone', async () => {
  electron.ask.mockResolvedValueOnce({ response: 0 }).mockResolvedValueOnce({ response: 1 });
  const { first } = setUp();
  quit();
  await settled();
  expect(first.isClosed).toBe(false);
  first.close();
  await settled();
  expect(first.isClosed).toBe(true);
  expect(electron.quit).not.toHaveBeenCalled();
});

it('a question that cannot be asked stops no later one', async () => {
  electron.ask.mockRejectedValueOnce(new Error('no display')).mockResolvedValueOnce({ response: 1 });
  const { first } = setUp();
  quit();
  await settled();
  expect(first.isClosed).toBe(false);
  first.close();
  await settled();
  expect(first.isClosed).toBe(true);
});
