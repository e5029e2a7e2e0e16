/**
 * A two-way pipe for JSON messages, in order: what a transport needs from a MessagePort, whichever of the three
 * kinds (the page's, Electron's, Node's) it is. {@link createChannelClient} sits at one end, `serveChannel` at the other.
 */
export interface Channel {
  /** @throws when the pipe is closed or the message cannot be cloned. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once when the other end is gone: closed, reloaded, crashed. */
  onClose(listener: () => void): void;
  close(): void;
  /** Resolves when there is room for more. Absent where there always is: the other end takes what comes. */
  drained?(): Promise<void>;
}
