import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { z } from 'zod';
import { errnoOf, isWriteRefused } from './errno.ts';
import { isRunning, processStart } from './process-start.ts';

const lockHolder = z.object({
  program: z.string().max(200),
  pid: z.number().int().positive(),
  host: z.string().max(300),
  /** See `process-start.ts`: tells a living holder from a later process that got its number. */
  processStart: z.string().max(200).nullable(),
  sinceMs: z.number(),
});
/** Who has a case open for writing. */
export type LockHolder = z.infer<typeof lockHolder>;

/** The right to write to a case, until it is released. */
export interface WriteLock {
  release(): void;
}

/** What came of asking for the lock. */
export type LockAnswer =
  | { readonly kind: 'taken'; readonly lock: WriteLock }
  /** `holder` is null when the lock file cannot be understood. */
  | { readonly kind: 'held'; readonly holder: LockHolder | null }
  /** The folder or the disk cannot be written to. */
  | { readonly kind: 'refused' };

/** A lock file that is being written has no content for a moment; one that stays so belongs to a crash. */
const unreadableForMs = 10_000;
const attempts = 5;

/** Where the lock of a case lies: `NAME.spoor-lock` beside `NAME.spoor`. */
export function lockPathOf(casePath: string): string {
  return `${casePath}-lock`;
}

/**
 * Asks for the right to write to a case: a file made beside it that only one process can make.
 *
 * SQLite's own locks keep the file whole in any case; this one keeps a second program from writing at all, and
 * tells who has it. A lock whose process is gone from this machine is taken over. One from another machine
 * never is: nobody here can know.
 */
export function takeWriteLock(
  casePath: string,
  me: { readonly program: string; readonly atMs: number },
): LockAnswer {
  const file = lockPathOf(casePath);
  const holder: LockHolder = {
    program: me.program,
    pid: process.pid,
    host: hostname(),
    processStart: processStart(process.pid),
    sinceMs: me.atMs,
  };
  const text = `${JSON.stringify(holder)}\n`;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      writeFileSync(file, text, { flag: 'wx' });
      return { kind: 'taken', lock: { release: () => removeIf(file, text) } };
    } catch (error) {
      if (isWriteRefused(error)) return { kind: 'refused' };
      if (errnoOf(error) !== 'EEXIST') throw error;
    }
    const found = readText(file);
    if (found !== null && !isStale(file, found)) return { kind: 'held', holder: parse(found) };
    if (found !== null) removeIf(file, found);
  }
  return { kind: 'held', holder: parse(readText(file) ?? '') };
}

/** Who holds the lock of a case now; null when nobody does, or only a process that is gone. */
export function lockHolderOf(casePath: string): LockHolder | null {
  const file = lockPathOf(casePath);
  const found = readText(file);
  return found === null || isStale(file, found) ? null : parse(found);
}

/** Whether the holder runs on this machine, so that SQLite's locks and shared memory work between us. */
export function isOnThisMachine(holder: LockHolder): boolean {
  const mine = processStart(process.pid);
  // A laptop changes its host name with the network; the id of the boot stays.
  const isSameBoot = mine !== null && holder.processStart?.split(':')[0] === mine.split(':')[0];
  return holder.host === hostname() || isSameBoot;
}

function isStale(file: string, text: string): boolean {
  const holder = parse(text);
  if (holder === null) {
    const modifiedMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - modifiedMs > unreadableForMs;
  }
  if (!isOnThisMachine(holder)) return false;
  if (!isRunning(holder.pid)) return true;
  const start = processStart(holder.pid);
  return start !== null && holder.processStart !== null && start !== holder.processStart;
}

/**
 * Removes the lock file if it is still the one that was read. Moving it aside first is the atomic step: of two
 * processes that judged the same lock stale, one gets the file, and whoever finds a fresh lock in its hand
 * puts it back.
 */
function removeIf(file: string, text: string): void {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || isWriteRefused(error)) return;
    throw error;
  }
  if (readText(aside) !== text) putBack(aside, file);
  rmSync(aside, { force: true });
}

function putBack(aside: string, file: string): void {
  try {
    linkSync(aside, file);
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') renameSync(aside, file);
  }
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    // It is there and cannot be read: held, by whom we cannot say.
    return '';
  }
}

function parse(text: string): LockHolder | null {
  try {
    return lockHolder.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Not JSON: half written, or not ours.
    return null;
  }
}
