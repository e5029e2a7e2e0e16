import type { MenuItemConstructorOptions } from 'electron';
import { type CommandGroup, type MenuCommand, windowCommands } from '../contract/menu.ts';
import { accelerator, shownShortcut } from './accelerator.ts';
import { menuLabel } from './menu-label.ts';
import type { RecentCase } from './recent-cases.ts';

export interface MenuContent {
  readonly platform: NodeJS.Platform;
  readonly devTools: boolean;
  /** What the page can do; nothing while there is no window. */
  readonly commands: readonly MenuCommand[];
  readonly recent: readonly RecentCase[];
  readonly hasWindow: boolean;
}

/** What the items do. */
export interface MenuActions {
  readonly runCommand: (id: string) => void;
  readonly openRecent: (path: string) => void;
  readonly openWindow: () => void;
}

/** The native menu: every command of the page in its group, and what each platform expects by its own roles. */
export function menuTemplate(content: MenuContent, actions: MenuActions): MenuItemConstructorOptions[] {
  const { platform, devTools, hasWindow } = content;
  const isMac = platform === 'darwin';
  const group = (name: CommandGroup): MenuItemConstructorOptions[] =>
    content.commands
      .filter((command) => command.group === name)
      .map((command) => ({
        id: command.id,
        label: menuLabel(command.title),
        enabled: command.isEnabled,
        ...shownShortcut(command.shortcut, platform),
        click: () => actions.runCommand(command.id),
      }));
  const menu = (label: string, ...parts: MenuItemConstructorOptions[][]): MenuItemConstructorOptions[] => {
    const filled = parts.filter((part) => part.length > 0);
    const submenu = filled.flatMap((part, index) => (index === 0 ? part : [separator, ...part]));
    return submenu.length === 0 ? [] : [{ label, submenu }];
  };
  return [
    ...(isMac ? ([{ role: 'appMenu' }] as const) : []),
    ...menu(
      'Case',
      hasWindow ? [] : [{ label: 'Open the window', click: actions.openWindow }],
      group('Case'),
      [recentMenu(content, actions)],
      [{ role: 'close', enabled: hasWindow }, ...(isMac ? [] : ([{ role: 'quit' }] as const))],
    ),
    { role: 'editMenu' },
    ...menu('Review', group('Review')),
    ...menu('Files', group('Files')),
    ...menu('View', group('View'), hasWindow ? windowItems(platform) : [], [
      { role: 'reload', enabled: hasWindow },
      ...(devTools ? ([{ role: 'toggleDevTools' }] as const) : []),
    ]),
    { role: 'windowMenu' },
    ...menu('Help', group('Help')),
  ];
}

const separator: MenuItemConstructorOptions = { type: 'separator' };

const roles = {
  'window.zoom-in': 'zoomIn',
  'window.zoom-out': 'zoomOut',
  'window.zoom-reset': 'resetZoom',
  'window.full-screen': 'togglefullscreen',
} as const satisfies Record<(typeof windowCommands)[number]['id'], string>;

/** Zoom and full screen. Their keys are the menu's own; the pad's and the shifted plus zoom too. */
function windowItems(platform: NodeJS.Platform): MenuItemConstructorOptions[] {
  const items: MenuItemConstructorOptions[] = windowCommands.map(({ id, title, shortcut }) => ({
    id,
    label: title,
    role: roles[id],
    // macOS has Control+Command+F for full screen, which its role knows.
    ...(id === 'window.full-screen' && platform === 'darwin' ? {} : { accelerator: accelerator(shortcut) }),
  }));
  const plus: MenuItemConstructorOptions = { role: 'zoomIn', accelerator: 'CommandOrControl+Plus' };
  return [...items, { ...plus, visible: false, acceleratorWorksWhenHidden: true }];
}

function recentMenu({ recent }: MenuContent, actions: MenuActions): MenuItemConstructorOptions {
  return {
    label: 'Recent cases',
    enabled: recent.length > 0,
    submenu: recent.map(({ path, name }) => ({
      label: menuLabel(name),
      click: () => actions.openRecent(path),
    })),
  };
}
