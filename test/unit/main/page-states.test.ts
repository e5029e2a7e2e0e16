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
  // A cast: the two members of the event that are used.
  const tell = (told: unknown, id = 1, senderFrame: unknown = frame) =>
    handlers.get(ipc.state)?.({ senderFrame, sender: { id } } as never, told);
  return { page, frame, onChange, tell };
}

const command = { id: 'case.open', group: 'Case', title: 'Open', isEnabled: true };
const nothing = {
  commands: [],
  jobs: [],
  caseJobs: [],
  caseName: null,
  casePlace: null,
  isBusy: false,
};
const state = {
  ...nothing,
  commands: [command],
  jobs: ['Importing'],
  caseName: 'a.spoor',
  casePlace: '/cases',
};

it('a command chosen in the menu goes to the page that told of it, as long as that is there', () => {
  const { page, frame, tell } = setUp();
  page.run(1, 'case.open');
  tell(state);
  page.run(1, 'case.open');
  expect(frame.send.mock.calls).toEqual([[ipc.command, 'case.open']]);
  frame.isDestroyed.mockReturnValue(true);
  page.run(1, 'case.open');
  expect(frame.send).toHaveBeenCalledOnce();
});

it('each window has what its own page has told, and its own commands', () => {
  const { page, frame, onChange, tell } = setUp();
  const other = { ...frame, send: vi.fn() };
  tell(state);
  tell({ ...nothing, caseName: 'b.spoor' }, 2, other);
  expect(onChange.mock.calls).toEqual([[1], [2]]);
  expect(page.of(1)).toEqual(state);
  expect(page.of(2).caseName).toBe('b.spoor');
  expect(page.of(undefined)).toEqual(nothing);
  page.run(2, 'case.open');
  expect(frame.send).not.toHaveBeenCalled();
  expect(other.send).toHaveBeenCalledOnce();
  // A page that was opened just now has not heard of the jobs.
  expect(page.jobs).toEqual(['Importing']);
  page.forget(1);
  expect(page.jobs).toEqual([]);
});

it('a page that loads again has no commands yet, and the work goes on', () => {
  const { page, frame, onChange, tell } = setUp();
  tell(state);
  page.pageLoaded(1);
  expect(page.of(1)).toEqual({ ...state, commands: [] });
  page.run(1, 'case.open');
  expect(frame.send).not.toHaveBeenCalled();
  expect(onChange).toHaveBeenCalledTimes(2);
});

it('nothing is left of a page whose window was closed', () => {
  const { page, tell } = setUp();
  tell(state);
  page.forget(1);
  expect(page.of(1)).toEqual(nothing);
});
