import { untilAborted } from '../../contract/abort.ts';
import type { EventRow } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { FieldName } from '../../contract/fields.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import type { Database } from '../case/driver.ts';
import { numberAt } from '../case/row.ts';
import { type Bits, wordsFor } from '../columns/bits.ts';
import { cancel, makeCancelFlag } from '../columns/cancellation.ts';
import type { Columns, Selection } from '../columns/index.ts';
import type { Undecided } from '../columns/questions.ts';
import { recordConditions, withRecordsTogether } from '../columns/record-answers.ts';
import { sharedUint32 } from '../columns/shared-arrays.ts';
import { needlesOf } from '../filter/raw-needles.ts';
import type { ReaderPool } from '../readers/reader-pool.ts';
import { runsWithout } from '../skip-index/read.ts';
import { AnswerMemory } from './answer-memory.ts';
import { withImpliedColumns } from './implied-columns.ts';
import { doneSlot, makePassControl, type SearchedCondition } from './pass.ts';
import { countBits, eachWord, rangesOf } from './ranges.ts';
import { readRecords } from './read-records.ts';
import type { MatchedEvents, MatchOptions, Search, SearchProgress } from './search.ts';

/** Progress is told this often. */
const tellEveryMs = 100;

export interface DecideOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: SearchProgress) => void) | undefined;
  readonly fromEvent?: number | undefined;
}

/** What of a filter is to be searched: which events, for which of its conditions. */
interface Need {
  readonly undecided: Undecided;
  readonly conditions: readonly Filter[];
}

/**
 * Searches the records of an open case for what columns cannot answer: only events that the columns leave undecided,
 * each of them once for as long as the case is open.
 */
export class CaseSearch implements Search {
  readonly #db: Database;
  readonly #columns: Columns;
  readonly #readers: ReaderPool;
  readonly #memory = new AnswerMemory();
  /** Searches run one after the other: each has all threads, and finds what the one before it found out. */
  #queue: Promise<unknown> = Promise.resolve();
  #running = 0;
  #reindexes: number;

  constructor(db: Database, columns: Columns, readers: ReaderPool) {
    this.#db = db;
    this.#columns = columns;
    this.#readers = readers;
    this.#reindexes = countReindexes(db);
  }

  /** A filter as a question to the columns, with what is known of its conditions on the record so far. */
  selection(filter: Filter, withDuplicates: boolean): Selection {
    const together = withImpliedColumns(withRecordsTogether(filter));
    const conditions = recordConditions(together);
    if (conditions.length === 0) return { filter, withDuplicates };
    // While a search runs, the bits change by themselves.
    if (this.#running > 0) this.#memory.touch();
    return { filter: together, withDuplicates, answers: this.#memory.of(conditions) };
  }

  /**
   * {@link selection} once every event is decided.
   *
   * @throws AppError as the columns, `damaged-case`; the signal's reason. What was found out until then is kept.
   */
  async decided(filter: Filter, withDuplicates: boolean, options: DecideOptions = {}): Promise<Selection> {
    const [selection] = await this.#decideInTurn([filter], withDuplicates, options);
    return selection ?? { filter, withDuplicates };
  }

  async matchAll(filters: readonly Filter[], options: MatchOptions = {}): Promise<readonly MatchedEvents[]> {
    const selections = await this.#decideInTurn(filters, false, options);
    const found: MatchedEvents[] = [];
    for (const selection of selections) {
      const question = { ...selection, fromEvent: options.fromEvent ?? 1 };
      found.push(await this.#columns.matched(question, options.signal));
    }
    return found;
  }

  rowsOf(
    matched: MatchedEvents,
    columns: readonly FieldName[],
    signal?: AbortSignal,
  ): Promise<readonly EventRow[]> {
    return this.#columns.fields({ ...matched, columns }, signal);
  }

  records(
    events: Uint32Array,
    signal?: AbortSignal,
  ): AsyncGenerator<{ readonly event: number; readonly record: unknown }> {
    return readRecords(this.#db, events, signal);
  }

  /** The columns were loaded anew. A rebuilt index may number other events. */
  onRefresh(): void {
    const reindexes = countReindexes(this.#db);
    if (reindexes === this.#reindexes) return;
    this.#reindexes = reindexes;
    this.#memory.clear();
  }

  /** @returns what to ask the columns, with all that was found out */
  async #decideInTurn(
    filters: readonly Filter[],
    withDuplicates: boolean,
    options: DecideOptions,
  ): Promise<readonly Selection[]> {
    if (filters.every((filter) => recordConditions(filter).length === 0))
      return filters.map((filter) => ({ filter, withDuplicates }));
    const run = this.#queue.then(async () => {
      await this.#decide(filters, withDuplicates, options);
      // Before the next search: it may let go of what was found out.
      return filters.map((filter) => this.selection(filter, withDuplicates));
    });
    this.#queue = run.catch(() => {
      // Whoever asked has the error; the next search is not concerned.
    });
    return untilAborted(run, options.signal);
  }

  async #decide(
    filters: readonly Filter[],
    withDuplicates: boolean,
    { signal, onProgress, fromEvent = 1 }: DecideOptions,
  ): Promise<void> {
    signal?.throwIfAborted();
    const needs: Need[] = [];
    for (const filter of filters) {
      const question = this.selection(filter, withDuplicates);
      const conditions = recordConditions(question.filter);
      if (conditions.length === 0) continue;
      const undecided = await this.#columns.undecided(question, signal);
      leaveOut(undecided.bits, fromEvent);
      if (undecided.count > 0) needs.push({ undecided, conditions });
    }
    const [first] = needs;
    if (first === undefined) return;
    this.#running += 1;
    try {
      await this.#search(this.#conditionsOf(needs), first.undecided.fileStarts, signal, onProgress);
    } finally {
      this.#running -= 1;
      this.#memory.touch();
    }
    if (countReindexes(this.#db) === this.#reindexes) return;
    this.#memory.clear();
    throw new AppError('case-in-use', 'The index of the case was rebuilt while it was searched.', {
      advice: 'Search again.',
    });
  }

  #conditionsOf(needs: readonly Need[]): readonly SearchedCondition[] {
    const byFilter = new Map<string, SearchedCondition>();
    for (const { undecided, conditions } of needs) {
      const lastEvent = undecided.bits.length * 32 - 1;
      for (const filter of conditions) {
        const answer = this.#memory.prepare(filter, lastEvent);
        const key = JSON.stringify(filter);
        const wanted = byFilter.get(key)?.wanted ?? sharedUint32(wordsFor(lastEvent + 1));
        wanted.forEach((word, at) => {
          wanted[at] = word | ((undecided.bits[at] ?? 0) & ~(answer.known[at] ?? 0));
        });
        byFilter.set(key, { filter, wanted, ...answer });
      }
    }
    this.#memory.trim(byFilter.size);
    for (const condition of byFilter.values()) this.#passOver(condition);
    return [...byFilter.values()];
  }

  /** Takes out what the skip index knows to be without what would have to be in it. */
  #passOver({ filter, wanted, known }: SearchedCondition): void {
    for (const { firstEvent, endEvent } of runsWithout(this.#db, needlesOf(filter)))
      eachWord(firstEvent, endEvent - 1, (word, mask) => {
        if (word >= wanted.length) return;
        known[word] = (known[word] ?? 0) | ((wanted[word] ?? 0) & mask);
        wanted[word] = (wanted[word] ?? 0) & ~mask;
      });
  }

  async #search(
    conditions: readonly SearchedCondition[],
    fileStarts: Uint32Array,
    signal: AbortSignal | undefined,
    onProgress: DecideOptions['onProgress'],
  ): Promise<void> {
    const all = union(conditions.map(({ wanted }) => wanted));
    const total = countBits(all, 0, all.length * 32);
    const control = makePassControl();
    const cancelFlag = makeCancelFlag();
    const tell = (): void => onProgress?.({ done: Atomics.load(control, doneSlot), total });
    const onAbort = (): void => cancel(cancelFlag);
    signal?.addEventListener('abort', onAbort, { once: true });
    const timer = setInterval(tell, tellEveryMs);
    tell();
    try {
      const pass = { conditions, ranges: rangesOf(all, fileStarts), control, cancelFlag };
      const part = { kind: 'search', pass } as const;
      await this.#readers.run(Array(this.#readers.size).fill(part), () => cancel(cancelFlag));
      signal?.throwIfAborted();
      tell();
    } finally {
      clearInterval(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }
}

function union(sets: readonly Bits[]): Bits {
  const [first = new Uint32Array(0), ...others] = sets;
  const all = first.slice();
  for (const other of others)
    for (let at = 0; at < all.length; at += 1) all[at] = (all[at] ?? 0) | (other[at] ?? 0);
  return all;
}

/** Clears the events below `fromEvent`. */
function leaveOut(bits: Bits, fromEvent: number): void {
  const word = fromEvent >>> 5;
  bits.fill(0, 0, word);
  bits[word] = (bits[word] ?? 0) & (0xffff_ffff << (fromEvent & 31));
}

function countReindexes(db: Database): number {
  const row = db.get("SELECT count(*) AS n FROM custody WHERE action = 'reindexed'");
  return row === undefined ? 0 : numberAt(row, 'n');
}
