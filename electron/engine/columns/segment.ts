import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { AppError } from '../../contract/errors.ts';
import { type TermField, termFields } from '../../contract/fields.ts';
import { PlaneReader, PlaneWriter } from './byte-planes.ts';
import { damagedIndex } from './damage.ts';
import {
  type CodedColumn,
  decodeCodes,
  decodeSeconds,
  encodeCodes,
  encodeSeconds,
  takeCodes,
} from './packing.ts';
import { type Memory, singleArrays } from './slabs.ts';

/**
 * The columns of a run of consecutive events, as the case file keeps them: `firstEvent` is the number of the
 * first, and every array holds `eventCount` values in the order of the event numbers.
 */
export interface SegmentColumns {
  readonly firstEvent: number;
  readonly eventCount: number;
  /** Epoch milliseconds; NaN is missing. */
  readonly times: Float64Array;
  /** `objects.id` of the file that delivered the event. */
  readonly objectIds: Uint32Array;
  /** 1 for a later delivery of an eventID that the case already had. */
  readonly isDuplicate: Uint8Array;
  /** Ids into the case's one dictionary; 0 is missing. */
  readonly terms: Readonly<Record<TermField, Uint32Array>>;
}

/** A segment whose ids are still codes of the segment's own dictionaries: what building the store reads. */
export interface CodedSegment {
  readonly firstEvent: number;
  readonly eventCount: number;
  readonly times: Float64Array;
  readonly objects: CodedColumn;
  readonly isDuplicate: Uint8Array;
  readonly terms: Readonly<Record<TermField, CodedColumn>>;
}

/** The number stored beside a segment's bytes: another layout gets another number. */
export const segmentLayout = 1;

/** More events than a segment may hold: a damaged count must not allocate memory. */
const maxEvents = 10_000_000;
/** Most bytes an event can take: time, duplicate flag, and code and dictionary entry of every column. */
const maxBytesPerEvent = 8 + 1 + 8 * (termFields.length + 1);
const headerBytes = 64 + 4 * (termFields.length + 1);

/**
 * Packs a segment. Layout 1, deflated at level 1, little-endian, every array in byte planes: a byte that says
 * how times are kept (1: float64 base and uint32 seconds, 0: float64 milliseconds), the times, the duplicate
 * flags, then objects and every field of `termFields`: uint32 size of the dictionary, dictionary, codes in one,
 * two or four bytes.
 */
export function encodeSegment(columns: SegmentColumns): Uint8Array {
  const { eventCount, times, isDuplicate } = columns;
  const idColumns = [columns.objectIds, ...termFields.map((field) => columns.terms[field])];
  if ([times, isDuplicate, ...idColumns].some((column) => column.length !== eventCount)) {
    throw new Error('A column of a segment has another length than the segment');
  }
  const writer = new PlaneWriter();
  const packed = encodeSeconds(times);
  writer.write(Uint8Array.of(packed === null ? 0 : 1));
  if (packed === null) {
    writer.write(times);
  } else {
    writer.write(Float64Array.of(packed.baseMs));
    writer.write(packed.seconds);
  }
  writer.write(isDuplicate);
  for (const ids of idColumns) {
    const { dictionary, codes } = encodeCodes(ids);
    writer.write(Uint32Array.of(dictionary.length));
    writer.write(dictionary);
    writer.write(codes);
  }
  return deflateRawSync(writer.bytes(), { level: 1 });
}

/**
 * Unpacks a segment read from a case file.
 *
 * @throws AppError `newer-case` for a layout this version does not know, `damaged-case` for bytes that are not
 * what {@link encodeSegment} writes for so many events.
 */
export function decodeSegment(
  layout: number,
  firstEvent: number,
  eventCount: number,
  bytes: Uint8Array,
): SegmentColumns {
  const { times, objects, isDuplicate, terms } = decodeCodedSegment(layout, firstEvent, eventCount, bytes);
  return {
    firstEvent,
    eventCount,
    times,
    objectIds: lookUp(objects, firstEvent),
    isDuplicate,
    terms: makeTerms((field) => lookUp(terms[field], firstEvent)),
  };
}

/**
 * {@link decodeSegment} without looking the codes up, with the same errors but one: whether every code is in its
 * dictionary shows only when it is looked up, and going through all of them twice would take as long as the rest.
 */
export function decodeCodedSegment(
  layout: number,
  firstEvent: number,
  eventCount: number,
  bytes: Uint8Array,
  memory: Memory = singleArrays,
): CodedSegment {
  if (layout !== segmentLayout) {
    throw new AppError(
      'newer-case',
      `The case has event columns of layout ${layout}, which this version cannot read.`,
    );
  }
  const isSound =
    isWhole(firstEvent, 1, 0xffff_ffff) &&
    isWhole(eventCount, 0, maxEvents) &&
    firstEvent + eventCount <= 0xffff_ffff;
  if (!isSound) throw damaged(firstEvent, 'the numbers make no sense');
  const reader = new PlaneReader(
    inflate(firstEvent, bytes, eventCount * maxBytesPerEvent + headerBytes),
    memory,
  );
  const times = readTimes(reader, eventCount, memory);
  const isDuplicate = reader.bytes(eventCount);
  const objects = readColumn(reader, firstEvent, eventCount);
  const terms = makeTerms(() => readColumn(reader, firstEvent, eventCount));
  if (reader.isExhausted || reader.left > 0) throw damaged(firstEvent, 'the bytes do not hold their number');
  for (const time of times) if (!isMoment(time)) throw damaged(firstEvent, 'a time is no moment');
  if (isDuplicate.some((flag) => flag > 1)) throw damaged(firstEvent, 'a flag is neither 0 nor 1');
  return { firstEvent, eventCount, times, objects, isDuplicate, terms };
}

/** A record with one value for every term field, made in the order of `termFields`. */
export function makeTerms<T>(make: (field: TermField) => T): Record<TermField, T> {
  // fromEntries forgets the keys' type; termFields has each of them exactly once.
  return Object.fromEntries(termFields.map((field) => [field, make(field)])) as Record<TermField, T>;
}

function lookUp(column: CodedColumn, firstEvent: number): Uint32Array {
  const values = decodeCodes(column);
  if (values === null) throw damaged(firstEvent, 'a code is not in its dictionary');
  return values;
}

function readTimes(reader: PlaneReader, eventCount: number, memory: Memory): Float64Array {
  const isSeconds = reader.bytes(1)[0] === 1;
  if (!isSeconds) return reader.float64(eventCount);
  const baseMs = reader.float64(1)[0] ?? 0;
  return decodeSeconds(baseMs, reader.uint32(eventCount), memory);
}

function readColumn(reader: PlaneReader, firstEvent: number, eventCount: number): CodedColumn {
  const distinct = reader.uint32(1)[0] ?? 0;
  if (distinct > eventCount) throw damaged(firstEvent, 'a dictionary is larger than its column');
  const dictionary = reader.uint32(distinct);
  return { dictionary, codes: takeCodes(reader, distinct, eventCount) };
}

/**
 * Room for a whole segment, of which only what is used is touched. Larger than any block that malloc keeps for itself
 * (32 MiB in glibc): the smaller pieces that zlib takes by default stay resident after the thread is gone.
 */
const outputBytes = 33 * 1024 * 1024;

/** The limit stops a bomb before it is unpacked. */
function inflate(firstEvent: number, bytes: Uint8Array, maxOutputLength: number): Uint8Array {
  try {
    return inflateRawSync(bytes, { maxOutputLength, chunkSize: outputBytes });
  } catch (cause) {
    throw damaged(firstEvent, 'the bytes cannot be unpacked', cause);
  }
}

/** What JavaScript calls a time (whole milliseconds within 100 million days of 1970), or missing. */
function isMoment(time: number): boolean {
  return Number.isNaN(time) || (Number.isInteger(time) && Math.abs(time) <= 8.64e15);
}

function isWhole(value: number, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && value >= min && value <= max;
}

function damaged(firstEvent: number, what: string, cause?: unknown): AppError {
  return damagedIndex(`of the events from number ${firstEvent}, ${what}`, cause);
}
