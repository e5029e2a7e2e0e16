import type { BrowserWindow } from 'electron';
import { assertNever } from '../contract/errors.ts';
import type { WindowCommandId } from '../contract/menu.ts';

/** Half a level is Chromium's own step: ten per cent around the actual size. */
const zoomStep = 0.5;
/** About 30 % to 300 %: beyond, the page shows nothing that can be read. */
const [leastZoom, mostZoom] = [-6, 6];

/** Does what only the window can do, as its menu's own items do it. */
export function runInWindow(window: BrowserWindow, id: Exclude<WindowCommandId, 'window.new'>): void {
  const contents = window.webContents;
  switch (id) {
    case 'window.zoom-in':
      contents.zoomLevel = Math.min(mostZoom, contents.zoomLevel + zoomStep);
      return;
    case 'window.zoom-out':
      contents.zoomLevel = Math.max(leastZoom, contents.zoomLevel - zoomStep);
      return;
    case 'window.zoom-reset':
      contents.zoomLevel = 0;
      return;
    case 'window.full-screen':
      window.setFullScreen(!window.isFullScreen());
      return;
    default:
      assertNever(id);
  }
}
