import type { IpcMain, IpcMainInvokeEvent } from 'electron';
import { expect, it, vi } from 'vitest';
import { ipc } from '../../../electron/contract/bridge.ts';
import { PageStates } from '../../../electron/main/page-state.ts';
import { memoryLog } from '../../contract/stub-handlers.ts';

function setUp() {
  const handlers = new Map<string, (event: IpcMainInvokeEvent, told: unknown) => unknown>();
  const onChange = vi.fn();
  const frame = { url: 'app://app/', parent: null, send: vi.fn(), isDestroyed: vi.fn(() => false) };
  const page = new PageStates({
    // A cast: the one member of ipcMain that is used.
    ipcMain: { handle: (name: string, handler: never) => handlers.set(name, handler) } as unknown as IpcMain,
    onChange,
    runInWindow: () => undefined,
    log: memoryLog(),
  });
  // A cast: the one member of the event that is used.
  const tell = (state: unknown) => handlers.get(ipc.state)?.({ senderFrame: frame } as never, state);
  return { page, frame, onChange, tell };
}

const command = { id: 'case.open', group: 'Case', title: 'Open', isEnabled: true };
const state = { commands: [command], jobs: ['Importing'], caseName: 'a.spoor' };

it('a command chosen in the menu goes to the page that told of it, as long as that is there', () => {
  const { page, frame, tell } = setUp();
  page.run('case.open');
  tell(state);
  page.run('case.open');
  expect(frame.send.mock.calls).toEqual([[ipc.command, 'case.open']]);
  frame.isDestroyed.mockReturnValue(true);
  page.run('case.open');
  expect(frame.send).toHaveBeenCalledOnce();
});

it('a page that loads again has no commands yet, and the work goes on', () => {
  const { page, frame, onChange, tell } = setUp();
  tell(state);
  page.pageLoaded();
  expect(page.current).toEqual({ ...state, commands: [] });
  page.run('case.open');
  expect(frame.send).not.toHaveBeenCalled();
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('nothing is left of a page whose window was closed', () => {
  const { page, tell } = setUp();
  tell(state);
  page.forget();
  expect(page.current).toEqual({ commands: [], jobs: [], caseName: null });
});
