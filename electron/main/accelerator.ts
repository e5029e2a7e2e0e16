const keys: Readonly<Record<string, string>> = {
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Mod: 'CommandOrControl',
};

/** A command's shortcut in Electron's words: "Mod+Shift+O" is "CommandOrControl+Shift+O". */
export function accelerator(shortcut: string): string {
  return shortcut
    .split('+')
    .map((part) => keys[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join('+');
}

/**
 * The part of a menu item that shows the shortcut. The page itself turns keys into commands, where a plain key in
 * a text field is a letter. macOS cannot show a key without taking it for the menu: there only those with Command
 * are shown, and reach the menu when the page has left them alone.
 */
export function shownShortcut(shortcut: string | undefined, platform: NodeJS.Platform) {
  if (shortcut === undefined) return {};
  if (platform !== 'darwin') return { accelerator: accelerator(shortcut), registerAccelerator: false };
  return shortcut.startsWith('Mod+')
    ? { accelerator: accelerator(shortcut) }
    : { toolTip: `Key: ${shortcut}` };
}
