import type { IpcMain, IpcMainInvokeEvent, MessageChannelMain } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { ipc } from '../../electron/contract/bridge.ts';
import { PageBridge } from '../../electron/main/page-bridge.ts';
import { memoryLog } from '../contract/stub-handlers.ts';

const grant = { token: 't', name: 'a', kind: 'file', place: '/', sizeBytes: 1 } as const;

function setUp() {
  const handlers = new Map<string, (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown>();
  const frame = { url: 'app://app/', parent: null, postMessage: vi.fn(), send: vi.fn() };
  const engine = {
    generation: 0,
    isAlive: false,
    start() {
      if (!engine.isAlive) engine.generation += 1;
      engine.isAlive = true;
    },
    hasEnded: async () => !engine.isAlive,
    connect: vi.fn(),
    grant: vi.fn(async (paths: readonly string[]) => ({ grants: paths.map(() => grant), errors: [] })),
  };
  const log = memoryLog();
  const bridge = new PageBridge({
    // A cast: the one member of ipcMain that is used.
    ipcMain: { handle: (name: string, handler: never) => handlers.set(name, handler) } as unknown as IpcMain,
    engine,
    openChannel: () => ({ port1: {}, port2: {} }) as unknown as MessageChannelMain,
    complain: vi.fn(),
    log,
  });
  const ask =
    (id: number) =>
    async (channel: string, senderFrame: unknown = frame, ...args: unknown[]): Promise<unknown> =>
      // A cast: the two members of the event that are used.
      handlers.get(channel)?.({ senderFrame, sender: { id } } as IpcMainInvokeEvent, ...args);
  return { ask, bridge, engine, frame, handlers, invoke: ask(1), log };
}

describe('security S17: what main does for a page', () => {
  it('every channel refuses a foreign frame', async () => {
    const { engine, handlers, invoke } = setUp();
    expect([...handlers.keys()].sort()).toEqual([ipc.connect, ipc.grantDropped, ipc.opened].sort());
    for (const channel of handlers.keys()) {
      for (const frame of [
        null,
        { url: 'https://evil.invalid/', parent: null },
        { url: 'app://app/', parent: {} },
      ]) {
        await expect(invoke(channel, frame, ['/etc/passwd'])).rejects.toThrow('not for this frame');
      }
    }
    expect(engine.connect).not.toHaveBeenCalled();
    expect(engine.grant).not.toHaveBeenCalled();
  });

  it('a page gets one port per load, also when it asks twice at once', async () => {
    const { bridge, frame, invoke } = setUp();
    await invoke(ipc.connect);
    await expect(invoke(ipc.connect)).rejects.toThrow('port already');
    expect(frame.postMessage).toHaveBeenCalledTimes(1);
    bridge.pageLoaded(1);
    const both = await Promise.allSettled([invoke(ipc.connect), invoke(ipc.connect)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(frame.postMessage).toHaveBeenCalledTimes(2);
  });

  it('each window has a port of its own, once per load of that window', async () => {
    const { ask, bridge, engine, frame } = setUp();
    const other = { ...frame, postMessage: vi.fn() };
    await ask(1)(ipc.connect);
    await ask(2)(ipc.connect, other);
    expect([frame.postMessage.mock.calls.length, other.postMessage.mock.calls.length]).toEqual([1, 1]);
    // A load in one window is none in the other.
    bridge.pageLoaded(1);
    await expect(ask(2)(ipc.connect, other)).rejects.toThrow('port already');
    await ask(1)(ipc.connect);
    expect(engine.connect).toHaveBeenCalledTimes(3);
    expect(engine.generation).toBe(1);
  });

  it('an engine that died is started once, and every window gets a port to it', async () => {
    const { ask, engine, frame } = setUp();
    await ask(1)(ipc.connect);
    await ask(2)(ipc.connect);
    engine.isAlive = false;
    await Promise.all([ask(1)(ipc.connect), ask(2)(ipc.connect)]);
    expect(engine.generation).toBe(2);
    expect(frame.postMessage).toHaveBeenCalledTimes(4);
  });

  it('a window that was closed while it waited gets no port', async () => {
    const { bridge, engine, invoke } = setUp();
    await invoke(ipc.connect);
    engine.isAlive = false;
    const asked = invoke(ipc.connect);
    bridge.forget(1);
    await expect(asked).rejects.toThrow('port already');
    expect(engine.connect).toHaveBeenCalledTimes(1);
  });

  it('a page whose engine died gets a port to a new one', async () => {
    const { engine, frame, invoke } = setUp();
    await invoke(ipc.connect);
    engine.isAlive = false;
    const both = await Promise.allSettled([invoke(ipc.connect), invoke(ipc.connect)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(engine.generation).toBe(2);
    expect(frame.postMessage).toHaveBeenCalledTimes(2);
  });

  it.each([[undefined], ['/etc/passwd'], [[1]], [['']], [{ length: 1 }], [Array(1001).fill('/a')]])(
    'dropped files that are no list of paths are refused (%#)',
    async (paths) => {
      const { engine, frame, invoke } = setUp();
      await expect(invoke(ipc.grantDropped, frame, paths)).rejects.toThrow();
      expect(engine.grant).not.toHaveBeenCalled();
    },
  );

  it('files opened before the page listens reach it when it does, once', async () => {
    const { bridge, frame, invoke } = setUp();
    bridge.open(1, ['/a.spoor']);
    await invoke(ipc.opened);
    await vi.waitFor(() => expect(frame.send).toHaveBeenCalledTimes(1));
    expect(frame.send).toHaveBeenCalledWith(ipc.open, [grant]);
    await invoke(ipc.opened);
    bridge.open(1, ['/b.spoor']);
    await vi.waitFor(() => expect(frame.send).toHaveBeenCalledTimes(2));
  });

  it('files opened for one window reach no other', async () => {
    const { ask, bridge, frame } = setUp();
    const other = { ...frame, send: vi.fn() };
    bridge.open(1, ['/a.spoor']);
    await ask(2)(ipc.opened, other);
    await ask(1)(ipc.opened);
    await vi.waitFor(() => expect(frame.send).toHaveBeenCalledTimes(1));
    expect(other.send).not.toHaveBeenCalled();
  });
});
