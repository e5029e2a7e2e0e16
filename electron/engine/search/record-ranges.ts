import type { Text } from '../ingest/decode.ts';
import { eachElement, isArrayAt, isObjectAt, membersOf, skipSpace } from '../ingest/json-scan.ts';

/** Where the records of a file lie in its text: record `n` from `starts[n]` up to `ends[n]`. */
export interface RecordRanges {
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
}

/** Escaped ASCII letters, which no program writes: a key could hide behind them. */
const escapedLetters = ['\\u004', '\\u005', '\\u006', '\\u007'];
const containerKey = '"Records"';

/**
 * Finds the records of a file without parsing them, where that is certain: in `{"Records": […]}` and in a bare array,
 * every element an object and none of them a wrapper of further records. Null: the file has to be parsed.
 *
 * @param shape as the ledger has it
 * @param recordCount of the ledger; the file was read without a fault
 */
export function findRecords({ bytes }: Text, shape: string | null, recordCount: number): RecordRanges | null {
  if (shape !== 'records' && shape !== 'array') return null;
  if (escapedLetters.some((letter) => bytes.includes(letter))) return null;
  const first = skipSpace(bytes, 0);
  const container = bytes.indexOf(containerKey);
  const array = shape === 'array' ? first : isObjectAt(bytes, first) ? arrayOf(bytes, first) : undefined;
  if (array === undefined || !isArrayAt(bytes, array)) return null;
  // A second one may be a wrapper inside of an element, whose records would be counted twice or not at all.
  if (shape === 'array' ? container >= 0 : bytes.includes(containerKey, container + 1)) return null;
  const starts = new Uint32Array(recordCount);
  const ends = new Uint32Array(recordCount);
  let count = 0;
  eachElement(bytes, array, (start, end) => {
    starts[count] = start;
    ends[count] = end;
    count += 1;
    return isObjectAt(bytes, start) && count <= recordCount;
  });
  return count === recordCount ? { starts, ends } : null;
}

function arrayOf(bytes: Uint8Array, first: number): number | undefined {
  return membersOf(bytes, first).get('Records')?.start;
}
