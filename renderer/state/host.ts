import { create } from 'zustand';
import type { AppError } from '../../electron/contract/errors.ts';
import { connect, type Host } from '../transport/index.ts';

interface HostState {
  readonly host: Host | null;
  readonly version: string | null;
  /** Why there is no connection, from the first attempt or since it was lost. */
  readonly failure: unknown;
  readonly isConnecting: boolean;
  /** The engine has stopped, and is being started again. */
  readonly isRestarting: boolean;
}

/** The page's one connection to its engine. */
export const useHost = create<HostState>(() => ({
  host: null,
  version: null,
  failure: null,
  isConnecting: true,
  isRestarting: false,
}));

/** The connected host. Only for code that runs once the page is connected. @throws Error before that. */
export function currentHost(): Host {
  const { host } = useHost.getState();
  if (host === null) throw new Error('The page is not connected yet.');
  return host;
}

/** Connects, or connects again after the engine was lost. Never throws: the state says how it went. */
export async function startHost(): Promise<void> {
  useHost.setState({ isConnecting: true });
  try {
    let { host } = useHost.getState();
    if (host === null) {
      host = await connect();
      host.onDisconnect((reason: AppError) => useHost.setState({ failure: reason }));
    } else {
      await host.reconnect();
    }
    const { version } = await host.call('app.info', {});
    useHost.setState({ host, version, failure: null, isConnecting: false });
  } catch (failure) {
    useHost.setState({ failure, isConnecting: false });
  }
}
