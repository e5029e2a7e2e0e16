import { type ColumnField, fields, termFields } from '../../contract/fields.ts';
import { verdicts } from '../../contract/integrity.ts';
import type { Database } from '../case/driver.ts';
import { numberAt } from '../case/row.ts';
import { segmentsAfter } from '../case/segments.ts';
import { buildColumn, type ColumnSurroundings, splitLists } from './build-column.ts';
import { type CancelFlag, checkCancelled } from './cancellation.ts';
import { damagedIndex } from './damage.ts';
import { readTexts } from './read-texts.ts';
import { type CodedSegment, decodeCodedSegment, makeTerms } from './segment.ts';
import { Slabs } from './slabs.ts';
import {
  type ColumnStore,
  classShift,
  conflictFlag,
  duplicateFlag,
  type FieldColumn,
  rowOf,
} from './store.ts';
import { TextSet } from './text-set.ts';
import { TextReader, TextWriter } from './texts.ts';
import { timeOrder } from './time-order.ts';
import { packTimes } from './times.ts';
import { verdictColumn } from './verdict-column.ts';

/** Ids beyond it would make the tables from id to text larger than any case needs. */
const maxId = 1 << 28;

/**
 * Loads the columns of a case, all from one state of the file.
 *
 * Always the whole of it: joining the packed segments of a million events takes about half a second, in a
 * thread of its own, while questions are answered from the revision before. So there is no second, incremental
 * way that could come to another result; but for the verdicts, which a check changes and nothing else.
 *
 * @throws AppError `damaged-case` when segments, terms and objects do not fit together; `newer-case`.
 */
export function buildStore(db: Database, revision: number, endFlag: CancelFlag): ColumnStore {
  return db.snapshot(() => {
    const memory = new Slabs();
    const scratch = new Slabs();
    const writer = new TextWriter(scratch);
    const textOfTerm = readTerms(db, writer, scratch, endFlag);
    const segments = readSegments(db, scratch, endFlag);
    const textOfObject = readObjectKeys(db, writer, segments, scratch, endFlag);
    const verdictTexts = memory.copy(verdicts.map((name) => writer.add(name)));
    const rows = { ...arrangeRows(segments, memory, scratch), verdictTexts };
    const largest = segments.reduce((most, { eventCount }) => Math.max(most, eventCount), 0);
    const surroundings = {
      ...rows,
      codeOfText: scratch.uint32(writer.count),
      codeMapRoom: scratch.uint32(largest),
      memory,
    };
    const columns: Record<ColumnField, FieldColumn> = {
      ...makeTerms((field) =>
        buildColumn({
          ...surroundings,
          parts: segments.map(({ terms }) => terms[field]),
          textOf: textOfTerm,
        }),
      ),
      object: buildColumn({
        ...surroundings,
        parts: segments.map(({ objects }) => objects),
        textOf: textOfObject,
      }),
      verdict: verdictColumn(db, rows, memory),
    };
    const reader = new TextReader(writer.finish(scratch));
    for (const field of termFields) {
      if (fields[field].kind !== 'terms') continue;
      const texts = Array.from(columns[field].codeTexts, (text) => reader.read(text));
      columns[field] = { ...columns[field], lists: splitLists(columns[field], texts, writer, memory) };
    }
    const store = { revision, ...rows, columns, texts: writer.finish(memory) };
    markClasses(store, reader);
    markConflicts(store, db);
    const { rowOfPosition: _, ...kept } = store;
    return kept;
  });
}

function readSegments(db: Database, scratch: Slabs, endFlag: CancelFlag): readonly CodedSegment[] {
  const segments: CodedSegment[] = [];
  for (const { layout, firstEvent, eventCount, bytes } of segmentsAfter(db, 0)) {
    checkCancelled(endFlag);
    segments.push(decodeCodedSegment(layout, firstEvent, eventCount, bytes, scratch));
  }
  segments.sort((a, b) => a.firstEvent - b.firstEvent);
  let next = 1;
  for (const { firstEvent, eventCount } of segments) {
    if (firstEvent < next) throw damagedIndex('two segments hold the same events');
    next = firstEvent + eventCount;
  }
  return segments;
}

type TextOf = ColumnSurroundings['textOf'];

function readTerms(db: Database, writer: TextWriter, scratch: Slabs, endFlag: CancelFlag): TextOf {
  const last = lastId(db, 'SELECT coalesce(max(id), 0) AS last FROM terms');
  const textOf = scratch.uint32(last + 1);
  for (const { ids, lengths, bytes } of readTexts(db, 'terms', 'text', scratch)) {
    checkCancelled(endFlag);
    let start = 0;
    for (let i = 0; i < ids.length; i += 1) {
      const end = start + (lengths[i] ?? 0);
      textOf[ids[i] ?? 0] = writer.addBytes(bytes, start, end);
      start = end;
    }
  }
  return lookUp(textOf, 'a value');
}

/** Files with the same key (from two sources) are one text: the column is about names. */
function readObjectKeys(
  db: Database,
  writer: TextWriter,
  segments: readonly CodedSegment[],
  scratch: Slabs,
  endFlag: CancelFlag,
): TextOf {
  const last = lastId(db, 'SELECT coalesce(max(id), 0) AS last FROM objects');
  const isUsed = scratch.bytes(last + 1);
  for (const { objects } of segments) for (const id of objects.dictionary) isUsed[id] = 1;
  const textOf = scratch.uint32(last + 1);
  const keys = new TextSet(writer, last, scratch);
  for (const { ids, lengths, bytes } of readTexts(db, 'objects', 'key', scratch)) {
    checkCancelled(endFlag);
    let start = 0;
    for (let i = 0; i < ids.length; i += 1) {
      const id = ids[i] ?? 0;
      const end = start + (lengths[i] ?? 0);
      if (isUsed[id] === 1) textOf[id] = keys.add(bytes, start, end);
      start = end;
    }
  }
  return lookUp(textOf, 'a file');
}

function lookUp(textOf: Uint32Array, what: string): TextOf {
  return (id) => {
    if (id === 0) return 0;
    const text = textOf[id] ?? 0;
    if (text === 0) throw damagedIndex(`an event refers to ${what} that is not in it`);
    return text;
  };
}

function lastId(db: Database, sql: string): number {
  const row = db.get(sql);
  const last = row === undefined ? 0 : numberAt(row, 'last');
  if (last < 0 || last > maxId) throw damagedIndex(`it has an id of ${last}`);
  return last;
}

type Rows = Omit<ColumnStore, 'revision' | 'columns' | 'texts' | 'verdictTexts'> & {
  readonly rowOfPosition: Uint32Array;
};

function arrangeRows(segments: readonly CodedSegment[], memory: Slabs, scratch: Slabs): Rows {
  const rowCount = segments.reduce((sum, { eventCount }) => sum + eventCount, 0);
  const timesByPosition = scratch.float64(rowCount);
  const eventsByPosition = scratch.uint32(rowCount);
  const flagsByPosition = scratch.bytes(rowCount);
  let at = 0;
  for (const { firstEvent, eventCount, times, isDuplicate } of segments) {
    timesByPosition.set(times, at);
    flagsByPosition.set(isDuplicate, at);
    for (let i = 0; i < eventCount; i += 1) eventsByPosition[at + i] = firstEvent + i;
    at += eventCount;
  }
  const order = timeOrder(timesByPosition, scratch);
  const rowOfPosition = scratch.uint32(rowCount);
  const times = scratch.float64(rowCount);
  const events = memory.uint32(rowCount);
  const flags = memory.bytes(rowCount);
  let undatedCount = 0;
  let duplicateCount = 0;
  for (let row = 0; row < rowCount; row += 1) {
    const position = order[row] ?? 0;
    rowOfPosition[position] = row;
    const time = timesByPosition[position] ?? Number.NaN;
    const flag = flagsByPosition[position] === 1 ? duplicateFlag : 0;
    times[row] = time;
    events[row] = eventsByPosition[position] ?? 0;
    flags[row] = flag;
    if (Number.isNaN(time)) undatedCount += 1;
    duplicateCount += flag;
  }
  return {
    rowCount,
    undatedCount,
    duplicateCount,
    times: packTimes(times, memory),
    events,
    flags,
    ...findFiles(segments, memory),
    rowOfPosition,
  };
}

function findFiles(
  segments: readonly CodedSegment[],
  memory: Slabs,
): Pick<ColumnStore, 'fileStarts' | 'fileObjects'> {
  const starts: number[] = [];
  const objectsOfRuns: number[] = [];
  let last = 0;
  for (const { firstEvent, eventCount, objects } of segments) {
    for (let i = 0; i < eventCount; i += 1) {
      const object = objects.dictionary[objects.codes[i] ?? 0] ?? 0;
      if (object !== last) {
        starts.push(firstEvent + i);
        objectsOfRuns.push(object);
      }
      last = object;
    }
  }
  return { fileStarts: memory.copy(starts), fileObjects: memory.copy(objectsOfRuns) };
}

function markClasses(store: ColumnStore, reader: TextReader): void {
  const { outcome, readonly } = store.columns;
  const isFailed = outcome.codeTexts.map((text) => +['denied', 'failed'].includes(reader.read(text)));
  const isRead = readonly.codeTexts.map((text) => +(reader.read(text) === 'true'));
  const readClass = 0;
  const writeClass = 1;
  const failedClass = 2;
  for (let row = 0; row < store.rowCount; row += 1) {
    const unlessFailed = isRead[readonly.codes[row] ?? 0] === 1 ? readClass : writeClass;
    const eventClass = isFailed[outcome.codes[row] ?? 0] === 1 ? failedClass : unlessFailed;
    store.flags[row] = (store.flags[row] ?? 0) | (eventClass << classShift);
  }
}

/** As `events_as_text` says it: a delivery that differs from the first, and a first that any later one differs from. */
function markConflicts(store: ColumnStore, db: Database): void {
  const sql = `
    SELECT id, time_ms FROM events WHERE is_conflict = 1
    UNION ALL
    SELECT id, time_ms FROM events WHERE id IN (SELECT duplicate_of FROM events WHERE is_conflict = 1)`;
  for (const row of db.iterate(sql)) {
    const timeMs = row.time_ms;
    const at = rowOf(store, numberAt(row, 'id'), typeof timeMs === 'number' ? timeMs : null);
    if (at !== undefined) store.flags[at] = (store.flags[at] ?? 0) | conflictFlag;
  }
}
