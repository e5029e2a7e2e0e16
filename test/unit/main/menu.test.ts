import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, vi } from 'vitest';
import { pageState, shortcutPattern } from '../../../electron/contract/menu.ts';
import { accelerator, shownShortcut } from '../../../electron/main/accelerator.ts';
import { type MenuContent, menuTemplate } from '../../../electron/main/menu.ts';
import { desktopCommands, standardCommands } from '../../../renderer/state/standard-commands.ts';

const content: MenuContent = {
  platform: 'linux',
  devTools: false,
  commands: [
    { id: 'case.open', group: 'Case', title: 'Open & read…', shortcut: 'Mod+O', isEnabled: true },
    { id: 'filter.focus', group: 'Review', title: 'Filter', shortcut: '/', isEnabled: false },
  ],
  recent: [{ path: '/cases/a.spoor', name: 'a & b.spoor' }],
  hasWindow: true,
};
const actions = () => ({ runCommand: vi.fn(), openRecent: vi.fn(), openWindow: vi.fn() });

/** Every item of a menu, also of its menus in menus. */
function itemsOf(template: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] {
  return template.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? itemsOf(item.submenu) : [])]);
}
/** What Electron's click gives its function; nothing of it is read. */
const clicked = (item: MenuItemConstructorOptions | undefined): void => {
  if (item?.click === undefined) throw new Error('There is nothing to click.');
  Reflect.apply(item.click, undefined, []);
};

describe('a shortcut in Electron’s words', () => {
  it('has its names for the same keys', () => {
    expect(accelerator('Mod+Shift+O')).toBe('CommandOrControl+Shift+O');
    expect(accelerator('Alt+ArrowUp')).toBe('Alt+Up');
    expect(accelerator('z')).toBe('Z');
    expect(accelerator('Mod+=')).toBe('CommandOrControl+=');
    expect(accelerator('Escape')).toBe('Escape');
  });

  it('is only shown, as the page turns keys into commands; a Mac takes those with Command', () => {
    expect(shownShortcut('z', 'win32')).toEqual({ accelerator: 'Z', registerAccelerator: false });
    expect(shownShortcut('Mod+K', 'linux')).toEqual({
      accelerator: 'CommandOrControl+K',
      registerAccelerator: false,
    });
    expect(shownShortcut('Mod+K', 'darwin')).toEqual({ accelerator: 'CommandOrControl+K' });
    expect(shownShortcut('z', 'darwin')).not.toHaveProperty('accelerator');
    expect(shownShortcut(undefined, 'linux')).toEqual({});
  });
});

describe('the native menu', () => {
  it('has the page’s commands in their groups, and runs them by their id', () => {
    const done = actions();
    const items = itemsOf(menuTemplate(content, done));
    const open = items.find(({ id }) => id === 'case.open');
    expect(open).toMatchObject({ label: 'Open && read…', enabled: true, accelerator: 'CommandOrControl+O' });
    expect(items.find(({ id }) => id === 'filter.focus')).toMatchObject({ enabled: false });
    clicked(open);
    expect(done.runCommand.mock.calls).toEqual([['case.open']]);
  });

  it('opens a recent case by its path', () => {
    const done = actions();
    clicked(itemsOf(menuTemplate(content, done)).find(({ label }) => label === 'a && b.spoor'));
    expect(done.openRecent.mock.calls).toEqual([['/cases/a.spoor']]);
  });

  it('takes no key for two things, on any platform', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      const keys = itemsOf(menuTemplate({ ...content, platform }, actions())).flatMap((item) =>
        item.accelerator === undefined ? [] : [String(item.accelerator)],
      );
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('has the platform’s own menu on a Mac, and a way back to the window where there is none', () => {
    const done = actions();
    const mac = menuTemplate({ ...content, platform: 'darwin', commands: [], hasWindow: false }, done);
    expect(mac[0]).toEqual({ role: 'appMenu' });
    clicked(itemsOf(mac).find(({ label }) => label === 'Open the window'));
    expect(done.openWindow).toHaveBeenCalledOnce();
    expect(itemsOf(mac).some(({ role }) => role === 'quit' || role === 'zoomIn')).toBe(false);
    expect(menuTemplate(content, done)[0]).toMatchObject({ label: 'Case' });
  });

  it('shows the developer tools to developers only', () => {
    const hasTools = (devTools: boolean) =>
      itemsOf(menuTemplate({ ...content, devTools }, actions())).some(
        ({ role }) => role === 'toggleDevTools',
      );
    expect(hasTools(false)).toBe(false);
    expect(hasTools(true)).toBe(true);
  });

  it('can take every standard command of the page, and its key', () => {
    const commands = [...desktopCommands, ...standardCommands].map(({ id, group, title, shortcut }) => ({
      id,
      group,
      title,
      isEnabled: true,
      ...(shortcut === undefined ? {} : { shortcut }),
    }));
    const rest = { jobs: [], caseJobs: [], caseName: null, casePlace: null, isBusy: false };
    expect(pageState.parse({ commands, ...rest }).commands).toEqual(commands);
    const keys = commands.flatMap(({ shortcut }) => (shortcut === undefined ? [] : [shortcut.toLowerCase()]));
    expect(new Set(keys).size).toBe(keys.length);
    for (const wrong of ['', 'Mod+', 'A+B', 'Mod++', 'Ctrl+K', 'Mod+K\n'])
      expect(wrong).not.toMatch(shortcutPattern);
  });
});
