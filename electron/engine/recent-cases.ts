import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { z } from 'zod';
import { recentFile, recentFileName } from '../contract/recent-file.ts';

const maxRecent = 12;
type Recent = z.infer<typeof recentFile>[number];

/** The cases opened last, in a small JSON file of Spoor's data folder. A lost or damaged list is an empty list. */
export class RecentCases {
  readonly #file: string;

  constructor(dataFolder: string) {
    this.#file = path.join(dataFolder, recentFileName);
  }

  async list(): Promise<readonly (Recent & { readonly exists: boolean })[]> {
    const recents = await this.#read();
    return Promise.all(
      recents.map(async (recent) => ({
        ...recent,
        exists: await stat(recent.path).then(
          () => true,
          () => false,
        ),
      })),
    );
  }

  async remember(casePath: string, openedAtMs: number): Promise<void> {
    const others = (await this.#read()).filter((recent) => recent.path !== casePath);
    await this.#write([{ path: casePath, openedAtMs }, ...others].slice(0, maxRecent));
  }

  async forget(casePath: string): Promise<void> {
    await this.#write((await this.#read()).filter((recent) => recent.path !== casePath));
  }

  async #read(): Promise<readonly Recent[]> {
    try {
      return recentFile.parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      // Not there yet, or not ours: the list is a convenience, and the next write makes it anew.
      return [];
    }
  }

  async #write(recents: readonly Recent[]): Promise<void> {
    await mkdir(path.dirname(this.#file), { recursive: true });
    const temporary = `${this.#file}.${process.pid}.tmp`;
    await writeFile(temporary, JSON.stringify(recents, null, 2));
    await rename(temporary, this.#file);
  }
}
