import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import {
  type Bucket,
  BucketError,
  type BucketFault,
  type FetchedObject,
  type ListedObject,
  type ListPage,
  type ListRequest,
} from '../../electron/engine/sources/s3/bucket.ts';

export interface MemoryBucketOptions {
  readonly pageSize?: number;
  /** Storage classes by key; the others are STANDARD. */
  readonly classes?: Readonly<Record<string, string>>;
  /** A fault for this request, or null. */
  readonly failList?: (request: ListRequest) => BucketFault | null;
  readonly failFetch?: (object: ListedObject) => BucketFault | null;
  /** Turns of the event loop that the next answer takes: answers overtake each other. */
  readonly turns?: () => number;
}

interface Stored {
  readonly listed: ListedObject;
  readonly order: Buffer;
  readonly bytes: Uint8Array;
}

/** A bucket that lists as S3 does: by UTF-8 bytes, in pages, by delimiter, from a key on. Counts what is asked of it. */
export class MemoryBucket implements Bucket {
  readonly name = 'example-trail';
  readonly region = 'eu-west-1';
  readonly lists: ListRequest[] = [];
  readonly fetches: string[] = [];
  mostLists = 0;
  mostFetches = 0;
  mostBytes = 0;
  #listing = 0;
  #fetching = 0;
  #bytes = 0;
  readonly #stored: readonly Stored[];
  readonly #options: MemoryBucketOptions;

  constructor(objects: Readonly<Record<string, string>>, options: MemoryBucketOptions = {}) {
    this.#options = options;
    this.#stored = Object.entries(objects)
      .map(([key, text]) => {
        const bytes = Buffer.from(text);
        const etag = createHash('md5').update(bytes).digest('hex');
        const storageClass = options.classes?.[key] ?? 'STANDARD';
        const listed = { key, sizeBytes: bytes.length, etag, lastModifiedMs: 0, storageClass };
        return { listed, order: Buffer.from(key), bytes };
      })
      .sort((a, b) => Buffer.compare(a.order, b.order));
  }

  get keys(): string[] {
    return this.#stored.map(({ listed }) => listed.key);
  }

  listed(key: string): ListedObject {
    return this.#find(key).listed;
  }

  async list(request: ListRequest, signal: AbortSignal): Promise<ListPage> {
    this.lists.push(request);
    this.#listing += 1;
    this.mostLists = Math.max(this.mostLists, this.#listing);
    try {
      await this.#answer(signal, this.#options.failList?.(request) ?? null, `list “${request.prefix}”`);
      return this.#page(request);
    } finally {
      this.#listing -= 1;
    }
  }

  async get(object: ListedObject, signal: AbortSignal): Promise<FetchedObject> {
    this.fetches.push(object.key);
    this.#fetching += 1;
    this.#bytes += object.sizeBytes;
    this.mostFetches = Math.max(this.mostFetches, this.#fetching);
    this.mostBytes = Math.max(this.mostBytes, this.#bytes);
    try {
      await this.#answer(signal, this.#options.failFetch?.(object) ?? null, `fetch “${object.key}”`);
      const { bytes, listed } = this.#find(object.key);
      const { etag, lastModifiedMs, storageClass } = listed;
      const facts = { etag, lastModifiedMs, storageClass, versionId: null, encryption: 'AES256' };
      return { bytes, facts: { ...facts, kmsKeyId: null, checksums: {}, metadata: {} } };
    } finally {
      this.#fetching -= 1;
      this.#bytes -= object.sizeBytes;
    }
  }

  close(): void {}

  #find(key: string): Stored {
    const found = this.#stored.find(({ listed }) => listed.key === key);
    if (found === undefined) throw new Error(`No ${key} in the test's bucket.`);
    return found;
  }

  async #answer(signal: AbortSignal, fault: BucketFault | null, what: string): Promise<void> {
    for (let left = this.#options.turns?.() ?? 1; left > 0; left -= 1) await turn(undefined, { signal });
    signal.throwIfAborted();
    if (fault !== null) throw new BucketError(fault, `Cannot ${what}: ${fault}.`, `Mend ${fault}.`);
  }

  #page({ prefix, byFolder, startAfter = '', token }: ListRequest): ListPage {
    const after = Buffer.from(token ?? startAfter);
    const objects: ListedObject[] = [];
    const folders: string[] = [];
    let last = '';
    for (const { listed, order } of this.#stored) {
      if (!listed.key.startsWith(prefix) || Buffer.compare(order, after) <= 0) continue;
      const slash = byFolder ? listed.key.indexOf('/', prefix.length) : -1;
      const folder = slash < 0 ? null : listed.key.slice(0, slash + 1);
      if (folder !== null && (folder === folders.at(-1) || folder === token)) continue;
      if (objects.length + folders.length === (this.#options.pageSize ?? 1000)) {
        return { objects, folders, next: last };
      }
      last = folder ?? listed.key;
      if (folder === null) objects.push(listed);
      else folders.push(folder);
    }
    return { objects, folders, next: null };
  }
}

/** Turns of the event loop as a seed has them, one to seven: the same in every run. */
export function seededTurns(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return 1 + ((state >>> 24) % 7);
  };
}
