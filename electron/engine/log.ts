import { redact } from '../contract/redact.ts';

/**
 * Where the engine tells what it does: a stable dotted event name and data, never record contents, never a
 * secret. Hosts choose the sink.
 */
export interface Log {
  info(event: string, data?: Record<string, unknown>): void;
  warn(event: string, data?: Record<string, unknown>): void;
  error(event: string, data?: Record<string, unknown>): void;
}

/** A log of one JSON object a line, redacted, written by `write`. */
export function lineLog(write: (line: string) => void, clock: () => number = Date.now): Log {
  const at =
    (level: string) =>
    (event: string, data: Record<string, unknown> = {}): void =>
      write(`${JSON.stringify(redact({ at: new Date(clock()).toISOString(), level, event, ...data }))}\n`);
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** A log that keeps nothing. */
export const silentLog: Log = { info() {}, warn() {}, error() {} };
