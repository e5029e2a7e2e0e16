const maxCharacters = 600;

/** Text from a server or a key for a sentence: one line, without control characters or marks that turn it around. */
export function plainText(text: string): string {
  const flat = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return flat.length > maxCharacters ? `${flat.slice(0, maxCharacters)}…` : flat;
}
