import { openFromOutside } from './state/actions.ts';
import { restoreCase, useCases } from './state/cases.ts';
import { registerCommands } from './state/commands.ts';
import { currentHost, startHost, useHost } from './state/host.ts';
import { watchJobs } from './state/jobs.ts';
import { onKeyDown } from './state/keyboard.ts';
import { followNativeMenu } from './state/native-menu.ts';
import { Restarter } from './state/restart.ts';
import { desktopCommands, standardCommands } from './state/standard-commands.ts';
import { runInBackground } from './state/toasts.ts';
import { followAddress } from './state/view.ts';

let watching = new AbortController();

/** Everything that runs once a page load, in order: the address holds the token until the page is connected. */
export async function start(): Promise<void> {
  await startHost();
  if (useHost.getState().host === null) return;
  followAddress();
  const { desktop } = currentHost();
  if (desktop !== undefined) registerCommands(desktopCommands);
  registerCommands(standardCommands);
  window.addEventListener('keydown', onKeyDown);
  if (desktop !== undefined) {
    followNativeMenu(desktop);
    // A browser's engine is its host: nothing is left that could start it.
    const restarter = new Restarter(reconnect);
    currentHost().onDisconnect(() => runInBackground(() => restarter.onLost()));
  }
  await followEngine();
  currentHost().onOpen((grants) => runInBackground(() => openFromOutside(grants)));
}

/** After the first attempt failed, or the engine was lost: tries again. */
export async function reconnect(): Promise<void> {
  if (useHost.getState().host === null) return start();
  await startHost();
  if (useHost.getState().failure === null) await followEngine();
}

async function followEngine(): Promise<void> {
  watching.abort();
  watching = new AbortController();
  runInBackground(() => watchJobs(watching.signal));
  useCases.setState({ recent: null });
  await restoreCase();
}
