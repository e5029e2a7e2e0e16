import type { Bridge } from '../../electron/contract/bridge.ts';
import { AppError } from '../../electron/contract/errors.ts';
import { connectBridge } from './bridge-host.ts';
import type { Host } from './host.ts';
import { connectHttp } from './http-host.ts';
import { takeToken } from './token.ts';

export { droppedFiles } from './dropped-files.ts';
export type { Host } from './host.ts';

/**
 * Connects the page to its host: the one place that knows which it is.
 *
 * @throws AppError when there is no engine to reach, or the page was opened without its token.
 */
export async function connect(): Promise<Host> {
  const bridge = bridgeOf(window);
  if (bridge !== undefined) return connectBridge(bridge);
  const token = takeToken();
  if (token === null) {
    throw new AppError('not-allowed', 'This page was opened without its token.', {
      advice: 'Open the whole address that spoor serve printed.',
    });
  }
  const host = connectHttp({ base: '', token });
  // A token from an earlier run is found out now and not at the first click.
  await host.call('app.info', {});
  return host;
}

function bridgeOf(page: object): Bridge | undefined {
  // A cast: only the preload can put this there before the page's own script runs, and it is typed by Bridge.
  return 'spoor' in page ? (page.spoor as Bridge) : undefined;
}
