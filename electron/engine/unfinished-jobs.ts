import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { followBy } from '../contract/s3.ts';
import { unfinishedJob } from '../contract/unfinished.ts';
import type { Log } from './log.ts';

/** How to do the rest of a job. Only what a person chose gets in here: the page never names a path. */
const wayOn = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), paths: z.array(z.string()).min(1) }),
  z.object({ kind: z.literal('reindex'), indexAll: z.boolean() }),
  z.object({ kind: z.literal('sync'), source: z.number().int() }),
  z.object({ kind: z.literal('follow'), source: z.number().int(), by: followBy }),
]);
export type WayOn = z.infer<typeof wayOn>;

const entry = unfinishedJob.extend({ casePath: z.string(), wayOn });
export type UnfinishedEntry = z.infer<typeof entry>;

const fileName = /^[\w-]{1,100}\.json$/;
const maxFiles = 500;

/**
 * Jobs that are under way, each a small file in Spoor's data folder: it is removed when the job ends, so one that is
 * found with no job behind it was ended by a crash. Files of their own, because several engines may share the folder.
 */
export class UnfinishedJobs {
  readonly #folder: string;
  readonly #log: Log;

  constructor(dataFolder: string, log: Log) {
    this.#folder = path.join(dataFolder, 'unfinished-jobs');
    this.#log = log;
  }

  /** Never throws: a job is worth more than the note of it. */
  begin(job: UnfinishedEntry): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(this.#fileOf(job.id), JSON.stringify(job), { mode: 0o600 });
    } catch (error) {
      this.#log.warn('unfinished.not-written', { detail: String(error) });
    }
  }

  end(id: string): void {
    try {
      rmSync(this.#fileOf(id), { force: true });
    } catch (error) {
      this.#log.warn('unfinished.not-removed', { detail: String(error) });
    }
  }

  /** Of one case, the newest first. Files that are none of ours, or damaged, are no jobs. */
  of(casePath: string): UnfinishedEntry[] {
    return this.#names()
      .flatMap((name) => this.#read(path.join(this.#folder, name)))
      .filter((job) => job.casePath === casePath)
      .sort((a, b) => b.startedAtMs - a.startedAtMs);
  }

  #names(): string[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => fileName.test(name))
        .slice(0, maxFiles);
    } catch {
      // Nothing was ever begun.
      return [];
    }
  }

  #read(file: string): UnfinishedEntry[] {
    try {
      return [entry.parse(JSON.parse(readFileSync(file, 'utf8')))];
    } catch {
      // Half written by a process that was killed over it, or ended meanwhile.
      return [];
    }
  }

  #fileOf(id: string): string {
    return path.join(this.#folder, `${id}.json`);
  }
}
