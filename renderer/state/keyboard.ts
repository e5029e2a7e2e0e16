import { isCommandEnabled, useCommands } from './commands.ts';
import { useLeaving } from './leaving.ts';
import { usePanels } from './panels.ts';
import { useBrowse } from './pick.ts';
import { matchesShortcut, takesText } from './shortcuts.ts';

/**
 * The one place where keys become commands. Keys without Control or Command do nothing in a text field, and
 * nothing at all while a dialog is open.
 */
export function onKeyDown(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const command = useCommands
    .getState()
    .commands.find(
      ({ shortcut, isWindowKey }) =>
        shortcut !== undefined && isWindowKey !== true && matchesShortcut(shortcut, event),
    );
  if (command === undefined) return;
  if (command.shortcut?.includes('Mod') !== true && takesText(event.target)) return;
  if (isCovered()) return;
  // Even a command that cannot run now keeps its key: Ctrl+O must not open the browser's own dialog.
  event.preventDefault();
  if (isCommandEnabled(command) && !event.repeat) command.run();
}

/** Whether something lies over the page that has to be answered or closed first. */
export function isCovered(): boolean {
  return (
    usePanels.getState().open !== null ||
    useBrowse.getState().request !== null ||
    useLeaving.getState().request !== null
  );
}
