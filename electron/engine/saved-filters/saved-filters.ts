import { randomUUID } from 'node:crypto';
import { AppError } from '../../contract/errors.ts';
import { parseFilter } from '../../contract/filter/parse.ts';
import {
  type FilterDraft,
  type FilterImport,
  type FilterList,
  filterFileKind,
  maxSavedFilters,
  type OnSameName,
  type SavedFilter,
} from '../../contract/saved-filters.ts';
import { createOutput, refuseExisting } from '../export/output-file.ts';
import { Topic } from '../topic.ts';
import { builtInFilters } from './built-in.ts';
import { FilterFile } from './filter-file.ts';
import { importFilters, isSameName } from './import-filters.ts';
import { readSmallJson } from './small-json.ts';

/** Another Spoor writes for some milliseconds; after this long something is wrong with it. */
const usualLockWaitMs = 5000;

/**
 * The filters that a person keeps, for every case. They are read from the disk for each question and each change, as
 * another Spoor may have changed them; changes follow each other, also those of several.
 */
export class SavedFilters {
  readonly #file: FilterFile;
  readonly #news = new Topic<FilterList>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(dataFolder: string, { lockWaitMs = usualLockWaitMs }: { readonly lockWaitMs?: number } = {}) {
    this.#file = new FilterFile(dataFolder, lockWaitMs);
  }

  async list(): Promise<FilterList> {
    try {
      return listOf(await this.#file.read());
    } catch (error) {
      if (error instanceof AppError) return { ...listOf([]), problem: error.toShape() };
      throw error;
    }
  }

  async *watch(signal: AbortSignal): AsyncGenerator<FilterList> {
    // In turn with the changes: one that ends meanwhile would be told before anyone listens.
    const first = await this.#inTurn(() => this.list());
    yield* this.#news.watch([['all', first]], signal);
  }

  /**
   * A key belongs to one filter: whichever had it gives it up.
   *
   * @throws AppError `filter-syntax` with the place, `already-exists` for a name that another has, `not-found`,
   *   `too-large`, `unreadable`
   */
  async save({ id, at, ...words }: FilterDraft): Promise<SavedFilter> {
    parseFilter(words.filter);
    const saved: SavedFilter = { ...words, id: id ?? randomUUID() };
    await this.#change((filters) => {
      const others = filters
        .filter((one) => one.id !== id)
        .map((one) =>
          words.shortcut !== null && one.shortcut === words.shortcut ? { ...one, shortcut: null } : one,
        );
      if (others.some((one) => isSameName(one.name, words.name)))
        throw new AppError('already-exists', `There is a saved filter named “${words.name}” already.`);
      const place = id === null ? (at ?? others.length) : filters.findIndex((one) => one.id === id);
      if (place < 0) throw gone();
      if (others.length >= maxSavedFilters)
        throw new AppError('too-large', `There are ${maxSavedFilters} saved filters already.`, {
          advice: 'Delete some that are not used any more.',
        });
      return others.toSpliced(place, 0, saved);
    });
    return saved;
  }

  /** @throws AppError `not-found`, `unreadable` */
  async remove(id: string): Promise<void> {
    await this.#change((filters) => {
      const others = filters.filter((one) => one.id !== id);
      if (others.length === filters.length) throw gone();
      return others;
    });
  }

  /** Moves a filter to a place among the others. @throws AppError `not-found`, `unreadable` */
  async move(id: string, to: number): Promise<void> {
    await this.#change((filters) => {
      const moved = filters.find((one) => one.id === id);
      if (moved === undefined) throw gone();
      return filters.filter((one) => one.id !== id).toSpliced(to, 0, moved);
    });
  }

  /** Writes the person's own filters. @returns how many @throws AppError as any output file */
  async exportTo(target: string, overwrite: boolean): Promise<number> {
    const filters = (await this.#file.read()).map(({ id: _, ...words }) => words);
    if (!overwrite) await refuseExisting(target);
    const output = await createOutput(target);
    try {
      await output.write(`${JSON.stringify({ kind: filterFileKind, version: 1, filters }, null, 2)}\n`);
      await output.finish();
      await output.publish(overwrite);
    } finally {
      await output.discard();
    }
    return filters.length;
  }

  /** @throws AppError `unreadable` when the file holds no filters, `not-found` when it is gone */
  async importFrom(file: string, sameName: OnSameName): Promise<FilterImport> {
    const content = await readSmallJson(file);
    if (content === undefined) throw new AppError('not-found', `There is nothing at ${file}.`);
    return (await this.#write((present) => importFilters(present, content.json, sameName))).result;
  }

  async #change(change: (filters: readonly SavedFilter[]) => readonly SavedFilter[]): Promise<void> {
    await this.#write((present) => ({ filters: change(present) }));
  }

  #write<T extends { readonly filters: readonly SavedFilter[] }>(
    change: (filters: readonly SavedFilter[]) => T,
  ): Promise<T> {
    return this.#inTurn(async () => {
      const changed = await this.#file.change(change);
      this.#news.publish('all', listOf(changed.filters));
      return changed;
    });
  }

  #inTurn<T>(step: () => Promise<T>): Promise<T> {
    const run = this.#last.then(step);
    this.#last = run.catch(() => {
      // Whoever asked has the error; the next step is not concerned.
    });
    return run;
  }
}

function listOf(own: readonly SavedFilter[]): FilterList {
  return { builtIn: [...builtInFilters], own: [...own], problem: null };
}

function gone(): AppError {
  return new AppError('not-found', 'This saved filter is not there any more.', {
    advice: 'It was deleted elsewhere; save it as a new one.',
  });
}
