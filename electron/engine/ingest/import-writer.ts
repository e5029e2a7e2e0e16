import { BlobWriter } from '../case/blobs.ts';
import type { Database } from '../case/driver.ts';
import { copyElsewhere, hasOtherObjects, hasSameRow } from '../case/known-files.ts';
import { LedgerWriter, type NewObject } from '../case/ledger-writer.ts';
import type { SourceItem } from '../sources/source-item.ts';
import { type BatchCursor, EventAppender } from './event-appender.ts';
import type { FileAnswer } from './file-task.ts';
import { addCounts, countFile, type ImportCounts, noCounts } from './import-counts.ts';
import { keyFacts } from './s3-key.ts';

/** A file that was looked at and is to be committed, in the order of the listing. */
export type ReadyFile =
  | {
      readonly kind: 'answer';
      readonly key: string;
      readonly answer: Exclude<FileAnswer, { kind: 'archive' }>;
      readonly cursor: BatchCursor;
    }
  | { readonly kind: 'problem'; readonly problem: Extract<SourceItem, { kind: 'problem' }> };

/** A file whose row is in the ledger, and whose events come next; null when the case has them already. */
interface WrittenFile {
  readonly objectId: number | null;
  readonly cursor: BatchCursor;
  readonly events: number;
}

/** A transaction ends when one of these is reached: large enough to be cheap, small enough to lose little. */
const eventsPerTransaction = 50_000;
const bytesPerTransaction = 64 * 1024 * 1024;
const msPerTransaction = 1_000;
const filesPerTransaction = 5_000;

/** Commits files with their events and segment, many small files in one transaction. */
export class ImportWriter {
  /** What is committed. */
  readonly counts: ImportCounts = noCounts();
  readonly #db: Database;
  readonly #clock: () => number;
  readonly #ledger: LedgerWriter;
  readonly #blobs: BlobWriter;
  readonly #events: EventAppender;
  #ready: ReadyFile[] = [];
  readonly #written: WrittenFile[] = [];
  #readyEvents = 0;
  #readyBytes = 0;
  #startedAtMs = 0;
  #sourceId = 0;
  /** Nothing needs to be looked up in a case that has this one source. */
  #hasOtherSources = false;

  constructor(db: Database, clock: () => number) {
    this.#db = db;
    this.#clock = clock;
    this.#ledger = new LedgerWriter(db);
    this.#blobs = new BlobWriter(db);
    this.#events = new EventAppender(db);
  }

  /** Says which source the next files are of; files of earlier ones are committed. */
  beginSource(sourceId: number): void {
    this.flush();
    this.#hasOtherSources = hasOtherObjects(this.#db, sourceId);
    this.#sourceId = sourceId;
  }

  /** Takes a file; commits when enough have come together. */
  add(file: ReadyFile): void {
    if (this.#ready.length === 0) this.#startedAtMs = performance.now();
    this.#ready.push(file);
    if (file.kind === 'answer' && file.answer.kind === 'read') {
      this.#readyEvents += file.answer.events;
      this.#readyBytes += file.answer.bytes?.length ?? 0;
    }
    const isEnough =
      this.#readyEvents >= eventsPerTransaction ||
      this.#readyBytes >= bytesPerTransaction ||
      this.#ready.length >= filesPerTransaction ||
      performance.now() - this.#startedAtMs >= msPerTransaction;
    if (isEnough) this.flush();
  }

  /** Commits what is ready. @throws AppError `disk-full`: what was committed before stays */
  flush(): void {
    if (this.#ready.length === 0) return;
    const ready = this.#ready;
    const events = this.#readyEvents;
    this.#ready = [];
    this.#readyEvents = 0;
    this.#readyBytes = 0;
    const counts = noCounts();
    this.#db.transaction(() => {
      for (const file of ready) this.#write(file, counts);
      this.#blobs.flush();
      this.#ledger.flush();
      this.#events.begin(events);
      for (const written of this.#written.splice(0)) this.#writeEvents(written, counts);
      this.#events.finish();
    });
    addCounts(this.counts, counts);
  }

  #write(file: ReadyFile, counts: ImportCounts): void {
    if (file.kind === 'problem') {
      const { key, status, reason, sizeBytes } = file.problem;
      counts.bytes += sizeBytes;
      this.#writeRow({ ...this.#blank(key), status, reason, sizeBytes }, counts);
      return;
    }
    const { answer, key, cursor } = file;
    counts.bytes += answer.sizeBytes;
    if (answer.kind === 'unchanged') countFile(counts, 'alreadyPresent');
    else this.#writeRead(this.#blank(key), answer, cursor, counts);
  }

  #writeRead(
    blank: NewObject,
    answer: Extract<FileAnswer, { kind: 'read' }>,
    cursor: BatchCursor,
    counts: ImportCounts,
  ): void {
    const { reading, sha256, sizeBytes, modifiedMs } = answer;
    const { status, reason, shape, recordCount } = reading;
    const entry = { ...blank, status, reason, shape, sha256, sizeBytes, modifiedMs, recordCount };
    const mayBeKnown = this.#hasOtherSources && sha256 !== null && (status === 'read' || status === 'partly');
    const first = mayBeKnown ? copyElsewhere(this.#db, this.#sourceId, sha256) : null;
    if (first !== null) {
      this.#written.push({ objectId: null, cursor, events: answer.events });
      const why = `The case has the same bytes as ${first.key} of ${first.source}.`;
      this.#writeRow({ ...entry, status: 'alreadyPresent', reason: why, isKept: true }, counts);
      return;
    }
    const isKept = answer.bytes !== null && sha256 !== null;
    if (isKept) this.#blobs.put(sha256, answer.bytes);
    const objectId = this.#writeRow({ ...entry, isKept }, counts);
    this.#written.push({ objectId, cursor, events: answer.events });
  }

  #writeEvents({ objectId, cursor, events }: WrittenFile, counts: ImportCounts): void {
    if (objectId === null) {
      cursor.skip(events);
      return;
    }
    const duplicates = this.#events.append(objectId, cursor, events);
    counts.records += events;
    counts.duplicates += duplicates;
    counts.events += events - duplicates;
  }

  /** @returns the object's id; null when the ledger had this very row */
  #writeRow(entry: NewObject, counts: ImportCounts): number | null {
    if (entry.sha256 === null) {
      this.#ledger.flush();
      if (hasSameRow(this.#db, entry)) {
        countFile(counts, 'alreadyPresent');
        return null;
      }
    }
    countFile(counts, entry.status);
    return this.#ledger.add(entry);
  }

  #blank(key: string): NewObject {
    const nothing = { reason: null, shape: null, isKept: false, sha256: null, modifiedMs: null };
    return {
      sourceId: this.#sourceId,
      key,
      ...keyFacts(key),
      status: 'empty',
      ...nothing,
      sizeBytes: 0,
      recordCount: 0,
      seenAtMs: this.#clock(),
    };
  }
}
