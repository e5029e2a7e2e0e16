import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../contract/errors.ts';
import {
  filterFileKind,
  type SavedFilter,
  savedFilterFile,
  savedFilterFileName,
} from '../../contract/saved-filters.ts';
import { writeError } from '../export/write-error.ts';
import { withFileToItself } from './file-turn.ts';
import { readSmallJson } from './small-json.ts';

const advice = 'Check the permissions of the folder and the space on the disk.';

/** A person's filters in Spoor's data folder. A file that is not there yet holds none; a damaged one is left alone. */
export class FilterFile {
  readonly #file: string;
  readonly #lockWaitMs: number;

  /** @param lockWaitMs how long another program that writes is waited for */
  constructor(dataFolder: string, lockWaitMs: number) {
    this.#file = path.join(dataFolder, savedFilterFileName);
    this.#lockWaitMs = lockWaitMs;
  }

  /** @throws AppError `unreadable` when something else lies there, or it cannot be read */
  async read(): Promise<readonly SavedFilter[]> {
    const content = await readSmallJson(this.#file);
    if (content === undefined) return [];
    const parsed = savedFilterFile.safeParse(content.json);
    if (parsed.success) return parsed.data.filters;
    const [issue] = parsed.error.issues;
    throw new AppError(
      'unreadable',
      `The saved filters in ${this.#file} are damaged${issue === undefined ? '' : ` at ${issue.path.join('.') || 'the top'}: ${issue.message}`}.`,
      { advice: 'Mend the file or move it away. Until then nothing is written there.' },
    );
  }

  /**
   * Writes what becomes of the filters that are there, which no other program changes meanwhile. Appears whole or not
   * at all.
   *
   * @throws AppError `unreadable`, `not-found`, `not-allowed`, `disk-full`; `case-in-use` while another program writes;
   *   whatever `change` throws
   */
  async change<T extends { readonly filters: readonly SavedFilter[] }>(
    change: (filters: readonly SavedFilter[]) => T,
  ): Promise<T> {
    try {
      await mkdir(path.dirname(this.#file), { recursive: true });
      return await withFileToItself(this.#file, this.#lockWaitMs, async () => {
        const changed = change(await this.read());
        await this.#write(changed.filters);
        return changed;
      });
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      const error = writeError(cause, this.#file);
      // Where it lies is not the person's choice, unlike an export.
      throw error instanceof AppError ? new AppError(error.code, error.message, { cause, advice }) : error;
    }
  }

  async #write(filters: readonly SavedFilter[]): Promise<void> {
    const temporary = `${this.#file}.${process.pid}.tmp`;
    const content = JSON.stringify({ kind: filterFileKind, version: 1, filters }, null, 2);
    try {
      const handle = await open(temporary, 'w');
      try {
        await handle.writeFile(`${content}\n`);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(temporary, this.#file);
    } catch (error) {
      await rm(temporary, { force: true });
      throw error;
    }
  }
}
