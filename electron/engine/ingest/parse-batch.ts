import { hash } from 'node:crypto';
import { matchesSelectors } from '../../contract/selectors/match.ts';
import type { Selectors } from '../../contract/selectors/selectors.ts';
import { indexReading, isIndexKey } from '../bundle/bundle-index.ts';
import { archiveFormatOf, isTar } from '../sources/archive-format.ts';
import { type RecognisedAnswer, recogniseAnswerText } from '../trails/recognise-answer.ts';
import { toText } from './decode.ts';
import { EventBatchBuilder, type ProjectedEvent } from './event-batch.ts';
import { fetchFile } from './fetch-file.ts';
import type { BatchAnswer, FileAnswer, FileTask } from './file-task.ts';
import { inflate, isGzip } from './inflate.ts';
import { emptyEvent, project } from './project.ts';
import { type ContentReading, readContent } from './read-records.ts';
import { keyFacts } from './s3-key.ts';

/**
 * Reads a batch of files: what a parse thread does. Whatever is wrong with a file is in its answer.
 *
 * @param selectors which records become events; null for all
 */
export function parseBatch(tasks: readonly FileTask[], selectors: Selectors | null): BatchAnswer {
  const events = new EventBatchBuilder();
  const scratch = emptyEvent();
  const files = tasks.map((task) => parseFile(task, events, scratch, selectors));
  return { files, events: events.finish() };
}

function parseFile(
  task: FileTask,
  events: EventBatchBuilder,
  scratch: ProjectedEvent,
  selectors: Selectors | null,
): FileAnswer {
  const fetched = fetchFile(task.from);
  if (fetched.kind === 'archive')
    return { kind: 'archive', format: fetched.format, bytes: null, sizeBytes: fetched.sizeBytes };
  const { sizeBytes, modifiedMs } = fetched;
  if (fetched.kind === 'failed') {
    const { sha256, status, reason } = fetched;
    if (sha256 !== null && isKnown(task, sha256)) return { kind: 'unchanged', sha256, sizeBytes, modifiedMs };
    return {
      kind: 'read',
      reading: failed(status, reason),
      sha256,
      sizeBytes,
      modifiedMs,
      bytes: null,
      events: 0,
      leftOut: 0,
      trailAnswer: null,
    };
  }
  const { bytes } = fetched;
  const format = archiveFormatOf(bytes);
  if (format !== null) return archive(task, format, bytes);
  // A copy of its own: small buffers share memory, and all of it would be copied to the other thread.
  const sha256 = new Uint8Array(hash('sha256', bytes, 'buffer'));
  if (isKnown(task, sha256)) return { kind: 'unchanged', sha256, sizeBytes, modifiedMs };
  const first = events.count;
  const facts = keyFacts(task.key);
  const inflated = inflate(bytes);
  if (isGzip(bytes) && isTar(inflated.bytes)) return archive(task, 'tar.gz', bytes);
  let leftOut = 0;
  const problem = joined(fetched.problem, inflated.problem);
  const reading = inflated.isTooLarge
    ? failed('tooLarge', inflated.problem)
    : readContent(inflated.bytes, problem, (record, position) => {
        if (selectors !== null && !matchesSelectors(selectors, record)) {
          leftOut += 1;
          return;
        }
        project(record, facts, scratch);
        events.add(scratch, position);
      });
  // Whatever lies under the name of a trail's file is evidence: a check says that it was altered, not that it is missing.
  const isTrails = facts.trailKind !== null;
  const isKept = isTrails || !(reading.isForeign || inflated.isTooLarge || bytes.length === 0);
  const trailAnswer = reading.status === 'notCloudTrail' ? answerIn(inflated.bytes) : null;
  const isLog = reading.status === 'read' || reading.status === 'partly';
  const mayBeIndex = isIndexKey(task.key) && !isLog && !inflated.isTooLarge && inflated.bytes.length > 0;
  const index = mayBeIndex && trailAnswer === null ? indexReading(inflated.bytes, problem) : null;
  return {
    kind: 'read',
    reading: trailAnswer === null ? (index ?? reading) : answerReading,
    sha256,
    sizeBytes,
    modifiedMs,
    bytes: isKept ? bytes : null,
    events: events.count - first,
    leftOut,
    trailAnswer,
  };
}

const answerReading: ContentReading = {
  status: 'read',
  reason: null,
  shape: 'trailAnswer',
  recordCount: 0,
  isForeign: false,
};

/** What the AWS CLI prints of a trail is no log, and belongs to the case all the same. */
function answerIn(content: Uint8Array): RecognisedAnswer | null {
  const text = toText(content);
  return recogniseAnswerText(Buffer.from(text.bytes).toString('utf8'));
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
