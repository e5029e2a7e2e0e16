import path from 'node:path';
import type { FileStatus } from '../../contract/api.ts';
import { BlobWriter } from '../case/blobs.ts';
import { appendCustody } from '../case/custody.ts';
import type { Database } from '../case/driver.ts';
import { copyElsewhere, hasOtherObjects, hasSameRow } from '../case/known-files.ts';
import { LedgerWriter, type NewObject } from '../case/ledger-writer.ts';
import { addPublicKeys } from '../case/public-keys.ts';
import { forgetFailures, hasFailures, newestVersion, S3ObjectWriter } from '../case/s3-objects.ts';
import { storeTrailAnswers } from '../case/trail-answers.ts';
import type { ObjectFacts } from '../sources/s3/bucket.ts';
import type { SourceItem } from '../sources/source-item.ts';
import type { RecognisedAnswer } from '../trails/recognise-answer.ts';
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
      /** What S3 says of it; null for files from elsewhere. */
      readonly facts: ObjectFacts | null;
    }
  | Extract<SourceItem, { kind: 'known' }>
  | { readonly kind: 'problem'; readonly problem: Extract<SourceItem, { kind: 'problem' }> };

/** Is told of every file while it is being committed. */
export interface CommitListener {
  /** @param isChanged another version of it was in the case: it was changed in place */
  readonly onFile: (key: string, status: FileStatus, sizeBytes: number, isChanged: boolean) => void;
  /** Called inside the transaction, to write along with it. */
  readonly inTransaction: () => void;
  readonly onCommitted: () => void;
}

/** A file whose row is in the ledger, and whose events come next; null when the case has them already. */
interface WrittenFile {
  readonly objectId: number | null;
  readonly cursor: BatchCursor;
  readonly events: number;
}

/** A transaction ends when one of these is reached: large enough to be cheap, small enough to lose little. */
const eventsPerTransaction = 50_000;
const bytesPerTransaction = 64 * 1024 * 1024;
const usualMsPerTransaction = 1_000;
const filesPerTransaction = 5_000;

/** Commits files with their events and segment, many small files in one transaction. */
export class ImportWriter {
  /** What is committed. */
  readonly counts: ImportCounts = noCounts();
  readonly #db: Database;
  readonly #clock: () => number;
  readonly #listener: CommitListener | null;
  readonly #msPerTransaction: number;
  readonly #ledger: LedgerWriter;
  readonly #blobs: BlobWriter;
  readonly #s3Objects: S3ObjectWriter;
  readonly #events: EventAppender;
  #ready: ReadyFile[] = [];
  /** Rows that refer to rows of the ledger: those must be in the case first. */
  readonly #facts: {
    readonly objectId: number;
    readonly facts: ObjectFacts;
    readonly replaces: number | null;
  }[] = [];
  readonly #written: WrittenFile[] = [];
  #readyEvents = 0;
  #readyBytes = 0;
  #startedAtMs = 0;
  #sourceId = 0;
  /** Nothing needs to be looked up in a case that has this one source. */
  #hasOtherSources = false;
  /** Of this source: only then may one of them be fetched at last. */
  #hasFailures = false;

  /** @param msPerTransaction how much time may be lost, at most */
  constructor(
    db: Database,
    clock: () => number,
    {
      listener = null,
      msPerTransaction = usualMsPerTransaction,
    }: { readonly listener?: CommitListener | null; readonly msPerTransaction?: number } = {},
  ) {
    this.#db = db;
    this.#clock = clock;
    this.#listener = listener;
    this.#msPerTransaction = msPerTransaction;
    this.#ledger = new LedgerWriter(db);
    this.#blobs = new BlobWriter(db);
    this.#s3Objects = new S3ObjectWriter(db);
    this.#events = new EventAppender(db);
  }

  /** Says which source the next files are of; files of earlier ones are committed. */
  beginSource(sourceId: number): void {
    this.flush();
    this.#hasOtherSources = hasOtherObjects(this.#db, sourceId);
    this.#hasFailures = hasFailures(this.#db, sourceId);
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
      performance.now() - this.#startedAtMs >= this.#msPerTransaction;
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
      for (const { objectId, facts, replaces } of this.#facts.splice(0))
        this.#s3Objects.add(objectId, facts, replaces);
      this.#s3Objects.flush();
      this.#events.begin(events);
      for (const written of this.#written.splice(0)) this.#writeEvents(written, counts);
      this.#events.finish();
      this.#listener?.inTransaction();
    });
    addCounts(this.counts, counts);
    this.#listener?.onCommitted();
  }

  #write(file: ReadyFile, counts: ImportCounts): void {
    if (file.kind === 'problem') {
      const { key, status, reason, sizeBytes } = file.problem;
      counts.bytes += sizeBytes;
      this.#writeRow({ ...this.#blank(key), status, reason, sizeBytes }, null, counts);
      return;
    }
    if (file.kind === 'known') {
      counts.bytes += file.sizeBytes;
      this.#count(file.key, 'alreadyPresent', file.sizeBytes, counts);
      return;
    }
    const { answer, key, cursor, facts } = file;
    counts.bytes += answer.sizeBytes;
    if (answer.kind === 'read') this.#writeRead(this.#blank(key), answer, cursor, facts, counts);
    else if (facts === null) this.#count(key, 'alreadyPresent', answer.sizeBytes, counts);
    else this.#writeSameBytes(this.#blank(key), answer, facts, counts);
  }

  #writeRead(
    blank: NewObject,
    answer: Extract<FileAnswer, { kind: 'read' }>,
    cursor: BatchCursor,
    facts: ObjectFacts | null,
    counts: ImportCounts,
  ): void {
    const { reading, sha256, sizeBytes, modifiedMs, leftOut } = answer;
    const { status, reason, shape, recordCount } = reading;
    const entry = { ...blank, status, reason, shape, sha256, sizeBytes, modifiedMs, recordCount, leftOut };
    const mayBeKnown = this.#hasOtherSources && sha256 !== null && (status === 'read' || status === 'partly');
    const first = mayBeKnown ? copyElsewhere(this.#db, this.#sourceId, sha256) : null;
    if (first !== null) {
      this.#written.push({ objectId: null, cursor, events: answer.events });
      const why = `The case has the same bytes as ${first.key} of ${first.source}.`;
      this.#writeRow({ ...entry, status: 'alreadyPresent', reason: why, isKept: true }, facts, counts);
      return;
    }
    const isKept = answer.bytes !== null && sha256 !== null;
    if (isKept) this.#blobs.put(sha256, answer.bytes);
    const objectId = this.#writeRow({ ...entry, isKept }, facts, counts);
    if (answer.trailAnswer !== null) this.#writeTrailAnswer(entry, answer.trailAnswer);
    this.#written.push({ objectId, cursor, events: answer.events });
  }

  /** An object with another ETag whose bytes the case has under this very key: it was written anew, and is the same. */
  #writeSameBytes(
    blank: NewObject,
    { sha256, sizeBytes, modifiedMs }: Extract<FileAnswer, { kind: 'unchanged' }>,
    facts: ObjectFacts,
    counts: ImportCounts,
  ): void {
    const reason =
      'Its bytes are those that the case has under this key; only what S3 says of it has changed.';
    const entry = {
      ...blank,
      status: 'alreadyPresent',
      reason,
      isKept: true,
      sha256,
      sizeBytes,
      modifiedMs,
    } as const;
    this.#writeRow(entry, facts, counts);
  }

  #writeTrailAnswer({ key, modifiedMs }: NewObject, recognised: RecognisedAnswer): void {
    const { operation, trailArn, answer, publicKeys } = recognised;
    const takenAtMs = modifiedMs ?? this.#clock();
    const origin = { origin: 'file', fileName: path.posix.basename(key), region: null } as const;
    storeTrailAnswers(this.#db, [{ operation, trailArn, answer, problem: null, takenAtMs, ...origin }]);
    addPublicKeys(this.#db, publicKeys, { origin: 'file', addedAtMs: this.#clock() });
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
  #writeRow(entry: NewObject, facts: ObjectFacts | null, counts: ImportCounts): number | null {
    const { key, status, sizeBytes, sourceId } = entry;
    if (entry.sha256 === null) {
      this.#ledger.flush();
      if (hasSameRow(this.#db, entry)) {
        // What can still not be fetched is news each time; what is unreadable on disk is not.
        this.#count(key, status === 'notFetched' ? status : 'alreadyPresent', sizeBytes, counts);
        return null;
      }
    }
    const objectId = this.#ledger.add(entry);
    let replaces: number | null = null;
    if (facts !== null) {
      if (this.#hasFailures) forgetFailures(this.#db, sourceId, key);
      replaces = newestVersion(this.#db, sourceId, key);
      this.#facts.push({ objectId, facts, replaces });
    }
    const isChanged = replaces !== null && status !== 'alreadyPresent';
    if (isChanged) {
      const details = { key, source: sourceId, object: objectId, replaces, etag: facts?.etag ?? null };
      appendCustody(this.#db, { atMs: this.#clock(), action: 'objectChanged', details });
    }
    this.#count(key, status, sizeBytes, counts, isChanged);
    return objectId;
  }

  #count(key: string, status: FileStatus, sizeBytes: number, counts: ImportCounts, isChanged = false): void {
    countFile(counts, status);
    this.#listener?.onFile(key, status, sizeBytes, isChanged);
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
      leftOut: 0,
      seenAtMs: this.#clock(),
    };
  }
}
