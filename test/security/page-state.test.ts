import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { ipc } from '../../electron/contract/bridge.ts';
import { PageStates } from '../../electron/main/page-state.ts';
import { memoryLog } from '../contract/stub-handlers.ts';

function setUp() {
  const handlers = new Map<string, (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown>();
  const onChange = vi.fn();
  const runInWindow = vi.fn();
  const page = new PageStates({
    // A cast: the one member of ipcMain that is used.
    ipcMain: { handle: (name: string, handler: never) => handlers.set(name, handler) } as unknown as IpcMain,
    onChange,
    runInWindow,
    log: memoryLog(),
  });
  const frame = { url: 'app://app/', parent: null, send: vi.fn(), isDestroyed: () => false };
  const invoke = async (channel: string, senderFrame: unknown, told: unknown): Promise<unknown> =>
    // A cast: the two members of the event that are used.
    handlers.get(channel)?.({ senderFrame, sender: { id: 1 } } as IpcMainInvokeEvent, told);
  return { frame, handlers, invoke, onChange, page, runInWindow };
}

const state = {
  commands: [],
  jobs: ['Importing'],
  caseJobs: [],
  caseName: 'a',
  casePlace: '/cases',
  isBusy: false,
};

describe('security S17: what a page tells of itself', () => {
  it('is heard from the main frame of our page only', async () => {
    const { frame, handlers, invoke, onChange, page, runInWindow } = setUp();
    expect([...handlers.keys()].sort()).toEqual([ipc.state, ipc.window].sort());
    for (const other of [
      null,
      { ...frame, url: 'https://evil.invalid/' },
      { ...frame, url: 'file:///index.html' },
      { ...frame, parent: {} },
    ]) {
      await expect(invoke(ipc.state, other, state)).rejects.toThrow('not for this frame');
      await expect(invoke(ipc.window, other, 'window.zoom-in')).rejects.toThrow('not for this frame');
    }
    expect(onChange).not.toHaveBeenCalled();
    expect(runInWindow).not.toHaveBeenCalled();
    await invoke(ipc.state, frame, state);
    expect(page.of(1)).toEqual(state);
  });

  it('is of one shape, and asks of the window only what is on the list', async () => {
    const { frame, invoke, onChange, runInWindow } = setUp();
    for (const told of [null, 'x', [], {}, { ...state, jobs: [7] }, { ...state, commands: [{ id: 1 }] }])
      await expect(invoke(ipc.state, frame, told)).rejects.toThrow();
    for (const id of ['window.close', 'constructor', '', null, { id: 'window.zoom-in' }])
      await expect(invoke(ipc.window, frame, id)).rejects.toThrow();
    expect(onChange).not.toHaveBeenCalled();
    expect(runInWindow).not.toHaveBeenCalled();
  });
});
