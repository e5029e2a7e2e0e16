/**
 * How well a command fits what was typed, for the palette's order: 0 hides it. Every typed word has to begin a
 * word of the title or of the keywords, or be part of the title; anything looser only brings noise among so few.
 */
export function matchCommand(title: string, typed: string, keywords: readonly string[] = []): number {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return 1;
  const inTitle = title.toLowerCase();
  if (inTitle.startsWith(wanted)) return 1;
  const words = [inTitle, ...keywords.map((word) => word.toLowerCase())].flatMap((text) =>
    text.split(/[\s.:,…-]+/),
  );
  const typedWords = wanted.split(/\s+/);
  if (typedWords.every((part) => words.some((word) => word.startsWith(part))))
    return inTitle.includes(typedWords[0] ?? '') ? 0.8 : 0.5;
  return typedWords.every((part) => part.length > 2 && inTitle.includes(part)) ? 0.3 : 0;
}
