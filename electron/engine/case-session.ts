import path from 'node:path';
import type { CaseInfo } from '../contract/api.ts';
import type { OpenCase } from './case/case-file.ts';
import { isIndexWhole } from './case/index-upkeep.ts';
import { summarize } from './case/summary.ts';
import { type Columns, columnsWhenAsked, openColumns } from './columns/index.ts';
import { ReaderPool } from './readers/reader-pool.ts';
import { CaseSearch } from './search/case-search.ts';
import { Topic } from './topic.ts';

export interface SessionOptions {
  readonly workersDir: string;
  readonly threads: number;
  /** Whether its events are loaded with the first question about them, and not when it is opened. */
  readonly loadsLate: boolean;
}

/** One open case: its file, its columns in memory, and the news of it. */
export class CaseSession {
  readonly id: string;
  readonly file: OpenCase;
  readonly columns: Columns;
  readonly search: CaseSearch;
  readonly readers: ReaderPool;
  readonly #news = new Topic<CaseInfo>();
  #refreshing: Promise<void> | undefined;
  #isStale = false;
  #last: CaseInfo | null = null;
  #lost: string | null = null;

  private constructor(id: string, file: OpenCase, columns: Columns, readers: ReaderPool) {
    this.id = id;
    this.file = file;
    this.columns = columns;
    this.readers = readers;
    this.search = new CaseSearch(file.db, columns, readers);
  }

  static async start(
    id: string,
    file: OpenCase,
    { workersDir, threads, loadsLate }: SessionOptions,
    signal: AbortSignal,
  ): Promise<CaseSession> {
    // Spoor may have been closed between the question and now.
    signal.throwIfAborted();
    const options = { casePath: file.path, workersDir, threads };
    const columns = loadsLate ? columnsWhenAsked(options) : await openColumns(options, signal);
    return new CaseSession(id, file, columns, new ReaderPool(options));
  }

  info(): CaseInfo {
    // Nothing can be asked of a file that is gone.
    if (this.#lost !== null && this.#last !== null) return { ...this.#last, lost: this.#lost };
    this.#last = {
      case: this.id,
      name: path.basename(this.file.path),
      place: path.dirname(this.file.path),
      access: this.file.access,
      readOnlyReason: this.file.readOnlyReason,
      lost: null,
      needsReindex: !isIndexWhole(this.file.db),
      revision: this.columns.revision,
      ...summarize(this.file.db, this.file.path),
    };
    return this.#last;
  }

  /** The file of the case cannot be reached any more. */
  get isLost(): boolean {
    return this.#lost !== null;
  }

  /** Says why, to everyone who watches. What was read stays to be shown; only opening it again helps. */
  markLost(why: string): void {
    if (this.#lost !== null) return;
    this.#lost = why;
    // Before anybody was told of the case, whoever asks meets the failure itself.
    if (this.#last !== null) this.#news.publish(this.id, this.info());
  }

  watch(signal: AbortSignal): AsyncGenerator<CaseInfo> {
    return this.#news.watch([[this.id, this.info()]], signal);
  }

  /** Brings new events into the columns and tells the watchers. Calls that come meanwhile share one further run. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    this.#refreshing ??= this.#refreshWhileStale().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** After a check, which changes no event: only what it said of their files is read anew. */
  async refreshVerdicts(): Promise<void> {
    if (this.#refreshing !== undefined) return this.refresh();
    await this.columns.refreshVerdicts();
    this.#news.publish(this.id, this.info());
  }

  async #refreshWhileStale(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      await this.columns.refresh();
      this.search.onRefresh();
      this.#news.publish(this.id, this.info());
    }
  }

  /** Does not wait for a refresh: whoever asked for it is told that the case was closed. */
  async close(): Promise<void> {
    const refreshing = this.#refreshing?.catch(() => {
      // Whoever asked for the refresh has its error; closing goes on.
    });
    await this.readers.close();
    await this.columns.close();
    await refreshing;
    this.file.close();
  }
}
