import { AppError } from '../../contract/errors.ts';
import { BlobReader } from '../case/blobs.ts';
import type { Database } from '../case/driver.ts';
import { bytesOrNullAt, numberAt, textAt, textOrNullAt } from '../case/row.ts';
import { type Bits, hasBit } from '../columns/bits.ts';
import { isCancelled } from '../columns/cancellation.ts';
import { compileRecordTest, type RecordColumns } from '../filter/evaluate-record.ts';
import { compileNeedles, type NeedleTest } from '../filter/needle-scan.ts';
import { asksForNumberTexts } from '../filter/number-texts.ts';
import { parseRecord } from '../filter/parse-record.ts';
import { needlesOf } from '../filter/raw-needles.ts';
import { decode, type Text, toText } from '../ingest/decode.ts';
import { inflate } from '../ingest/inflate.ts';
import { eachRecord } from '../ingest/slice-record.ts';
import { doneSlot, nextSlot, type Pass, type SearchedCondition } from './pass.ts';
import { eachWord } from './ranges.ts';
import { findRecords } from './record-ranges.ts';

/** Some events of one file that follow each other. */
interface FileEvents {
  readonly object: number;
  readonly key: string;
  readonly sha256: Uint8Array | null;
  readonly shape: string | null;
  readonly isWhole: boolean;
  readonly recordCount: number;
  readonly first: number;
  readonly last: number;
  /** The position of `first` in the file, when those of the others follow without a gap; else null. */
  readonly firstPosition: number | null;
}

/** A condition made ready for a pass. */
interface Test {
  readonly condition: SearchedCondition;
  readonly holds: (record: unknown) => boolean;
  readonly needlesIn: (file: Uint8Array) => NeedleTest;
  readonly needsNumberTexts: boolean;
}

/** A test that may hold for some record of the file at hand. */
interface OpenTest extends Test {
  readonly mayHold: NeedleTest;
}

/** Searches the records of a case, in a thread of its own. */
export class RecordScanner {
  readonly #db: Database;
  readonly #blobs: BlobReader;

  constructor(db: Database) {
    this.#db = db;
    this.#blobs = new BlobReader(db);
  }

  /**
   * Takes part in a pass until no range is left.
   *
   * @throws AppError `damaged-case` when the bytes of a file are missing or are not those that were imported
   */
  run({ conditions, ranges, control, cancelFlag }: Pass): void {
    const tests = conditions.map(prepare);
    for (;;) {
      const taken = Atomics.add(control, nextSlot, 1);
      if (taken * 2 >= ranges.length || isCancelled(cancelFlag)) return;
      const first = ranges[taken * 2] ?? 0;
      const end = ranges[taken * 2 + 1] ?? 0;
      for (const file of this.#files(first, end)) {
        if (isCancelled(cancelFlag)) return;
        this.#search(file, tests);
      }
      Atomics.add(control, doneSlot, countWanted(conditions, first, end));
    }
  }

  #files(first: number, end: number): FileEvents[] {
    const rows = this.#db.all(
      `SELECT e.object_id, e.first, e.last, e.count, e.first_position, e.last_position,
        o.key, o.sha256, o.shape, o.status, o.record_count
      FROM (
        SELECT object_id, min(id) AS first, max(id) AS last, count(*) AS count,
          min(position) AS first_position, max(position) AS last_position
        FROM events WHERE id >= ? AND id < ? GROUP BY object_id
      ) AS e JOIN objects AS o ON o.id = e.object_id ORDER BY e.first DESC`,
      first,
      end,
    );
    return rows.map((row) => {
      const firstPosition = numberAt(row, 'first_position');
      const isDense = numberAt(row, 'last_position') - firstPosition + 1 === numberAt(row, 'count');
      return {
        object: numberAt(row, 'object_id'),
        key: textAt(row, 'key'),
        sha256: bytesOrNullAt(row, 'sha256'),
        shape: textOrNullAt(row, 'shape'),
        isWhole: textAt(row, 'status') === 'read',
        recordCount: numberAt(row, 'record_count'),
        first: numberAt(row, 'first'),
        last: numberAt(row, 'last'),
        firstPosition: isDense ? firstPosition : null,
      };
    });
  }

  #search(file: FileEvents, tests: readonly Test[]): void {
    const { first, last } = file;
    const asked = tests.filter(({ condition }) => hasAny(condition.wanted, first, last));
    if (asked.length === 0) return;
    const text = this.#textOf(file);
    const open: OpenTest[] = [];
    for (const test of asked) {
      const mayHold = test.needlesIn(text.bytes);
      if (mayHold(0, text.bytes.length)) open.push({ ...test, mayHold });
      else markAll(test.condition, first, last);
    }
    if (open.length > 0) this.#searchRecords(file, text, open);
  }

  #textOf({ key, sha256 }: FileEvents): Text {
    if (sha256 === null)
      throw new AppError('damaged-case', `The case is damaged: the bytes of ${key} are missing.`);
    return toText(inflate(this.#blobs.get(sha256)).bytes);
  }

  #searchRecords(file: FileEvents, text: Text, tests: readonly OpenTest[]): void {
    const eventAt = this.#eventsByPosition(file);
    let seen = 0;
    const ranges = file.isWhole ? findRecords(text, file.shape, file.recordCount) : null;
    if (ranges === null) {
      eachRecord(text, (record, position, exactText) => {
        const event = eventAt(position);
        if (event === undefined) return;
        seen += 1;
        const exact = lazy(() => parseRecord(exactText()));
        for (const test of tests)
          tell(test.condition, event, () => test.holds(test.needsNumberTexts ? exact() : record));
      });
    } else {
      ranges.starts.forEach((start, position) => {
        const event = eventAt(position);
        if (event === undefined) return;
        seen += 1;
        const end = ranges.ends[position] ?? start;
        const plain = lazy((): unknown => JSON.parse(decode(text, start, end)));
        const exact = lazy(() => parseRecord(decode(text, start, end)));
        for (const { condition, mayHold, holds, needsNumberTexts } of tests)
          tell(condition, event, () => mayHold(start, end) && holds(needsNumberTexts ? exact() : plain()));
      });
    }
    // Never in silence: what was not seen would count as not found.
    if (seen !== file.last - file.first + 1)
      throw new AppError(
        'damaged-case',
        `The case is damaged: ${file.key} has other records than those in the index.`,
        { advice: 'Rebuild the index.' },
      );
  }

  #eventsByPosition({
    object,
    first,
    last,
    firstPosition,
  }: FileEvents): (position: number) => number | undefined {
    if (firstPosition !== null)
      return (position) => {
        const event = first + position - firstPosition;
        return event >= first && event <= last ? event : undefined;
      };
    const rows = this.#db.all(
      'SELECT id, position FROM events WHERE id BETWEEN ? AND ? AND object_id = ?',
      first,
      last,
      object,
    );
    const events = new Map(rows.map((row) => [numberAt(row, 'position'), numberAt(row, 'id')]));
    return (position) => events.get(position);
  }
}

function prepare(condition: SearchedCondition): Test {
  const test = compileRecordTest(condition.filter);
  return {
    condition,
    holds: (record) => test(record, noColumns),
    needlesIn: compileNeedles(needlesOf(condition.filter)),
    needsNumberTexts: asksForNumberTexts(condition.filter),
  };
}

/** Conditions on the record ask for no column. */
const noColumns: RecordColumns = {
  timeMs: null,
  textOf: (field) => {
    throw new Error(`A condition on the record asked for the column ${field}`);
  },
};

function tell({ wanted, found, known }: SearchedCondition, event: number, holds: () => boolean): void {
  if (!hasBit(wanted, event)) return;
  if (holds()) share(found, event >>> 5, 1 << (event & 31));
  // After the finding: whoever sees the event as known sees what was found.
  share(known, event >>> 5, 1 << (event & 31));
}

function markAll({ wanted, known }: SearchedCondition, first: number, last: number): void {
  eachWord(first, last, (word, mask) => share(known, word, (wanted[word] ?? 0) & mask));
}

function share(bits: Bits, word: number, mask: number): void {
  if (mask !== 0 && word < bits.length) Atomics.or(bits, word, mask);
}

function hasAny(bits: Bits, first: number, last: number): boolean {
  let any = 0;
  eachWord(first, last, (word, mask) => {
    any |= (bits[word] ?? 0) & mask;
  });
  return any !== 0;
}

/** Events of a range that some condition wants. */
export function countWanted(conditions: readonly SearchedCondition[], first: number, end: number): number {
  let count = 0;
  for (let event = first; event < end; event += 1)
    count += conditions.some(({ wanted }) => hasBit(wanted, event)) ? 1 : 0;
  return count;
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
