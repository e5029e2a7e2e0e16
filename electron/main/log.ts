import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { redact } from '../contract/redact.ts';

/** The same shape as the engine's log; main never imports the engine. */
export interface Log {
  info(event: string, data?: Record<string, unknown>): void;
  warn(event: string, data?: Record<string, unknown>): void;
  error(event: string, data?: Record<string, unknown>): void;
}

/** Days of log kept. */
const keptFiles = 14;
const logName = /^spoor-\d{4}-\d{2}-\d{2}\.log$/;

/**
 * A log of one JSON object a line in `folder`, one file a day, redacted; warnings and errors on stderr as well.
 * Written at once, not buffered: the line before a crash is the one that is needed.
 */
export function openFileLog(folder: string, clock: () => number = Date.now): Log {
  mkdirSync(folder, { recursive: true });
  const old = readdirSync(folder)
    .filter((name) => logName.test(name))
    .sort()
    .slice(0, -keptFiles);
  for (const name of old) rmSync(path.join(folder, name), { force: true });

  const at =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, data: Record<string, unknown> = {}): void => {
      const time = new Date(clock()).toISOString();
      const line = `${JSON.stringify(redact({ at: time, level, event, ...data }))}\n`;
      if (level !== 'info') process.stderr.write(line);
      try {
        appendFileSync(path.join(folder, `spoor-${time.slice(0, 10)}.log`), line, { mode: 0o600 });
      } catch (error) {
        // A full disk must not stop the program over its own log.
        process.stderr.write(`The log cannot be written: ${String(error)}\n`);
      }
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
