import type { Client, Grant } from '../../electron/contract/api.ts';
import type { AppError } from '../../electron/contract/errors.ts';
import type { PageState, WindowCommandId } from '../../electron/contract/menu.ts';

/** What only a window of the desktop has: a native menu, and what its items do. */
export interface Desktop {
  /** Tells what can be done now, and what closing the window would stop. */
  showState(state: PageState): Promise<void>;
  /** Tells of the commands chosen in the native menu. Ends when called back. */
  onCommand(listener: (id: string) => void): () => void;
  runInWindow(id: WindowCommandId): Promise<void>;
}

/** What the page knows of the host it is in: the contract, and what only a host can do. */
export interface Host extends Client {
  /**
   * Grants for files that the person dropped on the page ({@link droppedFiles} reads them from the event). In a
   * browser they are uploaded to the host first, so it can take a while.
   *
   * @throws AppError when a file cannot be taken.
   */
  grantDropped(files: readonly File[], signal?: AbortSignal): Promise<Grant[]>;
  /** Tells the last listener of files and cases opened from outside the page, also of those from before this call. */
  onOpen(listener: (grants: Grant[]) => void): () => void;
  /** Tells that the engine is gone; everything pending has failed with the same reason. Ends when called back. */
  onDisconnect(listener: (reason: AppError) => void): () => void;
  /** Connects again; the engine is started anew where it died. Cases have to be opened again. @throws AppError */
  reconnect(): Promise<void>;
  /** Absent in a browser, which has a menu of its own. */
  readonly desktop?: Desktop;
}
