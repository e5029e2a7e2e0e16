import { createInterface } from 'node:readline/promises';

/** Somebody who can be asked. */
export interface Terminal {
  /** A line that was typed; null when there is nobody any more (Ctrl D). @throws the signal's reason */
  ask(question: string, signal?: AbortSignal): Promise<string | null>;
}

/** Null where nobody sits: in a pipe, or under cron. */
export function ownTerminal(): Terminal | null {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null;
  return {
    async ask(question, signal) {
      // Not as a terminal of its own: that would take Ctrl C away from whoever listens for it.
      const lines = createInterface({ input: process.stdin, terminal: false });
      const ended = new Promise<null>((resolve) => lines.once('close', () => resolve(null)));
      process.stderr.write(question);
      try {
        const line = lines.question('', signal === undefined ? {} : { signal });
        return await Promise.race([line, ended]);
      } finally {
        lines.close();
      }
    },
  };
}
