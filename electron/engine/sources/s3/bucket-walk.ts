import type { TrailPlace } from '../../../contract/s3.ts';
import { type Bucket, BucketError, type ListPage } from './bucket.ts';
import { dayEnds } from './day-ends.ts';
import { compareKeys } from './key-order.ts';
import { dayOfFolder, folderOf, folderPrefix, layoutAt, type PlaceName, rootName } from './layout.ts';
import { plainText } from './plain-text.ts';
import { ProblemList } from './problem-list.ts';
import { runTasks } from './run-tasks.ts';

const parallel = 8;
/** So many requests are spent outside of any `AWSLogs/`: a bucket may have millions of folders. */
const mostOutside = 100;
const mostOutsidePages = 5;
/** Of a folder inside: ten thousand accounts are ten pages. More is somebody's loose files. */
const mostPages = 100;

/**
 * One walk over the folders of a bucket, by delimiters only. What is found can be read at any time; the walk is
 * complete when {@link run} has ended.
 */
export class BucketWalk {
  readonly places: TrailPlace[] = [];
  readonly problems = new ProblemList();
  readonly #bucket: Bucket;
  readonly #prefix: string;
  readonly #signal: AbortSignal;
  /** Newest first, so that an account is done with before the next is begun and little waits. */
  readonly #inside: string[] = [];
  /** Oldest first: what lies near the prefix is looked into before what lies deep. */
  readonly #outside: string[] = [];
  #lookedOutside = 0;

  constructor(bucket: Bucket, prefix: string, signal: AbortSignal) {
    this.#bucket = bucket;
    this.#prefix = folderPrefix(prefix);
    this.#signal = signal;
  }

  /** @throws BucketError other than `denied` */
  async run(): Promise<void> {
    this.#add([this.#prefix]);
    await runTasks(
      parallel,
      () => this.#next(),
      (folder) => this.#look(folder),
    );
    if (this.#outside.length > 0) {
      this.problems.add(
        `Not all folders outside of ${rootName} were looked into: there are too many. Give the prefix of the trail to be sure that all of it is found.`,
      );
    }
    if (this.places.length === 0 && this.problems.size === 0) {
      this.problems.add(
        `No trail lies ${this.#where(this.#prefix)}: there are none of CloudTrail's folders.`,
      );
    }
    this.places.sort((a, b) => compareKeys(folderOf(a), folderOf(b)));
  }

  #next(): string | undefined {
    const inside = this.#inside.pop();
    if (inside !== undefined || this.#lookedOutside >= mostOutside) return inside;
    const outside = this.#outside.shift();
    if (outside !== undefined) this.#lookedOutside += 1;
    return outside;
  }

  async #look(folder: string): Promise<void> {
    const found = layoutAt(folder);
    try {
      if (found.level === 'outside') await this.#lookOutside(folder);
      else if (found.level === 'day') await this.#lookAtDay(folder, found.place);
      else if ('place' in found) {
        const ends = await dayEnds(folder, (each) => this.#foldersIn(each));
        this.places.push({ ...found.place, ...ends });
      } else if (found.level !== 'strange') this.#add((await this.#foldersIn(folder)).toReversed());
    } catch (error) {
      if (!(error instanceof BucketError) || error.fault !== 'denied') throw error;
      this.problems.add(`${error.message} ${error.advice}`);
      // A policy may permit the listing of the trail's folder only.
      if (folder === this.#prefix && found.level === 'outside') this.#inside.push(`${folder}${rootName}`);
    }
  }

  async #lookOutside(folder: string): Promise<void> {
    const folders: string[] = [];
    let token: string | null = null;
    for (let pages = 1; ; pages += 1) {
      const page: ListPage = await this.#list(folder, token);
      folders.push(...page.folders);
      token = page.next;
      if (token === null || pages === mostOutsidePages) break;
      this.#lookedOutside += 1;
    }
    this.#add(folders);
    if (token === null) return;
    // One folder must not cost thousands of requests; whether AWSLogs/ is on a later page can be asked of itself.
    const root = `${folder}${rootName}`;
    if (!folders.includes(root)) this.#inside.push(root);
    this.problems.add(
      `Much lies ${this.#where(folder)}: of what is there beside ${rootName}, only the first ${folders.length} folders were considered.`,
    );
  }

  /** A prefix may point to a single day. */
  async #lookAtDay(folder: string, place: PlaceName): Promise<void> {
    const { objects, folders } = await this.#list(folder);
    if (objects.length + folders.length === 0) return;
    const day = dayOfFolder(folder);
    this.places.push({ ...place, firstDay: day, lastDay: day });
  }

  async #foldersIn(folder: string): Promise<string[]> {
    const folders: string[] = [];
    let token: string | null = null;
    for (let pages = 1; ; pages += 1) {
      const page: ListPage = await this.#list(folder, token);
      folders.push(...page.folders);
      token = page.next;
      if (token === null) return folders;
      if (pages === mostPages) {
        this.problems.add(
          `More lies ${this.#where(folder)} than a trail puts there; its folders are known only in part.`,
        );
        return folders;
      }
    }
  }

  #list(prefix: string, token: string | null = null): Promise<ListPage> {
    const request = { prefix, byFolder: true, ...(token === null ? {} : { token }) };
    return this.#bucket.list(request, this.#signal);
  }

  #add(folders: readonly string[]): void {
    for (const folder of folders) {
      const found = layoutAt(folder);
      if (found.level === 'outside') this.#outside.push(folder);
      else if (found.level !== 'strange') this.#inside.push(folder);
      else if (found.isTrails) {
        this.problems.add(`“${plainText(folder)}” is none of the folders that a trail has; it is left out.`);
      }
    }
  }

  #where(folder: string): string {
    const bucket = `the bucket ${plainText(this.#bucket.name)}`;
    return folder === '' ? `in ${bucket}` : `below “${plainText(folder)}” in ${bucket}`;
  }
}
