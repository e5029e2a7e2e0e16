import type { Session } from 'electron';
import type { Log } from './log.ts';
import { isOurPage } from './our-page.ts';

/** The one thing the page may ask of the browser: putting text on the clipboard (security: S5). */
export function isPermitted(permission: string, requestingUrl: string): boolean {
  return permission === 'clipboard-sanitized-write' && isOurPage(requestingUrl);
}

/** Requests of the browser itself that leave no trace on a network. */
const localProtocols = new Set(['devtools:', 'data:', 'blob:']);

/** Whether the session may load a URL: our page, and nothing that touches a network (security: S1, P8). */
export function isLoadable(url: string): boolean {
  return isOurPage(url) || (URL.canParse(url) && localProtocols.has(new URL(url).protocol));
}

/** Denies the session everything that the page does not need. */
export function lockSession(session: Session, log: Log): void {
  // security: S5. Both handlers are needed: one for asking, one for looking.
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const permitted = isPermitted(permission, details.requestingUrl);
    if (!permitted) log.warn('permission.refused', { permission, url: details.requestingUrl });
    answer(permitted);
  });
  session.setPermissionCheckHandler((_contents, permission, origin, details) =>
    isPermitted(permission, details.requestingUrl ?? origin),
  );
  session.setDevicePermissionHandler(() => false);
  // security: P8. Switched off it would still fetch the dictionary of the language that it has.
  session.setSpellCheckerLanguages([]);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest((details, answer) => {
    const cancel = !isLoadable(details.url);
    if (cancel) log.warn('request.refused', { url: details.url });
    answer({ cancel });
  });
}
