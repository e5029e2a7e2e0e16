import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { beforeEach, expect, it, vi } from 'vitest';
import { memoryLog } from '../../contract/stub-handlers.ts';

const electron = vi.hoisted(() => ({
  listeners: new Set<() => void>(),
  quit: vi.fn(),
  ask: vi.fn<() => Promise<{ response: number }>>(),
}));

vi.mock('electron', () => ({
  app: {
    on: (_name: string, listener: () => void) => electron.listeners.add(listener),
    off: (_name: string, listener: () => void) => electron.listeners.delete(listener),
    quit: electron.quit,
  },
  dialog: { showMessageBox: electron.ask },
}));

const { askToClose } = await import('../../../electron/main/ask-to-close.ts');

/** A window that closes where nobody prevents it. */
class FakeWindow extends EventEmitter {
  isClosed = false;

  close(): void {
    let isPrevented = false;
    this.emit('close', { preventDefault: () => (isPrevented = true) });
    if (isPrevented) return;
    this.isClosed = true;
    this.emit('closed');
  }
}

let jobs: string[] = [];
let window = new FakeWindow();
const settled = () => new Promise((resolve) => setImmediate(resolve));
/** As Electron quits: it is told first, then every window is closed. */
const quit = (): void => {
  for (const listener of electron.listeners) listener();
  window.close();
};

beforeEach(() => {
  electron.listeners.clear();
  electron.quit.mockReset();
  electron.ask.mockReset();
  jobs = ['Importing'];
  window = new FakeWindow();
  // A cast: the members of the window that are used.
  askToClose(window as unknown as BrowserWindow, {
    jobs: () => jobs,
    outlivesWindow: false,
    log: memoryLog(),
  });
});

it('a window without work is closed at once', () => {
  jobs = [];
  window.close();
  expect(window.isClosed).toBe(true);
  expect(electron.ask).not.toHaveBeenCalled();
  expect(electron.listeners.size).toBe(0);
});

it('a window with work stays when the person says so, and asks again the next time', async () => {
  electron.ask.mockResolvedValue({ response: 0 });
  window.close();
  // Impatience asks nothing twice.
  window.close();
  await settled();
  expect(electron.ask).toHaveBeenCalledOnce();
  window.close();
  await settled();
  expect(electron.ask).toHaveBeenCalledTimes(2);
  expect(window.isClosed).toBe(false);
  expect(electron.quit).not.toHaveBeenCalled();
});

it('a window with work is closed when the person says so', async () => {
  electron.ask.mockResolvedValue({ response: 1 });
  window.close();
  await settled();
  expect(window.isClosed).toBe(true);
  expect(electron.quit).not.toHaveBeenCalled();
});

it('quitting that was agreed to goes on as quitting', async () => {
  electron.ask.mockResolvedValue({ response: 1 });
  electron.quit.mockImplementation(quit);
  quit();
  await settled();
  expect(electron.quit).toHaveBeenCalledOnce();
  expect(window.isClosed).toBe(true);
});

it('quitting that was refused is forgotten: closing later closes the window alone', async () => {
  electron.ask.mockResolvedValueOnce({ response: 0 }).mockResolvedValueOnce({ response: 1 });
  quit();
  await settled();
  expect(window.isClosed).toBe(false);
  window.close();
  await settled();
  expect(window.isClosed).toBe(true);
  expect(electron.quit).not.toHaveBeenCalled();
});

it('a question that cannot be asked stops no later one', async () => {
  electron.ask.mockRejectedValueOnce(new Error('no display')).mockResolvedValueOnce({ response: 1 });
  quit();
  await settled();
  expect(window.isClosed).toBe(false);
  window.close();
  await settled();
  expect(window.isClosed).toBe(true);
  expect(electron.quit).not.toHaveBeenCalled();
});
