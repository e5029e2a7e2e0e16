import { setImmediate } from 'node:timers/promises';
import { untilAborted } from '../../contract/abort.ts';
import type { EventRow, Result } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { FieldName } from '../../contract/fields.ts';
import type { CompareAnswer, CompareQuestion } from './compare-question.ts';
import { Generation } from './generation.ts';
import type {
  AnyQuestion,
  FieldsQuestion,
  MatchedQuestion,
  MatchedRows,
  PageQuestion,
  PositionQuestion,
  QuestionKind,
  Questions,
  Selection,
  SortedQuestion,
  Undecided,
  ValueCount,
  ViewQuestion,
} from './questions.ts';
import type { RareAnswer, RareQuestion } from './rare-question.ts';
import { needsUnique, readRows } from './rows.ts';
import { TextReader } from './texts.ts';
import type { ThreadOptions } from './threads.ts';

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
  /** Grows by one with each refresh. */
  readonly revision: number;
  /** Loads the case anew; questions are answered from the revision before until it is there. */
  refresh(): Promise<void>;
  /** {@link refresh} after a check, which changed nothing but verdicts: takes a tenth of the time. */
  refreshVerdicts(): Promise<void>;
  view(question: ViewQuestion, signal?: AbortSignal): Promise<Result<'events.view'>>;
  page(question: PageQuestion, signal?: AbortSignal): Promise<Result<'events.page'>>;
  /** Where an event stands in the order of the table; null when the filter leaves it out. */
  position(question: PositionQuestion, signal?: AbortSignal): Promise<number | null>;
  /** Values that contain `text`, most frequent first, ties in the order of code points; none for times and ids. */
  values(field: FieldName, text: string, limit: number, signal?: AbortSignal): Promise<readonly ValueCount[]>;
  /** Events whose match only a search in their records can tell, as far as `answers` does not say it. */
  undecided(selection: Selection, signal?: AbortSignal): Promise<Undecided>;
  /** Events that match for certain, in the order of time. */
  matched(question: MatchedQuestion, signal?: AbortSignal): Promise<MatchedRows>;
  /** Fields of certain events of the case, in the order given. */
  fields(question: FieldsQuestion, signal?: AbortSignal): Promise<readonly EventRow[]>;
  /** Values of fields that are new or rare, ranked. Exact: the selection must be decided. */
  rare(question: RareQuestion, signal?: AbortSignal): Promise<RareAnswer>;
  /** Values of fields that differ between two periods, ranked. Likewise exact. */
  compare(question: CompareQuestion, signal?: AbortSignal): Promise<CompareAnswer>;
  /** Every row of a selection in order, in chunks, all from the revision of the first. */
  rows(question: RowsQuestion, signal?: AbortSignal): AsyncIterable<readonly EventRow[]>;
  /** Ends the threads; questions still open are rejected. */
  close(): Promise<void>;
}

const maxThreads = 16;
const rowsPerChunk = 5000;

/**
 * Loads the columns of a case, unless `signal` aborts before they are there.
 *
 * @throws AppError `damaged-case`, `newer-case`, and as `openCaseConnection`; the signal's reason
 */
export async function openColumns(options: ThreadOptions, signal?: AbortSignal): Promise<Columns> {
  signal?.throwIfAborted();
  const bounded = withinBounds(options);
  const first = new Generation(bounded, 1);
  try {
    await untilAborted(first.ready, signal);
  } catch (error) {
    await first.end(error);
    throw error;
  }
  return new ThreadedColumns(bounded, first);
}

/** The same, but loads them with the first question, which then fails as {@link openColumns} would. */
export function columnsWhenAsked(options: ThreadOptions): Columns {
  return new ThreadedColumns(withinBounds(options), null);
}

function withinBounds(options: ThreadOptions): ThreadOptions {
  return { ...options, threads: Math.min(maxThreads, Math.max(1, Math.floor(options.threads))) };
}

class ThreadedColumns implements Columns {
  readonly #options: ThreadOptions;
  /** Null: nothing was asked yet. */
  #current: Generation | null;
  /** Of what is not loaded. */
  #earlyRevision = 1;
  /** The one that is being loaded, and the retired ones that may still answer. */
  readonly #others = new Set<Generation>();
  #refreshing: Promise<void> = Promise.resolve();
  #reviving: Promise<void> | undefined;
  #closed: AppError | undefined;

  constructor(options: ThreadOptions, first: Generation | null) {
    this.#options = options;
    this.#current = first;
  }

  get revision(): number {
    return this.#current?.revision ?? this.#earlyRevision;
  }

  refresh(): Promise<void> {
    return this.#inTurn(() => this.#loadAgain());
  }

  refreshVerdicts(): Promise<void> {
    return this.#inTurn(() =>
      this.#current === null || this.#current.isDead ? this.#loadAgain() : this.#current.readVerdicts(),
    );
  }

  /** One after the other: revisions must not overtake each other. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const next = this.#refreshing.then(work);
    this.#refreshing = next.catch(() => {
      // Whoever asked for it has the error; the next one is done all the same.
    });
    return next;
  }

  async #loadAgain(): Promise<void> {
    if (this.#current !== null) return this.#load(this.revision + 1);
    this.#earlyRevision += 1;
  }

  async #load(revision: number): Promise<void> {
    if (this.#closed !== undefined) throw this.#closed;
    const next = new Generation(this.#options, revision);
    this.#others.add(next);
    try {
      await next.ready;
    } catch (error) {
      await next.end(error);
      throw error;
    } finally {
      this.#others.delete(next);
    }
    const before = this.#current;
    this.#current = next;
    if (before === null) return;
    this.#others.add(before);
    await before.retire();
    this.#others.delete(before);
  }

  async #ask<K extends QuestionKind>(
    ask: Extract<AnyQuestion, { kind: K }>,
    signal: AbortSignal | undefined,
  ): Promise<Questions[K]['answer']> {
    const current = await this.#loaded(signal);
    return current.ask<K>(ask, signal);
  }

  /** A revision that lost a thread (to want of memory, say) answers nothing any more: the case is loaded again then. */
  async #loaded(signal: AbortSignal | undefined): Promise<Generation> {
    if ((this.#current === null || this.#current.isDead) && this.#closed === undefined) {
      this.#reviving ??= this.#inTurn(() => this.#revive()).finally(() => {
        this.#reviving = undefined;
      });
      await untilAborted(this.#reviving, signal);
    }
    if (this.#current === null) throw this.#closed;
    return this.#current;
  }

  #revive(): Promise<void> {
    return this.#load(this.#current === null ? this.#earlyRevision : this.revision + 1);
  }

  view(question: ViewQuestion, signal?: AbortSignal): Promise<Result<'events.view'>> {
    return this.#ask<'view'>({ kind: 'view', question }, signal);
  }

  page(question: PageQuestion, signal?: AbortSignal): Promise<Result<'events.page'>> {
    return this.#ask<'page'>({ kind: 'page', question }, signal);
  }

  position(question: PositionQuestion, signal?: AbortSignal): Promise<number | null> {
    return this.#ask<'position'>({ kind: 'position', question }, signal);
  }

  values(
    field: FieldName,
    text: string,
    limit: number,
    signal?: AbortSignal,
  ): Promise<readonly ValueCount[]> {
    return this.#ask<'values'>({ kind: 'values', question: { field, text, limit } }, signal);
  }

  undecided(question: Selection, signal?: AbortSignal): Promise<Undecided> {
    return this.#ask<'undecided'>({ kind: 'undecided', question }, signal);
  }

  matched(question: MatchedQuestion, signal?: AbortSignal): Promise<MatchedRows> {
    return this.#ask<'matched'>({ kind: 'matched', question }, signal);
  }

  fields(question: FieldsQuestion, signal?: AbortSignal): Promise<readonly EventRow[]> {
    return this.#ask<'fields'>({ kind: 'fields', question }, signal);
  }

  rare(question: RareQuestion, signal?: AbortSignal): Promise<RareAnswer> {
    return this.#ask<'rare'>({ kind: 'rare', question }, signal);
  }

  compare(question: CompareQuestion, signal?: AbortSignal): Promise<CompareAnswer> {
    return this.#ask<'compare'>({ kind: 'compare', question }, signal);
  }

  async *rows(
    { columns, ...question }: RowsQuestion,
    signal?: AbortSignal,
  ): AsyncGenerator<readonly EventRow[]> {
    const { store, rows } = await this.#ask<'sorted'>({ kind: 'sorted', question }, signal);
    const { texts, events, times } = store;
    const reader = new TextReader(texts);
    for (let at = 0; at < rows.length; at += rowsPerChunk) {
      signal?.throwIfAborted();
      const chunk = rows.slice(at, at + rowsPerChunk);
      // Whichever revision answers: the question says itself which events it means.
      const unique = needsUnique(columns)
        ? await this.#ask<'unique'>(
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
    this.#closed ??= closed;
    await Promise.all([this.#current, ...this.#others].map((generation) => generation?.end(closed)));
    await this.#refreshing;
    await this.#current?.end(closed);
  }
}
