/**
 * Log content is hostile (security: P3): control characters could drive the terminal, direction marks could make a
 * line read as something else. Each is shown as what it is, `\u001b`, and none reaches the terminal.
 */
export function terminalText(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}

/** JSON whose strings hold no character that a terminal acts on; still the same JSON. */
export function terminalJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(
    /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Text that must be exact where a program reads it (a record, a CSV file) and harmless where a terminal does: there,
 * and only there, what a terminal acts on is shown as JSON escapes it. Line breaks and tabs stay.
 */
export function exactText(text: string, isTerminal: boolean): string {
  return isTerminal ? text.replace(/(?![\t\r\n])[\p{Cc}\p{Cf}\u2028\u2029]/gu, terminalText) : text;
}

/** Rows under their heads, each column as wide as its widest cell up to `maxWidth`. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[], maxWidth = 60): string {
  const lines = [heads, ...rows.map((row) => row.map(terminalText))];
  const widths = heads.map((_, at) =>
    Math.min(maxWidth, Math.max(...lines.map((line) => line[at]?.length ?? 0))),
  );
  const format = (line: readonly string[]): string =>
    line
      .map((cell, at) => (at === heads.length - 1 ? cell : padded(cell, widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${lines.map(format).join('\n')}\n`;
}

function padded(cell: string, width: number): string {
  return cell.length > width ? `${cell.slice(0, width - 1)}…` : cell.padEnd(width);
}
