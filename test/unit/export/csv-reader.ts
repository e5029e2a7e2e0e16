/** A second, independent reading of RFC 4180 for the tests: one character after the other, no regular expressions. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (isQuoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else isQuoted = false;
    } else if (char === '"') {
      if (cell !== '') throw new Error(`A quote in the middle of a cell at ${at}`);
      isQuoted = true;
    } else if (char === ',') {
      row.push(cell);
      cell = '';
    } else if (char === '\r') {
      if (text[at + 1] !== '\n') throw new Error(`CR without LF at ${at}`);
      at++;
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else if (char === '\n') throw new Error(`LF without CR at ${at}`);
    else cell += char;
  }
  if (isQuoted || cell !== '' || row.length > 0) throw new Error('The text does not end with a row');
  return rows;
}
