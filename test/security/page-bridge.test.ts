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
  const invoke = async (
    channel: string,
    senderFrame: unknown = frame,
    ...args: unknown[]
  ): Promise<unknown> => handlers.get(channel)?.({ senderFrame } as IpcMainInvokeEvent, ...args);
  return { bridge, engine, frame, handlers, invoke, log };
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
    bridge.pageLoaded();
    const both = await Promise.allSettled([invoke(ipc.connect), invoke(ipc.connect)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(frame.postMessage).toHaveBeenCalledTimes(2);
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
    bridge.open(['/a.spoor']);
    await invoke(ipc.opened);
    await vi.waitFor(() => expect(frame.send).toHaveBeenCalledTimes(1));
    expect(frame.send).toHaveBeenCalledWith(ipc.open, [grant]);
    await invoke(ipc.opened);
    bridge.open(['/b.spoor']);
    await vi.waitFor(() => expect(frame.send).toHaveBeenCalledTimes(2));
  });
});
