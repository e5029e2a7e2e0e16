import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type PageState, pageState, windowCommands } from '../../../electron/contract/menu.ts';
import { registerCommands, useCommands } from '../../../renderer/state/commands.ts';
import { useHost } from '../../../renderer/state/host.ts';
import { useJobs } from '../../../renderer/state/jobs.ts';
import { followNativeMenu, pageStateNow } from '../../../renderer/state/native-menu.ts';
import { closePanel, openPanel } from '../../../renderer/state/panels.ts';
import { standardCommands } from '../../../renderer/state/standard-commands.ts';
import type { Desktop } from '../../../renderer/transport/host.ts';
import { makeJob } from '../../contract/make-job.ts';

function makeDesktop() {
  const told: PageState[] = [];
  const ran: string[] = [];
  const listeners: ((id: string) => void)[] = [];
  const desktop: Desktop = {
    showState: async (state) => void told.push(state),
    onCommand(listener) {
      listeners.push(listener);
      return () => undefined;
    },
    runInWindow: async (id) => void ran.push(id),
  };
  const choose = (id: string): void => {
    for (const listener of listeners) listener(id);
  };
  return { desktop, told, ran, choose };
}

const enabled = (state: PageState | undefined, id: string) =>
  state?.commands.find((command) => command.id === id)?.isEnabled;

beforeEach(() => {
  useCommands.setState({ commands: [] });
  useHost.setState({ failure: null });
  useJobs.setState({ jobs: [] });
  closePanel();
});

describe('what the desktop’s window is told of the page', () => {
  it('is every command of the one list, as the contract has it, but those that are the window’s own', () => {
    registerCommands(standardCommands);
    const { desktop, told } = makeDesktop();
    followNativeMenu(desktop);
    expect(told).toHaveLength(1);
    expect(pageState.parse(told[0]).commands.map(({ id }) => id)).toEqual(
      standardCommands.map(({ id }) => id),
    );
    // The palette and the help page have them all.
    const own = windowCommands.map(({ id }) => id);
    expect(useCommands.getState().commands.map(({ id }) => id)).toEqual(expect.arrayContaining(own));
  });

  it('is told again when something has changed, once for all that changes together', async () => {
    const { desktop, told } = makeDesktop();
    followNativeMenu(desktop);
    const take = registerCommands([{ id: 'test.one', group: 'Review', title: 'One', run: () => undefined }]);
    openPanel('help');
    closePanel();
    await Promise.resolve();
    expect(told).toHaveLength(2);
    expect(enabled(told[1], 'test.one')).toBe(true);
    openPanel('help');
    await Promise.resolve();
    expect(enabled(told[2], 'test.one')).toBe(false);
    openPanel('help');
    await Promise.resolve();
    expect(told).toHaveLength(3);
    closePanel();
    take();
    await Promise.resolve();
    expect(enabled(told[3], 'test.one')).toBeUndefined();
  });

  it('runs what was chosen, and nothing while a dialog waits', () => {
    const run = vi.fn();
    const { desktop, choose } = makeDesktop();
    followNativeMenu(desktop);
    registerCommands([{ id: 'test.one', group: 'Review', title: 'One', run }]);
    openPanel('help');
    choose('test.one');
    expect(run).not.toHaveBeenCalled();
    closePanel();
    choose('test.one');
    choose('test.unknown');
    expect(run).toHaveBeenCalledOnce();
  });

  it('has the jobs that closing would stop: those that run, and none of a lost engine', () => {
    useJobs.setState({
      jobs: [
        makeJob('a'),
        { ...makeJob('b'), title: 'Over', state: 'done', endedAtMs: 1 },
        // Spoor's own, which nobody asked for: it begins again by itself.
        { ...makeJob('c'), title: 'Own', kind: 'skipIndex' },
      ],
    });
    expect(pageStateNow()).toMatchObject({ jobs: ['Importing logs.zip'], caseJobs: [], isBusy: false });
    useHost.setState({ failure: new Error('lost') });
    registerCommands([{ id: 'test.one', group: 'Review', title: 'One', run: () => undefined }]);
    expect(pageStateNow().jobs).toEqual([]);
    expect(enabled(pageStateNow(), 'test.one')).toBe(false);
  });
});
