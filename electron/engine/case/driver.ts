import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DatabaseSync, type DatabaseSyncInstance, type StatementSyncInstance } from '@photostructure/sqlite';
import type { ReadingMode } from './reading-mode.ts';
import { toAppError } from './sql-error.ts';

/** What a column of a row, or a parameter of a statement, can be. */
export type SqlValue = null | number | string | Uint8Array | bigint;
/** A row by column name. Read its values with the functions of `row.ts`: a file from elsewhere may hold anything. */
export type Row = Readonly<Record<string, SqlValue>>;

/** How a connection is opened. */
export interface DatabaseOptions {
  readonly readOnly: boolean;
  /** Reading where the files beside the case cannot be made (see `reading-mode.ts`); `shared` when left out. */
  readonly reading?: ReadingMode;
  /** Told of every statement that took 40 ms or longer: its SQL (never its values) and how long. */
  readonly onSlow?: ((sql: string, durationMs: number) => void) | undefined;
}

/** Of the file layers built into SQLite, the one that takes no locks (https://sqlite.org/vfs.html). */
const lockFreeVfs = process.platform === 'win32' ? 'win32-none' : 'unix-none';
const slowMs = 40;
const writerCacheKib = 64 * 1024;
const readerCacheKib = 8 * 1024;
const checkpointPages = 8 * 1024;

/** A prepared statement. Values are bound by position. */
export class Statement {
  readonly #raw: StatementSyncInstance;
  readonly #sql: string;
  readonly #path: string;
  readonly #onSlow: DatabaseOptions['onSlow'];

  constructor(raw: StatementSyncInstance, sql: string, path: string, onSlow: DatabaseOptions['onSlow']) {
    this.#raw = raw;
    this.#sql = sql;
    this.#path = path;
    this.#onSlow = onSlow;
  }

  /** Runs it for its effect. @returns how many rows changed, and the last row id given out. */
  run(...params: readonly SqlValue[]): { readonly changes: number; readonly lastId: number } {
    const result = this.#guarded(() => this.#raw.run(...params));
    return { changes: result.changes, lastId: Number(result.lastInsertRowid) };
  }

  /** {@link run} without the result and without a closure: for the million inserts of an import. */
  runFast(params: readonly SqlValue[]): void {
    try {
      this.#raw.run(...params);
    } catch (error) {
      throw toAppError(error, this.#path);
    }
  }

  get(...params: readonly SqlValue[]): Row | undefined {
    return this.#guarded((): Row | undefined => this.#raw.get(...params));
  }

  all(...params: readonly SqlValue[]): readonly Row[] {
    return this.#guarded((): readonly Row[] => this.#raw.all(...params));
  }

  *iterate(...params: readonly SqlValue[]): Generator<Row, void, undefined> {
    try {
      yield* this.#raw.iterate(...params);
    } catch (error) {
      throw toAppError(error, this.#path);
    }
  }

  #guarded<T>(call: () => T): T {
    const startedAt = this.#onSlow === undefined ? 0 : performance.now();
    try {
      return call();
    } catch (error) {
      throw toAppError(error, this.#path);
    } finally {
      if (this.#onSlow !== undefined) {
        const durationMs = performance.now() - startedAt;
        if (durationMs >= slowMs) this.#onSlow(this.#sql, durationMs);
      }
    }
  }
}

/**
 * One connection to a case file: the only place that knows the SQLite binding.
 *
 * Errors of SQLite come out as `AppError` (see `sql-error.ts`); everything is synchronous, so a caller that
 * must not block its thread runs in a worker. One connection belongs to one thread.
 */
export class Database {
  readonly path: string;
  readonly isReadOnly: boolean;
  readonly #raw: DatabaseSyncInstance;
  readonly #onSlow: DatabaseOptions['onSlow'];
  readonly #statements = new Map<string, Statement>();

  private constructor(raw: DatabaseSyncInstance, path: string, options: DatabaseOptions) {
    this.#raw = raw;
    this.path = path;
    this.isReadOnly = options.readOnly;
    this.#onSlow = options.onSlow;
  }

  /** Opens the file at `path` (made when it is missing, unless read-only) and sets the pragmas below. */
  static open(path: string, options: DatabaseOptions): Database {
    let database: Database | undefined;
    try {
      const raw = new DatabaseSync(locationOf(path, options.reading), { readOnly: options.readOnly });
      database = new Database(raw, path, options);
      database.#configure(options.reading);
      return database;
    } catch (error) {
      database?.close();
      throw toAppError(error, path);
    }
  }

  /** An empty database of its own, for as long as it is open. */
  static inMemory(): Database {
    return new Database(new DatabaseSync(':memory:'), ':memory:', { readOnly: false });
  }

  #configure(reading: ReadingMode | undefined): void {
    // Before the first read: SQLite then keeps the index of the WAL in memory instead of a file beside it.
    if (reading === 'alone') this.#raw.exec('PRAGMA locking_mode = EXCLUSIVE');
    // One process may write from two threads (the engine's and the import's): wait for each other, then say so.
    this.#raw.exec('PRAGMA busy_timeout = 10000');
    // An event of an object that is not in the ledger would have no provenance.
    this.#raw.exec('PRAGMA foreign_keys = ON');
    // A case comes from strangers: functions in its schema may not have side effects.
    this.#raw.exec('PRAGMA trusted_schema = OFF');
    // Pages read through mmap turn an unplugged disk into SIGBUS, which ends the process without a word.
    this.#raw.exec('PRAGMA mmap_size = 0');
    // The index over random event ids is written all over: it must fit while an import runs. Readers go through in order.
    this.#raw.exec(`PRAGMA cache_size = -${this.isReadOnly ? readerCacheKib : writerCacheKib}`);
    // Sorting a ledger must not need space in a temporary folder that may be full or elsewhere.
    this.#raw.exec('PRAGMA temp_store = MEMORY');
    if (this.isReadOnly) return;
    // FULL: each commit is on the disk before it is acknowledged, so it survives kill -9 and a power cut alike.
    // (NORMAL survives kill -9 as well, but a power cut takes the commits since the last checkpoint.) An import
    // commits a few times a second at most, so the wait is small.
    this.#raw.exec('PRAGMA synchronous = FULL');
    // A checkpoint after every commit would write the same index pages again and again.
    this.#raw.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages}`);
    // One giant transaction must not leave a giant WAL behind.
    this.#raw.exec(`PRAGMA journal_size_limit = ${checkpointPages * 4096}`);
  }

  /** A prepared statement, made once for each text. */
  prepare(sql: string): Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#prepareAnew(sql);
    this.#statements.set(sql, statement);
    return statement;
  }

  run(sql: string, ...params: readonly SqlValue[]): { readonly changes: number; readonly lastId: number } {
    return this.prepare(sql).run(...params);
  }

  get(sql: string, ...params: readonly SqlValue[]): Row | undefined {
    return this.prepare(sql).get(...params);
  }

  all(sql: string, ...params: readonly SqlValue[]): readonly Row[] {
    return this.prepare(sql).all(...params);
  }

  /** Rows one by one, in constant memory. Uses a statement of its own, so two of them can run at once. */
  iterate(sql: string, ...params: readonly SqlValue[]): Generator<Row, void, undefined> {
    return this.#prepareAnew(sql).iterate(...params);
  }

  /** Runs several statements that take no parameters and give no rows. */
  exec(sql: string): void {
    try {
      this.#raw.exec(sql);
    } catch (error) {
      throw toAppError(error, this.path);
    }
  }

  get isInTransaction(): boolean {
    return this.#raw.isTransaction;
  }

  /**
   * All of `work` or nothing of it. Takes the write lock at once, so that it cannot fail halfway for another
   * writer. Inside a running transaction it joins that one.
   */
  transaction<T>(work: () => T): T {
    return this.#within('BEGIN IMMEDIATE', work);
  }

  /** Reads one state of the file, whatever others commit meanwhile. */
  snapshot<T>(work: () => T): T {
    return this.#within('BEGIN', work);
  }

  #within<T>(begin: string, work: () => T): T {
    if (this.isInTransaction) return work();
    this.exec(begin);
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // SQLite has already rolled back after some errors, a full disk among them.
      if (this.isInTransaction) this.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.#statements.clear();
    if (this.#raw.isOpen) this.#raw.close();
  }

  #prepareAnew(sql: string): Statement {
    try {
      return new Statement(this.#raw.prepare(sql), sql, this.path, this.#onSlow);
    } catch (error) {
      throw toAppError(error, this.path);
    }
  }
}

/**
 * What SQLite opens. An absolute path is taken as it is, whatever signs it holds; only a special reading mode
 * needs a URI, as text: of a URL object the binding decodes `%3F` itself and then misreads it.
 */
function locationOf(path: string, reading: ReadingMode = 'shared'): string {
  if (reading === 'shared') return resolve(path);
  const uri = pathToFileURL(path);
  if (reading === 'immutable') uri.searchParams.set('immutable', '1');
  else uri.searchParams.set('vfs', lockFreeVfs);
  return uri.href;
}
