import { type FileStatus, fileStatuses } from '../../contract/api.ts';
import { applyBundleIndexes } from '../bundle/apply-bundle-index.ts';
import { BlobReader } from '../case/blobs.ts';
import { dropSelectors, selectorsBySource } from '../case/bucket-settings.ts';
import { appendCustody } from '../case/custody.ts';
import type { Database } from '../case/driver.ts';
import { clearIndex, markIndexWhole } from '../case/index-upkeep.ts';
import { bytesOrNullAt, numberAt, textAt } from '../case/row.ts';
import { compareDuplicates } from './conflicts.ts';
import { BatchCursor, EventAppender } from './event-appender.ts';
import type { BatchAnswer, FileTask } from './file-task.ts';
import { countFile, type ImportCounts, noCounts } from './import-counts.ts';
import { type IngestRun, outcomeOfRun } from './ingest-run.ts';
import type { IngestOutcome } from './ingest-task.ts';

const filesPerBatch = 64;
const bytesPerBatch = 4 * 1024 * 1024;
const bytesUnderWay = 96 * 1024 * 1024;

interface StoredObject {
  readonly id: number;
  readonly sourceId: number;
  readonly key: string;
  readonly status: FileStatus;
  /** Null where the case has no bytes to read again. */
  readonly sha256: Uint8Array | null;
  readonly sizeBytes: number;
}

interface Slot {
  readonly objects: readonly StoredObject[];
  readonly answers: Promise<readonly BatchAnswer[]>;
  readonly bytes: number;
}

/**
 * Makes the index anew from the bytes in the case. One transaction: killed or cancelled, the old index is still
 * there, and nobody ever sees half of the new one. The same bytes give the same events with the same numbers.
 */
export async function runReindex(run: IngestRun): Promise<IngestOutcome> {
  const { db, clock, isCancelled, task } = run;
  const startedAt = performance.now();
  const counts = noCounts();
  db.exec('BEGIN IMMEDIATE');
  try {
    if (task.indexAll === true) dropSelectors(db);
    clearIndex(db);
    await new Reindexer(run, counts).run();
    if (isCancelled()) {
      db.exec('ROLLBACK');
      return outcomeOfRun(noCounts(), startedAt, true);
    }
    // The ledger's reasons were written anew, without what the files say of each other.
    applyBundleIndexes(db, null);
    counts.conflicts = await compareDuplicates(db, () => false);
    const { files, records, events, duplicates, conflicts } = counts;
    const details = { files: { ...files }, records, events, duplicates, conflicts, version: task.version };
    appendCustody(db, { atMs: clock(), action: 'reindexed', details });
    markIndexWhole(db);
    db.exec('COMMIT');
    return outcomeOfRun(counts, startedAt, false);
  } catch (error) {
    if (db.isInTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

class Reindexer {
  readonly #run: IngestRun;
  readonly #db: Database;
  readonly #counts: ImportCounts;
  readonly #blobs: BlobReader;
  readonly #selectors: ReadonlyMap<number, string>;
  readonly #events: EventAppender;
  readonly #total: number;

  constructor(run: IngestRun, counts: ImportCounts) {
    this.#run = run;
    this.#db = run.db;
    this.#counts = counts;
    this.#blobs = new BlobReader(run.db);
    this.#selectors = selectorsBySource(run.db);
    this.#events = new EventAppender(run.db);
    this.#total = numberAt(run.db.get('SELECT count(*) AS n FROM objects') ?? {}, 'n');
  }

  async run(): Promise<void> {
    const slots: Slot[] = [];
    let under = 0;
    const takeFirst = async (): Promise<void> => {
      const slot = slots.shift();
      if (slot === undefined) return;
      await this.#write(slot);
      under -= slot.bytes;
    };
    for (const objects of this.#batches()) {
      if (this.#run.isCancelled()) return;
      const slot = this.#send(objects);
      slots.push(slot);
      under += slot.bytes;
      while (slots.length > this.#run.pool.capacity || (under > bytesUnderWay && slots.length > 0))
        await takeFirst();
    }
    while (slots.length > 0 && !this.#run.isCancelled()) await takeFirst();
  }

  *#batches(): Generator<readonly StoredObject[]> {
    let batch: StoredObject[] = [];
    let bytes = 0;
    let last = 0;
    for (;;) {
      // Page by page: a cursor held open while rows of the same table change would be undefined.
      const rows = this.#db.all(
        'SELECT id, source_id, key, status, is_kept, sha256, size_bytes FROM objects WHERE id > ? ORDER BY id LIMIT 1000',
        last,
      );
      if (rows.length === 0) break;
      for (const row of rows) {
        const status = textAt(row, 'status');
        const object = {
          id: numberAt(row, 'id'),
          sourceId: numberAt(row, 'source_id'),
          key: textAt(row, 'key'),
          status: fileStatuses.find((known) => known === status) ?? 'damaged',
          // The bytes of a second copy are those of the first, which gives the events.
          sha256:
            numberAt(row, 'is_kept') === 1 && status !== 'alreadyPresent'
              ? bytesOrNullAt(row, 'sha256')
              : null,
          sizeBytes: numberAt(row, 'size_bytes'),
        };
        last = object.id;
        // A batch is read by the event selectors of one source.
        if (batch[0] !== undefined && batch[0].sourceId !== object.sourceId) {
          yield batch;
          batch = [];
          bytes = 0;
        }
        batch.push(object);
        if (object.sha256 !== null) bytes += object.sizeBytes;
        if (batch.length >= filesPerBatch || bytes >= bytesPerBatch) {
          yield batch;
          batch = [];
          bytes = 0;
        }
      }
    }
    if (batch.length > 0) yield batch;
  }

  #send(objects: readonly StoredObject[]): Slot {
    const tasks: FileTask[] = [];
    let bytes = 0;
    for (const object of objects) {
      if (object.sha256 === null) continue;
      // A copy: sent as it is, the whole pack would go along.
      const content = this.#blobs.get(object.sha256).slice();
      bytes += content.length;
      tasks.push({ key: object.key, from: { kind: 'bytes', bytes: content, modifiedMs: null }, known: [] });
    }
    const selectorsJson = this.#selectors.get(objects[0]?.sourceId ?? 0) ?? null;
    const answers = tasks.length === 0 ? Promise.resolve([]) : this.#run.pool.run(tasks, selectorsJson);
    // Taken up when its turn comes.
    answers.catch(() => {});
    return { objects, answers, bytes };
  }

  async #write(slot: Slot): Promise<void> {
    const batches = await slot.answers;
    const files = batches.flatMap(({ files: answers, events }) => {
      const cursor = new BatchCursor(events);
      return answers.map((answer) => ({ answer, cursor }));
    });
    this.#events.begin(batches.reduce((sum, { events }) => sum + events.count, 0));
    let next = 0;
    for (const object of slot.objects) {
      this.#counts.bytes += object.sizeBytes;
      const file = object.sha256 === null ? undefined : files[next];
      if (object.sha256 !== null) next += 1;
      if (file === undefined || file.answer.kind !== 'read') {
        countFile(this.#counts, object.status);
        continue;
      }
      const { reading, events, leftOut } = file.answer;
      countFile(this.#counts, reading.status);
      this.#db.run(
        'UPDATE objects SET status = ?, reason = ?, shape = ?, record_count = ?, left_out = ? WHERE id = ?',
        reading.status,
        reading.reason,
        reading.shape,
        reading.recordCount,
        leftOut,
        object.id,
      );
      const duplicates = this.#events.append(object.id, file.cursor, events);
      this.#counts.records += events;
      this.#counts.duplicates += duplicates;
      this.#counts.events += events - duplicates;
    }
    this.#events.finish();
    const { files: seen, bytes, records } = this.#counts;
    this.#run.onProgress({ filesDone: seen.seen, filesTotal: this.#total, bytes, events: records });
  }
}
