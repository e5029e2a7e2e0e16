import { hash } from 'node:crypto';
import { archiveFormatOf, isTar } from '../sources/archive-format.ts';
import { EventBatchBuilder, type ProjectedEvent } from './event-batch.ts';
import { fetchFile } from './fetch-file.ts';
import type { BatchAnswer, FileAnswer, FileTask } from './file-task.ts';
import { inflate, isGzip } from './inflate.ts';
import { emptyEvent, project } from './project.ts';
import { type ContentReading, readContent } from './read-records.ts';
import { keyFacts } from './s3-key.ts';

/** Reads a batch of files: what a parse thread does. Whatever is wrong with a file is in its answer. */
export function parseBatch(tasks: readonly FileTask[]): BatchAnswer {
  const events = new EventBatchBuilder();
  const scratch = emptyEvent();
  return { files: tasks.map((task) => parseFile(task, events, scratch)), events: events.finish() };
}

function parseFile(task: FileTask, events: EventBatchBuilder, scratch: ProjectedEvent): FileAnswer {
  const fetched = fetchFile(task.from);
  if (fetched.kind === 'archive')
    return { kind: 'archive', format: fetched.format, bytes: null, sizeBytes: fetched.sizeBytes };
  const { sizeBytes, modifiedMs } = fetched;
  if (fetched.kind === 'failed') {
    const { sha256, status, reason } = fetched;
    if (sha256 !== null && isKnown(task, sha256)) return { kind: 'unchanged', sizeBytes };
    return {
      kind: 'read',
      reading: failed(status, reason),
      sha256,
      sizeBytes,
      modifiedMs,
      bytes: null,
      events: 0,
    };
  }
  const { bytes } = fetched;
  const format = archiveFormatOf(bytes);
  if (format !== null) return archive(task, format, bytes);
  // A copy of its own: small buffers share memory, and all of it would be copied to the other thread.
  const sha256 = new Uint8Array(hash('sha256', bytes, 'buffer'));
  if (isKnown(task, sha256)) return { kind: 'unchanged', sizeBytes };
  const first = events.count;
  const facts = keyFacts(task.key);
  const inflated = inflate(bytes);
  if (isGzip(bytes) && isTar(inflated.bytes)) return archive(task, 'tar.gz', bytes);
  const reading = inflated.isTooLarge
    ? failed('tooLarge', inflated.problem)
    : readContent(inflated.bytes, joined(fetched.problem, inflated.problem), (record, position) => {
        project(record, facts, scratch);
        events.add(scratch, position);
      });
  const isKept = !reading.isForeign && !(inflated.isTooLarge || bytes.length === 0);
  return {
    kind: 'read',
    reading,
    sha256,
    sizeBytes,
    modifiedMs,
    bytes: isKept ? bytes : null,
    events: events.count - first,
  };
}

function archive(task: FileTask, format: 'zip' | 'tar' | 'tar.gz', bytes: Uint8Array): FileAnswer {
  return {
    kind: 'archive',
    format,
    bytes: task.from.kind === 'file' ? null : bytes,
    sizeBytes: bytes.length,
  };
}

function failed(status: 'damaged' | 'tooLarge' | 'notCloudTrail', reason: string | null): ContentReading {
  return { status, reason, shape: null, recordCount: 0, isForeign: false };
}

function isKnown(task: FileTask, sha256: Uint8Array): boolean {
  return task.known.some((known) => Buffer.compare(known, sha256) === 0);
}

function joined(...problems: readonly (string | null)[]): string | null {
  return problems.filter((problem) => problem !== null).join(' ') || null;
}
