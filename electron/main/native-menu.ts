import { app, Menu } from 'electron';
import { type MenuActions, type MenuContent, menuTemplate } from './menu.ts';

/** Keeps the application's menu as its content is. */
export class NativeMenu {
  readonly #actions: MenuActions;
  #shape = '';
  #newest: string | undefined;

  constructor(actions: MenuActions) {
    this.#actions = actions;
  }

  show(content: MenuContent): void {
    this.#tellDesktop(content);
    const shape = JSON.stringify({
      ...content,
      commands: content.commands.map((command) => ({ ...command, isEnabled: true })),
    });
    const shown = Menu.getApplicationMenu();
    if (shape !== this.#shape || shown === null) {
      this.#shape = shape;
      Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(content, this.#actions)));
      return;
    }
    // A new menu would close the one that a person has open: what can be done is set in place.
    for (const { id, isEnabled } of content.commands) {
      const item = shown.getMenuItemById(id);
      if (item !== null && item.enabled !== isEnabled) item.enabled = isEnabled;
    }
  }

  /** The Dock and the taskbar have a list of their own. */
  #tellDesktop({ recent }: MenuContent): void {
    const newest = recent[0]?.path;
    if (newest === undefined || newest === this.#newest) return;
    this.#newest = newest;
    app.addRecentDocument(newest);
  }
}
