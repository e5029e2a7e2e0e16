import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { tidy } from './tidy.ts';

/** The same shape as the engine's log: Electron's main process never imports the engine. */
export interface Log {
  info(event: string, data?: Record<string, unknown>): void;
  warn(event: string, data?: Record<string, unknown>): void;
  error(event: string, data?: Record<string, unknown>): void;
}

export interface FileLogOptions {
  readonly clock?: () => number;
  /** Where warnings and errors go as well, a line each; stderr when left out. */
  readonly echo?: (line: string) => void;
  /** A file that would grow beyond this is put aside; 1 MiB when left out. */
  readonly maxBytes?: number;
}

const usualMaxBytes = 1024 * 1024;
/** The one that is written and those put aside: `spoor.log`, `spoor.1.log` (the newest of them) to `spoor.4.log`. */
const fileNames = ['spoor.log', 'spoor.1.log', 'spoor.2.log', 'spoor.3.log', 'spoor.4.log'] as const;

/**
 * A log of one JSON object a line in `folder`, tidied of what is of the case, five files of a bounded size at most.
 * Written at once, not buffered: the line before a crash is the one that is needed. Never throws: a folder that
 * cannot be written is told to `echo`, once.
 */
export function openFileLog(
  folder: string,
  {
    clock = Date.now,
    echo = (line) => process.stderr.write(line),
    maxBytes = usualMaxBytes,
  }: FileLogOptions = {},
): Log {
  let isBroken = false;
  const write = (line: string): void => {
    try {
      mkdirSync(folder, { recursive: true });
      const file = path.join(folder, fileNames[0]);
      if (sizeOf(file) + Buffer.byteLength(line) > maxBytes) putAside(folder);
      appendFileSync(file, line, { mode: 0o600 });
      isBroken = false;
    } catch (error) {
      // A full disk must not stop the program over its own log.
      if (!isBroken) echo(`The log cannot be written: ${String(error)}\n`);
      isBroken = true;
    }
  };
  const at =
    (level: 'info' | 'warn' | 'error') =>
    (event: string, data: Record<string, unknown> = {}): void => {
      const tidied = tidy(data);
      const time = new Date(clock()).toISOString();
      const line = `${JSON.stringify({ at: time, level, event, ...(isObject(tidied) ? tidied : {}) })}\n`;
      if (level !== 'info') echo(line);
      write(line);
    };
  return { info: at('info'), warn: at('warn'), error: at('error') };
}

/** Moves each file one further, and the last one out. Another process may do the same at the same time. */
function putAside(folder: string): void {
  const places = fileNames.map((name) => path.join(folder, name));
  for (let nth = places.length - 1; nth > 0; nth -= 1) {
    const [from, to] = [places[nth - 1] ?? '', places[nth] ?? ''];
    if (sizeOf(from) === 0) continue;
    rmSync(to, { force: true });
    renameSync(from, to);
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
