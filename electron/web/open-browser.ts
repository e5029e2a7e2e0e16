import { spawn } from 'node:child_process';
import type { Log } from '../engine/index.ts';

/** The command that opens an address in the person's browser; no shell sees it. */
function opener(platform: NodeJS.Platform, url: string): readonly [string, readonly string[]] {
  if (platform === 'darwin') return ['open', [url]];
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', url]];
  return ['xdg-open', [url]];
}

/**
 * Opens an address in the browser, if there is one. The address is visible in the list of processes while the
 * command runs: on a machine shared with people you do not trust, start with `--no-open` and paste it.
 */
export function openBrowser(url: string, log: Log): void {
  const [command, args] = opener(process.platform, url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  // No browser is no failure: the address is printed as well.
  child.once('error', (error) => log.info('web.no-browser', { detail: error.message }));
  child.unref();
}
