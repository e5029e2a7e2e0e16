import { describe, expect, it, vi } from 'vitest';

const exposed = vi.hoisted(() => new Map<string, Record<string, unknown>>());
const invoked = vi.hoisted(() => [] as unknown[][]);

vi.mock('electron', () => ({
  contextBridge: {
    exposeInMainWorld: (name: string, value: Record<string, unknown>) => exposed.set(name, value),
  },
  ipcRenderer: {
    on: () => undefined,
    invoke: async (...args: unknown[]) => {
      invoked.push(args);
    },
  },
  webUtils: { getPathForFile: (file: { path: string }) => file.path },
}));

await import('../../electron/preload/index.ts');

describe('security S20: the preload', () => {
  it('shows the page these functions and nothing else', () => {
    expect([...exposed.keys()]).toEqual(['spoor']);
    const bridge = exposed.get('spoor') ?? {};
    expect(Object.fromEntries(Object.entries(bridge).map(([name, value]) => [name, typeof value]))).toEqual({
      connect: 'function',
      grantDropped: 'function',
      onOpen: 'function',
      showState: 'function',
      onCommand: 'function',
      runInWindow: 'function',
    });
  });

  it('takes no channel name from the page, and no path from a file that a script made', async () => {
    const bridge = exposed.get('spoor') as Record<string, (...args: unknown[]) => unknown>;
    await bridge.connect?.('evil-channel', 'x');
    await bridge.grantDropped?.([{ path: '/dropped' }, { path: '' }]);
    expect(invoked).toEqual([['spoor:connect'], ['spoor:grant-dropped', ['/dropped']]]);
  });
});
