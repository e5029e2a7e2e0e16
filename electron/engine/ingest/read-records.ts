import type { FileStatus } from '../../contract/api.ts';
import { toText } from './decode.ts';
import { inflate } from './inflate.ts';
import { isDeeperThan, type JsonObject } from './json.ts';
import { skipSpace } from './json-scan.ts';
import { eachLeaf, type LeafVisitor, type Wrapping } from './leaves.ts';
import { limits } from './limits.ts';
import { readUnits, type UnitsRead } from './units.ts';

/** What became of a file's content: the row of the ledger without its place. */
export interface ContentReading {
  readonly status: Exclude<FileStatus, 'alreadyPresent'>;
  readonly reason: string | null;
  readonly shape: string | null;
  readonly recordCount: number;
  /** Text that is no JSON, or no text: not kept, because it is nothing a trail delivers. */
  readonly isForeign: boolean;
}

/** Takes a record and its position in the file. */
export type OnRecord = (record: JsonObject, position: number) => void;

/** Reads a delivered file: unpacks, decodes, recognises, and hands out its records in order. */
export function readRecords(bytes: Uint8Array, onRecord: OnRecord): ContentReading {
  const inflated = inflate(bytes);
  if (inflated.isTooLarge) return withoutRecords('tooLarge', inflated.problem);
  return readContent(inflated.bytes, inflated.problem, onRecord);
}

/** {@link readRecords} for content that was unpacked before; `problem` is what was found while unpacking. */
export function readContent(content: Uint8Array, problem: string | null, onRecord: OnRecord): ContentReading {
  const text = toText(content);
  if (skipSpace(text.bytes, 0) === text.bytes.length) {
    return problem === null
      ? withoutRecords('empty', 'The file is empty.')
      : withoutRecords('damaged', problem);
  }
  const counter = new Counter(onRecord);
  const units = readUnits(text, (value) => {
    counter.isArray ||= Array.isArray(value);
    eachLeaf(value, counter, null);
    return counter.positions < limits.recordsPerFile;
  });
  const problems = [...(problem === null ? [] : [problem]), ...units.problems, ...counter.problems()];
  if (counter.records > 0 && text.isRepaired)
    problems.push('Some of its bytes are no valid UTF-8 and are shown as U+FFFD.');
  return conclude(counter, units, problems);
}

function conclude(counter: Counter, units: UnitsRead, problems: readonly string[]): ContentReading {
  const { records, digests, foreigners } = counter;
  const shape = shapeOf(counter, units);
  const reason = problems.length === 0 ? null : problems.join(' ');
  if (records > 0 || digests > 0) {
    return {
      status: reason === null ? 'read' : 'partly',
      reason,
      shape,
      recordCount: records,
      isForeign: false,
    };
  }
  if (!units.isJson) {
    return problems.length > 0
      ? withoutRecords('damaged', reason)
      : { ...withoutRecords('notCloudTrail', 'It is not JSON.'), isForeign: true };
  }
  if (units.oversized + counter.tooDeep > 0) return withoutRecords('tooLarge', reason);
  if (units.problems.length > 0) return withoutRecords('damaged', reason);
  if (foreigners > 0) return withoutRecords('notCloudTrail', counter.foreignReason ?? reason);
  return { ...withoutRecords('empty', 'It holds no records.'), shape };
}

function withoutRecords(status: ContentReading['status'], reason: string | null): ContentReading {
  return { status, reason, shape: null, recordCount: 0, isForeign: false };
}

/** Stable words, for the ledger. */
function shapeOf(counter: Counter, units: UnitsRead): string {
  if (counter.records === 0 && counter.digests > 0) return 'digest';
  if (counter.records > 0 && counter.insights === counter.records) return 'insight';
  if (counter.records > 0 && counter.aggregated === counter.records) return 'aggregated';
  const wrapping =
    counter.wrapping === null || counter.wrapping === 'records'
      ? (units.container ?? counter.wrapping)
      : counter.wrapping;
  if (wrapping !== null) return wrapping;
  if (units.form !== 'document') return units.form;
  return counter.isArray ? 'array' : 'single';
}

class Counter implements LeafVisitor {
  positions = 0;
  records = 0;
  digests = 0;
  foreigners = 0;
  tooDeep = 0;
  insights = 0;
  aggregated = 0;
  foreignReason: string | null = null;
  /** The innermost that was met last: `records` inside of something else says less than the something else. */
  wrapping: Wrapping | null = null;
  isArray = false;
  readonly #onRecord: OnRecord;

  constructor(onRecord: OnRecord) {
    this.#onRecord = onRecord;
  }

  record(record: JsonObject): void {
    const position = this.positions;
    this.positions += 1;
    if (isDeeperThan(record, limits.jsonDepth)) {
      this.tooDeep += 1;
      return;
    }
    this.records += 1;
    const category = record.eventCategory;
    if (category === 'Insight' || record.eventType === 'AwsCloudTrailInsight') this.insights += 1;
    else if (category === 'Aggregated') this.aggregated += 1;
    this.#onRecord(record, position);
  }

  digest(): void {
    this.positions += 1;
    this.digests += 1;
  }

  foreign(reason: string): void {
    this.positions += 1;
    this.foreigners += 1;
    this.foreignReason ??= reason;
  }

  wrapped(wrapping: Wrapping): void {
    if (this.wrapping === null || wrapping !== 'records') this.wrapping = wrapping;
  }

  problems(): string[] {
    const problems: string[] = [];
    if (this.foreigners > 0 && this.records > 0) {
      problems.push(
        `${this.foreigners} of ${this.positions} elements are no CloudTrail records. ${this.foreignReason ?? ''}`.trim(),
      );
    }
    if (this.tooDeep > 0)
      problems.push(`${this.tooDeep} records are nested deeper than ${limits.jsonDepth} levels.`);
    if (this.positions >= limits.recordsPerFile)
      problems.push(`Only the first ${limits.recordsPerFile} records were read.`);
    return problems;
  }
}
