/** The details of a custody row as "name value" pairs, without what says nothing; what is no JSON object is shown as it is. */
export function custodyDetails(json: string): string {
  const value = parsed(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return json;
  return pairsOf(value, ' · ');
}

/** `importBegun` as "import begun". */
export function spacedName(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
}

function pairsOf(value: object, between: string): string {
  return Object.entries(value)
    .flatMap(([name, part]) => {
      const words = wordsOf(part);
      return words === '' ? [] : [`${spacedName(name)} ${words}`];
    })
    .join(between);
}

/** Empty for what is empty, so that its name need not be told either. */
function wordsOf(part: unknown): string {
  if (part === null || part === '' || part === 0 || part === false) return '';
  if (Array.isArray(part)) return part.map(wordsOf).filter(Boolean).join(', ');
  if (typeof part === 'object') {
    const inner = pairsOf(part, ', ');
    return inner === '' ? '' : `(${inner})`;
  }
  return String(part);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // It may have been tampered with: then its text is all there is to show.
    return null;
  }
}
