import { setImmediate } from 'node:timers/promises';
import type { EventRow, Result } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { FieldName } from '../../contract/fields.ts';
import { LeadClient } from './lead-client.ts';
import type {
  PageQuestion,
  PositionQuestion,
  SortedQuestion,
  ValueCount,
  ViewQuestion,
} from './questions.ts';
import { needsUnique, readRows } from './rows.ts';
import { TextReader } from './texts.ts';
import { type ColumnThreads, loadStore, startThreads } from './threads.ts';

export type { Selection, ViewQuestion } from './questions.ts';

export interface RowsQuestion extends SortedQuestion {
  readonly columns: readonly FieldName[];
}

/**
 * The events of an open case as columns in memory. All work is done in column threads; each answer comes from
 * one revision. Methods throw AppError `filter-unsupported` or `filter-syntax` for filters that cannot be
 * answered, and the signal's reason when it aborts.
 */
export interface Columns {
  /** Grows by one with each {@link refresh}. */
  readonly revision: number;
  /** Loads the case anew; questions are answered from the revision before until it is there. */
  refresh(): Promise<void>;
  view(question: ViewQuestion, signal?: AbortSignal): Promise<Result<'events.view'>>;
  page(question: PageQuestion, signal?: AbortSignal): Promise<Result<'events.page'>>;
  /** Where an event stands in the order of the table; null when the filter leaves it out. */
  position(question: PositionQuestion, signal?: AbortSignal): Promise<number | null>;
  /** Values that contain `text`, most frequent first, ties in the order of code points; none for times and ids. */
  values(field: FieldName, text: string, limit: number, signal?: AbortSignal): Promise<readonly ValueCount[]>;
  /** Every row of a selection in order, in chunks, all from the revision of the first. */
  rows(question: RowsQuestion, signal?: AbortSignal): AsyncIterable<readonly EventRow[]>;
  /** Ends the threads; questions still open are rejected. */
  close(): Promise<void>;
}

export interface ColumnsOptions {
  readonly casePath: string;
  /** The folder of the bundled `column-thread.js`. */
  readonly workersDir: string;
  /** How many threads scan; one is enough. */
  readonly threads: number;
}

const maxThreads = 16;
const rowsPerChunk = 5000;

/** Loads the columns of a case. @throws AppError `damaged-case`, `newer-case`, and as `openCaseConnection` */
export async function openColumns(options: ColumnsOptions): Promise<Columns> {
  const columns = new ThreadedColumns(options);
  try {
    await columns.refresh();
    return columns;
  } catch (error) {
    await columns.close();
    throw error;
  }
}

class ThreadedColumns implements Columns {
  readonly #options: ColumnsOptions;
  readonly #threads: ColumnThreads;
  readonly #client: LeadClient;
  readonly #closing = new AbortController();
  #revision = 0;
  #refreshing: Promise<void> = Promise.resolve();

  constructor(options: ColumnsOptions) {
    this.#options = options;
    const threads = Math.min(maxThreads, Math.max(1, Math.floor(options.threads)));
    this.#threads = startThreads(options.workersDir, options.casePath, threads);
    this.#client = new LeadClient(this.#threads.lead);
    for (const thread of this.#threads.all) {
      thread.on('error', (error) => this.#client.end(error));
      thread.on('exit', () => this.#client.end(new Error('A column thread ended')));
    }
  }

  get revision(): number {
    return this.#revision;
  }

  refresh(): Promise<void> {
    // One after the other: revisions must not overtake each other.
    const next = this.#refreshing.then(() => this.#load());
    this.#refreshing = next.catch(() => {
      // Whoever asked for it has the error; the next one is loaded all the same.
    });
    return next;
  }

  async #load(): Promise<void> {
    const { workersDir, casePath } = this.#options;
    const store = await loadStore(workersDir, casePath, this.#revision + 1, this.#closing.signal);
    await this.#client.load(store);
    this.#revision = store.revision;
  }

  view(question: ViewQuestion, signal?: AbortSignal): Promise<Result<'events.view'>> {
    return this.#client.ask<'view'>({ kind: 'view', question }, signal);
  }

  page(question: PageQuestion, signal?: AbortSignal): Promise<Result<'events.page'>> {
    return this.#client.ask<'page'>({ kind: 'page', question }, signal);
  }

  position(question: PositionQuestion, signal?: AbortSignal): Promise<number | null> {
    return this.#client.ask<'position'>({ kind: 'position', question }, signal);
  }

  values(
    field: FieldName,
    text: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly ValueCount[]> {
    return this.#client.ask<'values'>({ kind: 'values', question: { field, text, limit } }, signal);
  }

  async *rows(
    { columns, ...sorted }: RowsQuestion,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly EventRow[]> {
    const { store, rows } = await this.#client.ask<'sorted'>({ kind: 'sorted', question: sorted }, signal);
    const reader = new TextReader(store.texts);
    const { events, times } = store;
    for (let at = 0; at < rows.length; at += rowsPerChunk) {
      signal?.throwIfAborted();
      const chunk = rows.slice(at, at + rowsPerChunk);
      const unique = needsUnique(columns)
        ? await this.#client.ask<'unique'>(
            { kind: 'unique', question: { store: { events, times }, rows: chunk } },
            signal,
          )
        : [];
      yield readRows(store, reader, chunk, columns, unique);
      // Lets the engine's thread answer others between chunks.
      await setImmediate();
    }
  }

  async close(): Promise<void> {
    const closed = new AppError('not-found', 'The case was closed.', { advice: 'Open it again.' });
    this.#closing.abort(closed);
    this.#client.end(closed);
    await this.#refreshing;
    await Promise.all(this.#threads.all.map((thread) => thread.terminate()));
  }
}
