import type { Job } from '../../electron/contract/api.ts';
import { type PageState, windowCommands } from '../../electron/contract/menu.ts';
import type { Desktop } from '../transport/host.ts';
import { useCases } from './cases.ts';
import { isCommandEnabled, registerCommands, runCommand, useCommands } from './commands.ts';
import { useHost } from './host.ts';
import { isQuiet, isRunning, useJobs } from './jobs.ts';
import { isCovered } from './keyboard.ts';
import { useLeaving } from './leaving.ts';
import { usePanels } from './panels.ts';
import { useBrowse } from './pick.ts';
import { isApple } from './shortcuts.ts';
import { reportError, runInBackground } from './toasts.ts';
import { useView } from './view.ts';

/** What the desktop's window is told of the page as it is now. */
export function pageStateNow(): PageState {
  const covered = isCovered();
  const isLost = useHost.getState().failure !== null;
  const { current, busy } = useCases.getState();
  // The jobs of a lost engine have ended with it.
  const jobs = isLost ? [] : useJobs.getState().jobs.filter((job) => isRunning(job) && !isQuiet(job));
  return {
    // The window's own commands are in its menu already.
    commands: useCommands
      .getState()
      .commands.filter((command) => command.isWindowKey !== true && command.isPaletteOnly !== true)
      .map((command) => ({
        id: command.id,
        group: command.group,
        title: command.title,
        shortcut: command.shortcut,
        isEnabled: !covered && !isLost && isCommandEnabled(command),
      })),
    jobs: jobs.map(line),
    caseJobs: jobs.filter((job) => job.case === current?.case).map(line),
    caseName: current?.name.slice(0, 1000) ?? null,
    casePlace: current?.place ?? null,
    isBusy: busy !== null,
  };
}

function line({ title }: Job): string {
  return title.slice(0, 2000);
}

/**
 * Keeps the native menu as the page's commands are, for as long as the page lives: told when something that
 * decides about them has changed, once for all that changes together.
 */
export function followNativeMenu(desktop: Desktop): void {
  registerCommands(
    windowCommands.map(({ id, title, keywords, shortcut }) => ({
      id,
      group: 'View',
      title,
      keywords,
      // macOS has a key of its own for it, with Control, which its menu shows.
      ...(isApple && id === 'window.full-screen' ? {} : { shortcut }),
      isWindowKey: true,
      run: () => runInBackground(() => desktop.runInWindow(id)),
    })),
  );
  desktop.onCommand((id) => {
    if (!isCovered()) runCommand(id);
  });
  let told = '';
  let isDue = false;
  const tell = (): void => {
    isDue = false;
    const state = pageStateNow();
    const text = JSON.stringify(state);
    if (text === told) return;
    told = text;
    desktop.showState(state).catch(reportError);
  };
  const tellSoon = (): void => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(tell);
  };
  for (const store of [useCommands, useCases, useHost, useJobs, useView, usePanels, useBrowse, useLeaving])
    store.subscribe(tellSoon);
  tell();
}
