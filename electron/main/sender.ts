import type { Log } from './log.ts';
import { isOurPage } from './our-page.ts';

/** What an IPC event says about who sent it. */
export interface Sender {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
}

/**
 * Refuses an IPC message that does not come from the main frame of our own page (security: S17).
 *
 * @throws Error, which rejects the sender's call; the refusal is logged.
 */
export function checkSender(event: Sender, channel: string, log: Log): void {
  const frame = event.senderFrame;
  if (frame !== null && frame.parent === null && isOurPage(frame.url)) return;
  log.warn('ipc.refused', { channel, url: frame?.url ?? null, isMainFrame: frame?.parent === null });
  throw new Error(`${channel} is not for this frame.`);
}
