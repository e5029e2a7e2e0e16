import { LIST_SEPARATOR } from '../../contract/fields.ts';
import { damagedIndex } from './damage.ts';
import { type CodedColumn, type Codes, takeCodes } from './packing.ts';
import type { Slabs } from './slabs.ts';
import { duplicateFlag, type FieldColumn, type ValueLists } from './store.ts';
import type { TextWriter } from './texts.ts';

/** What building a column needs beside its parts. */
export interface ColumnSurroundings {
  /** One field of every segment, in the order of the events. */
  readonly parts: readonly CodedColumn[];
  /** The row of the n-th event. */
  readonly rowOfPosition: Uint32Array;
  /** By row, with the duplicate flag set. */
  readonly flags: Uint8Array;
  readonly duplicateCount: number;
  /** The number of the text behind an id of the segments; 0 for id 0. Throws for an id that is not in the case. */
  readonly textOf: (id: number) => number;
  /** Room for a number for every text. */
  readonly codeOfText: Uint32Array;
  /** Room for a number for every entry of the largest dictionary. Used again for every part: see `Slabs`. */
  readonly codeMapRoom: Uint32Array;
  readonly memory: Slabs;
}

/** Joins a field's segments into one column: a code for every distinct text, in the order of appearance. */
export function buildColumn(surroundings: ColumnSurroundings): FieldColumn {
  const { parts, rowOfPosition, textOf, codeOfText, codeMapRoom, memory } = surroundings;
  codeOfText.fill(0);
  const codeTexts = [0];
  for (const { dictionary } of parts) {
    for (const id of dictionary) {
      const text = textOf(id);
      if (text !== 0 && codeOfText[text] === 0) codeOfText[text] = codeTexts.push(text) - 1;
    }
  }
  const codes = takeCodes(memory, codeTexts.length, rowOfPosition.length);
  const countsWithDuplicates = memory.uint32(codeTexts.length);
  let firstPosition = 0;
  for (const { dictionary, codes: from } of parts) {
    const codeMap = codeMapRoom.subarray(0, dictionary.length);
    dictionary.forEach((id, at) => {
      codeMap[at] = codeOfText[textOf(id)] ?? 0;
    });
    placeCodes(from, codeMap, firstPosition, rowOfPosition, codes, countsWithDuplicates);
    firstPosition += from.length;
  }
  return {
    codes,
    codeCount: codeTexts.length,
    codeTexts: memory.copy(codeTexts),
    lists: null,
    counts: withoutDuplicates(codes, countsWithDuplicates, surroundings),
    countsWithDuplicates,
  };
}

function placeCodes(
  from: Codes,
  codeMap: Uint32Array,
  firstPosition: number,
  rowOfPosition: Uint32Array,
  to: Codes,
  counts: Uint32Array,
): void {
  for (let i = 0; i < from.length; i += 1) {
    const code = codeMap[from[i] ?? 0];
    if (code === undefined) throw damagedIndex('an event has a code that is not in its dictionary');
    to[rowOfPosition[firstPosition + i] ?? 0] = code;
    counts[code] = (counts[code] ?? 0) + 1;
  }
}

/** The counts of a column without the later deliveries of an eventID. */
export function withoutDuplicates(
  codes: Codes,
  countsWithDuplicates: Uint32Array,
  { flags, duplicateCount, memory }: Pick<ColumnSurroundings, 'flags' | 'duplicateCount' | 'memory'>,
): Uint32Array {
  if (duplicateCount === 0) return countsWithDuplicates;
  const counts = memory.copy(countsWithDuplicates);
  for (let row = 0; row < flags.length; row += 1) {
    if (((flags[row] ?? 0) & duplicateFlag) === 0) continue;
    const code = codes[row] ?? 0;
    counts[code] = (counts[code] ?? 0) - 1;
  }
  return counts;
}

/**
 * Takes the texts of a `terms` field apart into values. Null when no text is a list. Adds the values that are
 * not a text of the field yet to `writer`.
 *
 * @param textOfCode the whole text of a code
 */
export function splitLists(
  column: FieldColumn,
  textOfCode: readonly string[],
  writer: TextWriter,
  memory: Slabs,
): ValueLists | null {
  if (!textOfCode.some((text) => text.includes(LIST_SEPARATOR))) return null;
  const valueByText = new Map<string, number>();
  const valueTexts = [0];
  const offsets = memory.uint32(column.codeCount + 1);
  const values: number[] = [];
  for (let code = 1; code < column.codeCount; code += 1) {
    const whole = textOfCode[code] ?? '';
    for (const piece of new Set(whole.split(LIST_SEPARATOR))) {
      if (piece === '') continue;
      let value = valueByText.get(piece);
      if (value === undefined) {
        value = valueTexts.push(piece === whole ? (column.codeTexts[code] ?? 0) : writer.add(piece)) - 1;
        valueByText.set(piece, value);
      }
      values.push(value);
    }
    offsets[code + 1] = values.length;
  }
  return { offsets, values: memory.copy(values), valueTexts: memory.copy(valueTexts) };
}
