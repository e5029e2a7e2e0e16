import { realpathSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import { makeEmptyCase } from './create-case-file.ts';
import { Database, type DatabaseOptions } from './driver.ts';
import { errnoOf } from './errno.ts';
import { readFileHeader } from './file-header.ts';
import { formatOf, latestFormat, type MigrationContext, migrate, refuseNewer } from './migrate.ts';
import { openReader } from './open-reader.ts';
import { canWrite, sizeOf } from './reading-mode.ts';
import { isBusy } from './sql-error.ts';
import {
  isOnThisMachine,
  type LockHolder,
  lockHolderOf,
  lockPathOf,
  takeWriteLock,
  type WriteLock,
} from './write-lock.ts';

/** Looked at when a case is opened: the first page of each must be there. */
const tables = [
  'totals',
  'places',
  'sources',
  'objects',
  'packs',
  'blobs',
  'custody',
  'events',
  'identities',
  'calls',
  'terms',
  'segments',
] as const;

/** What opening a case needs to know of its surroundings. */
export interface CaseContext extends MigrationContext {
  readonly onSlow?: DatabaseOptions['onSlow'] | undefined;
}

/** A case, and the right to use it until it is closed. */
export interface OpenCase {
  readonly db: Database;
  /** Where it really lies: symbolic links are resolved. */
  readonly path: string;
  readonly access: 'write' | 'read';
  /** Why it cannot be written, in a sentence; null when it can. */
  readonly readOnlyReason: string | null;
  /** Turns the case back into a single file, if no other connection has it open, and gives up the lock. */
  close(): void;
}

/**
 * Makes an empty case and opens it for writing.
 *
 * @throws AppError `already-exists` (nothing is ever overwritten), `not-found` for a missing folder, `read-only`
 * for a folder that refuses it, `disk-full`, `case-in-use`.
 */
export function createCase(target: string, context: CaseContext): OpenCase {
  makeEmptyCase(path.resolve(target), context);
  const opened = openCase(target, { ...context, access: 'write' });
  if (opened.access === 'write') return opened;
  opened.close();
  throw new AppError('case-in-use', opened.readOnlyReason ?? `${target} cannot be written to.`);
}

/**
 * Opens a case. `write` falls back to reading, with the reason, when another program has it or it cannot be
 * written to.
 *
 * @throws AppError `not-found`, `unreadable`, `no-case`, `newer-case`, `damaged-case`; `case-in-use` where not
 * even reading is safe.
 */
export function openCase(
  target: string,
  options: CaseContext & { readonly access: 'write' | 'read' },
): OpenCase {
  const file = realPathOf(target);
  refuseNewer(file, readFileHeader(file).userVersion);
  if (options.access === 'read') return openToRead(file, 'It was opened read-only.', options);
  if (!canWrite(file)) return openToRead(file, `You may not write to ${file}.`, options);
  const answer = takeWriteLock(file, { program: `Spoor ${options.version}`, atMs: options.clock() });
  switch (answer.kind) {
    case 'taken':
      return openToWrite(file, answer.lock, options);
    case 'refused':
      return openToRead(file, `You may not write to the folder ${path.dirname(file)}.`, options);
    case 'held':
      return openToRead(file, heldBy(answer.holder), options);
  }
}

/**
 * A further connection to a case that is open in this process, for a worker thread: no lock, no migration.
 * `readOnly` connections see what others commit.
 */
export function openCaseConnection(
  casePath: string,
  options: Pick<DatabaseOptions, 'readOnly' | 'onSlow'>,
): Database {
  return options.readOnly ? openReader(casePath, options.onSlow) : Database.open(casePath, options);
}

function openToWrite(file: string, lock: WriteLock, context: CaseContext): OpenCase {
  let db: Database | undefined;
  try {
    const opened = openChecked(file, 'write', context);
    db = opened;
    // Readers go on reading while an import commits; without it each would wait for the other.
    opened.run('PRAGMA journal_mode = WAL');
    // Each of them, also where the one before it fails: a drive may be gone.
    const close = () => {
      try {
        makeSingleFile(opened);
      } finally {
        try {
          opened.close();
        } finally {
          lock.release();
        }
      }
    };
    return { db: opened, path: file, access: 'write', readOnlyReason: null, close: once(close) };
  } catch (error) {
    db?.close();
    lock.release();
    throw error;
  }
}

function openToRead(file: string, reason: string, context: CaseContext): OpenCase {
  const holder = lockHolderOf(file);
  // Two machines share no memory: the WAL of the one cannot be read safely by the other.
  if (
    holder !== null &&
    !isOnThisMachine(holder) &&
    (readFileHeader(file).isWal || (sizeOf(`${file}-wal`) ?? 0) > 0)
  ) {
    throw new AppError('case-in-use', heldBy(holder), {
      advice: `Close it there. If that computer no longer has it open, delete the file ${lockPathOf(file)}.`,
    });
  }
  const db = openChecked(file, 'read', context);
  const readOnlyReason = `${reason}${olderFormat(formatOf(db))}`;
  return { db, path: file, access: 'read', readOnlyReason, close: once(() => db.close()) };
}

/** What is said of a case that is shown as if it were of the latest format. */
function olderFormat(format: number): string {
  return format === latestFormat
    ? ''
    : ` It is of an older format (${format}); opened for writing it is brought to format ${latestFormat}, which alters no evidence.`;
}

/** Opens it and looks whether the schema is there and readable. */
function openChecked(file: string, access: OpenCase['access'], context: CaseContext): Database {
  let db: Database | undefined;
  try {
    db = openCaseConnection(file, { readOnly: access === 'read', onSlow: context.onSlow });
    if (access === 'write') migrate(db, context);
    for (const table of tables) db.get(`SELECT 1 FROM ${table} LIMIT 1`);
    return db;
  } catch (error) {
    db?.close();
    throw asDamage(file, error);
  }
}

/** The head said that it is a case: what SQLite cannot make sense of after that is damage. */
function asDamage(file: string, error: unknown): unknown {
  const isMisread = error instanceof AppError && error.code === 'no-case';
  const isMissingTable = error instanceof Error && /no such (table|column)/.test(error.message);
  if (!isMisread && !isMissingTable) return error;
  return new AppError('damaged-case', `${file} is damaged: ${error.message}`, { cause: error });
}

/**
 * Moves everything from the WAL into the file. While others have it open this has to be left to them, and on a full
 * disk to the next one who opens it: the two files together are the whole case.
 */
function makeSingleFile(db: Database): void {
  try {
    db.exec('PRAGMA busy_timeout = 250');
    db.run('PRAGMA journal_mode = DELETE');
  } catch (error) {
    const isFull = error instanceof AppError && error.code === 'disk-full';
    if (!isBusy(error) && !isFull) throw error;
  }
}

function heldBy(holder: LockHolder | null): string {
  if (holder === null) return 'Another program has it open for writing.';
  const where = isOnThisMachine(holder) ? `on this computer (${holder.host})` : `on ${holder.host}`;
  const since = new Date(holder.sinceMs).toISOString().replace('T', ' ').slice(0, 19);
  return `${holder.program} (process ${holder.pid}) ${where} has it open for writing since ${since} UTC.`;
}

function realPathOf(target: string): string {
  try {
    return realpathSync(target);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT')
      throw new AppError('not-found', `There is no case at ${target}.`, { cause: error });
    throw new AppError('unreadable', `${target} cannot be read (${errnoOf(error) ?? String(error)}).`, {
      cause: error,
    });
  }
}

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
