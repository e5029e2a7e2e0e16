import { type CancelFlag, checkCancelled } from './cancellation.ts';
import type { Codes } from './packing.ts';

/** Rows between two looks at the cancel flag. */
const rowsPerCheck = 1 << 16;

/** What is known of each code of a field, by code. Rows are numbers of rows, which stand in the order of time. */
export class Tallies {
  /** Events that are counted. */
  readonly counts: Uint32Array;
  /** 1 when an event before the time in question has it. */
  readonly isKnown: Uint8Array;
  /** First (with a time, where one has a time) and last of the rows counted; of no meaning where the count is 0. */
  readonly firstRows: Uint32Array;
  readonly lastRows: Uint32Array;
  /** Codes that were met since {@link reset}. */
  readonly found: number[] = [];
  readonly #fromRow: number;
  readonly #undatedCount: number;

  /**
   * @param fromRow rows below it make a code known, and are not counted
   * @param undatedCount rows below it have no time
   */
  constructor(codeCount: number, fromRow: number, undatedCount: number) {
    this.counts = new Uint32Array(codeCount);
    this.isKnown = new Uint8Array(codeCount);
    this.firstRows = new Uint32Array(codeCount);
    this.lastRows = new Uint32Array(codeCount);
    this.#fromRow = fromRow;
    this.#undatedCount = undatedCount;
  }

  /** Rows must come in their order. Code 0 is missing, and no value. */
  add(code: number, row: number): void {
    if (code === 0) return;
    const count = this.counts[code] ?? 0;
    if (count === 0 && this.isKnown[code] === 0) this.found.push(code);
    if (row < this.#fromRow) {
      this.isKnown[code] = 1;
      return;
    }
    if (count === 0 || (this.firstRows[code] ?? 0) < this.#undatedCount) this.firstRows[code] = row;
    this.lastRows[code] = row;
    this.counts[code] = count + 1;
  }

  addAll(codes: Codes, rows: Uint32Array, cancelFlag: CancelFlag): void {
    for (let at = 0; at < rows.length; at += 1) {
      if (at % rowsPerCheck === 0) checkCancelled(cancelFlag);
      const row = rows[at] ?? 0;
      this.add(codes[row] ?? 0, row);
    }
  }

  /** As new, in the time that the codes found take. */
  reset(): void {
    for (const code of this.found) {
      this.counts[code] = 0;
      this.isKnown[code] = 0;
    }
    this.found.length = 0;
  }
}

/** Rows by code, each code's in their order: `rows[starts[code] … starts[code + 1]]`. */
export interface GroupedRows {
  readonly rows: Uint32Array;
  readonly starts: Uint32Array;
}

/** Sorts rows by their codes, by counting: no hashing, and four bytes a row. */
export function groupRows(
  codes: Codes,
  codeCount: number,
  rows: Uint32Array,
  cancelFlag: CancelFlag,
): GroupedRows {
  const starts = new Uint32Array(codeCount + 1);
  for (const row of rows) {
    const next = (codes[row] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + 1;
  }
  checkCancelled(cancelFlag);
  for (let code = 0; code < codeCount; code += 1)
    starts[code + 1] = (starts[code + 1] ?? 0) + (starts[code] ?? 0);
  const ends = starts.slice();
  const grouped = new Uint32Array(rows.length);
  for (const row of rows) {
    const code = codes[row] ?? 0;
    const at = ends[code] ?? 0;
    grouped[at] = row;
    ends[code] = at + 1;
  }
  return { rows: grouped, starts };
}
