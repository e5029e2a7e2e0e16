/**
 * The text of a CSV file (RFC 4180: CRLF after every row, quotes doubled), and the guard against cells that a
 * spreadsheet would run. Pure, because the engine exports with it and the command line prints with it.
 *
 * Our own few lines and not csv-stringify: with ten columns that writes about 100,000 rows a second on the test
 * machine, this about 400,000, and an export has to keep up with the columns (200,000).
 */

/** Nothing in it needs a quote and its first character is harmless: what nearly every cell is. */
const plainCell = /^[A-Za-z0-9][^",\r\n]*$/;
const needsQuotes = /[",\r\n]|^\s|\s$/;

/**
 * What a spreadsheet may take for a formula: `=`, `+`, `-`, `@`, their full-width forms, TAB or CR, at the start
 * or behind blanks, quotes and invisible characters, which programs strip when they read a cell.
 */
const formulaStart = /^[\s\p{Cc}\p{Cf}"'`]*[=+\-@\t\r＝＋－＠]/u;

/** A cell that no spreadsheet runs: an apostrophe goes before it where needed. To undo: take one away from such a cell. */
export function guardCell(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

export interface CsvOptions {
  /** Put an apostrophe before cells that a spreadsheet would run as a formula. */
  readonly formulaGuard: boolean;
}

/** Rows as CSV text. A missing cell (null) is empty; so is an empty text, which no field of an event has. */
export function csvText(rows: Iterable<readonly (string | null)[]>, options: CsvOptions): string {
  let text = '';
  for (const row of rows) {
    let separator = '';
    for (const cell of row) {
      text += separator;
      if (cell !== null) text += plainCell.test(cell) ? cell : encodeCell(cell, options);
      separator = ',';
    }
    text += '\r\n';
  }
  return text;
}

function encodeCell(cell: string, { formulaGuard }: CsvOptions): string {
  const text = formulaGuard ? guardCell(cell) : cell;
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
