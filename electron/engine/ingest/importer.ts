import { rmSync } from 'node:fs';
import type { Database } from '../case/driver.ts';
import { knownVersions } from '../case/known-files.ts';
import { type OpenedSource, openArchive } from '../sources/open-source.ts';
import type { SourceItem } from '../sources/source-item.ts';
import type { Workspace } from '../sources/workspace.ts';
import { BatchCursor } from './event-appender.ts';
import type { BatchAnswer, FileAnswer, FileTask, SystemPath } from './file-task.ts';
import type { ImportWriter } from './import-writer.ts';
import { limits } from './limits.ts';
import type { ParsePool } from './parse-pool.ts';

/** Small files are sent to a thread together: a message costs as much as reading some of them. */
const filesPerBatch = 256;
const bytesPerBatch = 4 * 1024 * 1024;
/** A bucket gives its files one by one: none waits longer than this for others to come together. */
const msPerBatch = 250;
/** What may be under way at once, in bytes as delivered; a single larger file still goes alone. */
const bytesUnderWay = 96 * 1024 * 1024;

export interface ImporterParts {
  readonly db: Database;
  readonly pool: ParsePool;
  readonly writer: ImportWriter;
  readonly workspace: Workspace;
  readonly isCancelled: () => boolean;
  readonly onProgress: () => void;
}

/** Items that were sent to be read, and the answers to come. */
interface Slot {
  readonly items: readonly SourceItem[];
  readonly answers: Promise<readonly BatchAnswer[]>;
  readonly bytes: number;
  /** The answers have come. */
  isReady: boolean;
}

/** Which source the items belong to, and how many archives they lie in. */
interface Place {
  readonly sourceId: number;
  readonly depth: number;
  /** The ledger has nothing of this source: nothing needs to be looked up. */
  readonly isNew: boolean;
  /** Which records become events, as JSON; null for all. */
  readonly selectorsJson: string | null;
}

/**
 * Takes the items of a source through the parse threads into the case. Files are read in any order and committed
 * in the order of the listing, archives at their own place: the case is the same whatever the threads do.
 */
export class Importer {
  readonly #parts: ImporterParts;
  /** Items that were found inside archives, which no listing counted. */
  foundInside = 0;

  constructor(parts: ImporterParts) {
    this.#parts = parts;
  }

  async importSource(
    source: Pick<OpenedSource, 'kind' | 'items'>,
    place: Omit<Place, 'depth'>,
  ): Promise<void> {
    await this.#importItems(source.items(), { ...place, depth: source.kind === 'archive' ? 1 : 0 });
  }

  async #importItems(items: Iterable<SourceItem> | AsyncIterable<SourceItem>, place: Place): Promise<void> {
    const { pool, isCancelled } = this.#parts;
    const slots: Slot[] = [];
    let under = 0;
    let batch: SourceItem[] = [];
    let bytes = 0;
    let startedMs = 0;
    const send = (): void => {
      if (batch.length === 0) return;
      slots.push(this.#send(batch, bytes, place));
      under += bytes;
      batch = [];
      bytes = 0;
    };
    const takeFirst = async (): Promise<void> => {
      const slot = slots.shift();
      if (slot === undefined) return;
      await this.#commit(slot, place);
      under -= slot.bytes;
    };
    for await (const item of items) {
      if (isCancelled()) return;
      if (batch.length === 0) startedMs = performance.now();
      batch.push(item);
      if (item.kind === 'file') bytes += item.sizeBytes;
      const isLate = performance.now() - startedMs >= msPerBatch;
      if (batch.length >= filesPerBatch || bytes >= bytesPerBatch || isLate) send();
      while (slots[0]?.isReady) await takeFirst();
      while (slots.length > pool.capacity || (under > bytesUnderWay && slots.length > 0)) await takeFirst();
    }
    send();
    while (slots.length > 0 && !isCancelled()) await takeFirst();
  }

  #send(items: readonly SourceItem[], bytes: number, place: Place): Slot {
    const tasks: FileTask[] = [];
    for (const item of items) {
      if (item.kind !== 'file') continue;
      const known = place.isNew ? [] : knownVersions(this.#parts.db, place.sourceId, item.key);
      tasks.push({ key: item.key, from: item.from, known });
    }
    const answers =
      tasks.length === 0 ? Promise.resolve([]) : this.#parts.pool.run(tasks, place.selectorsJson);
    const slot = { items, answers, bytes, isReady: tasks.length === 0 };
    // A failure is taken up when its turn comes; until then nobody listens, and Node would end the thread for it.
    answers.then(
      () => {
        slot.isReady = true;
      },
      () => {},
    );
    return slot;
  }

  async #commit(slot: Slot, place: Place): Promise<void> {
    const { writer, isCancelled, onProgress } = this.#parts;
    const answers = answersInOrder(await slot.answers);
    for (const item of slot.items) {
      if (isCancelled()) return;
      if (item.kind === 'problem') {
        writer.add({ kind: 'problem', problem: item });
        continue;
      }
      if (item.kind === 'known') {
        writer.add(item);
        continue;
      }
      const next = answers.next();
      if (next.done) throw new Error('A parse thread answered for fewer files than it was given');
      const { answer, cursor } = next.value;
      if (answer.kind === 'archive') await this.#importArchive(item, answer, place);
      else writer.add({ kind: 'answer', key: item.key, answer, cursor, facts: item.facts ?? null });
      if (item.temporary !== undefined) rmSync(item.temporary, { force: true });
    }
    onProgress();
  }

  async #importArchive(
    item: Extract<SourceItem, { kind: 'file' }>,
    answer: Extract<FileAnswer, { kind: 'archive' }>,
    place: Place,
  ): Promise<void> {
    const { workspace, writer } = this.#parts;
    const { key } = item;
    if (place.depth >= limits.archiveDepth) {
      const reason = `It is an archive inside ${limits.archiveDepth} others, which is as deep as Spoor looks.`;
      writer.add({
        kind: 'problem',
        problem: { kind: 'problem', key, status: 'tooLarge', reason, sizeBytes: answer.sizeBytes },
      });
      return;
    }
    const kept = answer.bytes === null ? null : workspace.keep(answer.bytes);
    const file: SystemPath | null = kept ?? (item.from.kind === 'file' ? item.from.path : null);
    if (file === null) throw new Error('An archive was found in a file that is not there');
    try {
      const archive = openArchive(file, answer.format, key, workspace);
      this.foundInside += (archive.count ?? 0) - 1;
      await this.#importItems(archive.items(), { ...place, depth: place.depth + 1 });
    } finally {
      if (kept !== null) rmSync(kept, { force: true });
    }
  }
}

function* answersInOrder(
  batches: readonly BatchAnswer[],
): Generator<{ answer: FileAnswer; cursor: BatchCursor }> {
  for (const { files, events } of batches) {
    const cursor = new BatchCursor(events);
    for (const answer of files) yield { answer, cursor };
  }
}
