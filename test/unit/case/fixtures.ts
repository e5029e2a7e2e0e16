import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { AppError } from '../../../electron/contract/errors.ts';
import { createCase, type OpenCase } from '../../../electron/engine/case/case-file.ts';
import { context } from './builders.ts';

/** A folder that is gone after the test, readable by every user. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'spoor-case-'));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new case in a temporary folder, closed after the test. */
export function newCase(folder: string = temporaryFolder(), name = 'a.spoor'): OpenCase {
  const opened = createCase(path.join(folder, name), context);
  onTestFinished(() => opened.close());
  return opened;
}

/** The code of the AppError that `call` throws. Any other outcome is returned as a sentence, and so fails a test. */
export function codeOf(call: () => unknown): string {
  try {
    call();
    return 'no error';
  } catch (error) {
    return error instanceof AppError ? error.code : `another error: ${String(error)}`;
  }
}

/** The message of the error that `call` throws. */
export function messageOf(call: () => unknown): string {
  try {
    call();
    return 'no error';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Runs `call` so that permission bits count: root gives up its rights for that long. */
export function asOrdinaryUser<T>(call: () => T): T {
  if (process.getuid?.() !== 0) return call();
  process.seteuid?.(65_534);
  try {
    return call();
  } finally {
    process.seteuid?.(0);
  }
}
