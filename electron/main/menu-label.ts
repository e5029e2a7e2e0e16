const longest = 60;

/**
 * A name from outside as a menu or a dialog can show it: without what is not seen or turns the text around, cut
 * in the middle, and with `&` doubled, which would else underline the letter after it.
 */
export function menuLabel(text: string): string {
  return shortLine(text).replaceAll('&', '&&');
}

/** {@link menuLabel} for a dialog, where `&` is a letter like any other. */
export function shortLine(text: string, most: number = longest): string {
  const plain = text
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim();
  const letters = [...plain];
  if (letters.length <= most) return plain === '' ? 'untitled' : plain;
  const half = Math.floor((most - 1) / 2);
  return `${letters.slice(0, half).join('')}…${letters.slice(-half).join('')}`;
}
