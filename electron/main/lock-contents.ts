import type { WebContents } from 'electron';
import type { Log } from './log.ts';
import { isOurPage } from './our-page.ts';

/** Keeps any web contents on our page: no navigation elsewhere, no new windows, no webview. */
export function lockContents(contents: Pick<WebContents, 'on' | 'setWindowOpenHandler'>, log: Log): void {
  const stay = (event: { readonly url: string; preventDefault(): void }): void => {
    if (isOurPage(event.url)) return;
    event.preventDefault();
    log.warn('navigation.refused', { url: event.url });
  };
  // security: S13. A redirect or a frame can leave where a plain navigation cannot.
  contents.on('will-navigate', stay);
  contents.on('will-redirect', stay);
  contents.on('will-frame-navigate', stay);
  // security: S14
  contents.setWindowOpenHandler(({ url }) => {
    log.warn('window-open.refused', { url });
    return { action: 'deny' };
  });
  // security: S11
  contents.on('will-attach-webview', (event) => event.preventDefault());
}
