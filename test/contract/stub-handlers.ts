import { api } from '../../electron/contract/api.ts';
import type { Handlers } from '../../electron/engine/dispatcher.ts';
import type { Log } from '../../electron/engine/log.ts';

function unexpected(): never {
  throw new Error('This method is no part of the test.');
}

/** Handlers for the methods that a test is about; any other fails. */
export function stubHandlers(some: Partial<Handlers>): Handlers {
  const others = Object.fromEntries(Object.keys(api).map((name) => [name, unexpected]));
  // A cast: every name is there, made from the contract itself.
  return { ...others, ...some } as Handlers;
}

export interface LogLine {
  readonly level: string;
  readonly event: string;
  readonly data: Record<string, unknown>;
}

/** A log that a test can read. */
export function memoryLog(): Log & { readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const at =
    (level: string) =>
    (event: string, data: Record<string, unknown> = {}): void => {
      lines.push({ level, event, data });
    };
  return { lines, info: at('info'), warn: at('warn'), error: at('error') };
}
