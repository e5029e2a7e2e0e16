/**
 * Characters that would hide, reorder or break what a log says (Trojan Source, CVE-2021-42574): C0 and C1
 * controls, line separators, bidirectional marks, embeddings, overrides and isolates, invisible joiners, the
 * byte order mark, variation selectors and tag characters, and halves of surrogate pairs.
 */
const unseen =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is what this is for.
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\ufe00-\ufe0f]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/** The picture of a character that cannot be seen: ␊ for a line feed, ‹U+202E› for the right-to-left override. */
function picture(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}

/**
 * Log content as it may be shown: as text, with everything invisible made visible. Text without such characters
 * comes back as it is. For showing only: what is copied, filtered and exported is the original.
 */
export function visibleText(text: string): string {
  return text.replace(unseen, picture);
}

/** {@link visibleText} for a value of many lines (a record as JSON): line feeds and tabs stay what they are. */
export function visibleLines(text: string): string {
  return text.replace(unseen, (character) =>
    character === '\n' || character === '\t' ? character : picture(character),
  );
}
