import { create } from 'zustand';
import type { CommandGroup } from '../../electron/contract/menu.ts';

export { type CommandGroup, commandGroups } from '../../electron/contract/menu.ts';

/** Something that can be done by menu, palette and key alike. */
export interface Command {
  /** `noun.verb`, unique. */
  readonly id: string;
  readonly group: CommandGroup;
  readonly title: string;
  /** As {@link matchesShortcut} reads it: "Mod+E", "/", "z". */
  readonly shortcut?: string;
  /** The key is the window's own: shown here, never turned into the command by the page. */
  readonly isWindowKey?: boolean;
  /** Not in the native menu; its shortcut is only shown, as the keys it is pressed by one after the other. */
  readonly isPaletteOnly?: boolean;
  /** Other words that a person may look for. */
  readonly keywords?: readonly string[];
  readonly run: () => void;
  /** Absent: always. */
  readonly isEnabled?: () => boolean;
}

interface CommandState {
  readonly commands: readonly Command[];
}

/** Every command of the page: what menu, palette, keyboard and the help page read. */
export const useCommands = create<CommandState>(() => ({ commands: [] }));

/**
 * Adds commands for as long as they make sense (a page's commands while it is shown). One with the id of an
 * earlier one replaces it. Takes them away when called back.
 */
export function registerCommands(added: readonly Command[]): () => void {
  const ids = new Set(added.map(({ id }) => id));
  useCommands.setState(({ commands }) => ({
    commands: [...commands.filter(({ id }) => !ids.has(id)), ...added],
  }));
  const own = new Set(added);
  return () =>
    useCommands.setState(({ commands }) => ({ commands: commands.filter((command) => !own.has(command)) }));
}

export function isCommandEnabled(command: Command): boolean {
  return command.isEnabled?.() ?? true;
}

/** Runs a command by its id, where it exists and is enabled; says whether it did. */
export function runCommand(id: string): boolean {
  const command = useCommands.getState().commands.find((candidate) => candidate.id === id);
  if (command === undefined || !isCommandEnabled(command)) return false;
  command.run();
  return true;
}
