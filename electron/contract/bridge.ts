/**
 * The names that the preload, the page and Electron's main process share. Kept free of imports: the preload is
 * one small file.
 */

/** IPC channels, all fixed; the page has no say in them (security: S20). */
export const ipc = {
  /** Page asks for a port. */
  connect: 'spoor:connect',
  /** Main hands it over, with one MessagePort. */
  port: 'spoor:port',
  /** Page dropped files; the preload has turned them into paths. */
  grantDropped: 'spoor:grant-dropped',
  /** Somebody opened files from outside the page: argv, the file manager, a second start. */
  open: 'spoor:open',
  /** Page is ready to be told about opened files. */
  opened: 'spoor:opened',
  /** Page tells what it can do now, for the native menu. */
  state: 'spoor:state',
  /** Somebody chose a command of the page in the native menu. */
  command: 'spoor:command',
  /** Page asks for what only the window can do: zoom, full screen. */
  window: 'spoor:window',
} as const;

/** `data` of the window message that carries the port from the preload into the page. */
export const portMessage = 'spoor:port';

/** What the preload shows the page as `window.spoor`. */
export interface Bridge {
  /** Asks for a port to the engine, once per load; it arrives as a window message {@link portMessage}. */
  connect(): Promise<void>;
  /** Makes grants from files that the person dropped on the page. */
  grantDropped(files: readonly File[]): Promise<unknown>;
  /** Tells of files opened from outside the page, also of those opened before this call. Ends when called back. */
  onOpen(listener: (grants: unknown) => void): () => void;
  /** Tells the native menu what can be done now, and the window what closing it would stop. */
  showState(state: unknown): Promise<void>;
  /** Tells of commands chosen in the native menu, by their id. Ends when called back. */
  onCommand(listener: (id: unknown) => void): () => void;
  /** Does what only the window can do, by the command's id. */
  runInWindow(id: string): Promise<void>;
}
