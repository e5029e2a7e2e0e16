/**
 * The details of a custody row as one line for a person: `files seen 3, read 3; version 0.4.0`. What is nothing (null,
 * false, 0, an empty list) is left out; what is no JSON object is shown as it is.
 */
export function custodyLine(details: string): string {
  const value = parsedDetails(details);
  if (typeof value === 'string') return value;
  return words(value, '; ') ?? '';
}

/** As JSON; the text itself where it is none: it may have been tampered with. */
export function parsedDetails(details: string): unknown {
  try {
    return JSON.parse(details);
  } catch {
    return details;
  }
}

function words(value: unknown, between: string): string | null {
  if (value === null || value === false || value === 0 || value === '') return null;
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value))
    return joined(
      value.map((part: unknown) => words(part, ', ')),
      ' + ',
    );
  return joined(
    Object.entries(value).map(([name, part]) => named(name, part)),
    between,
  );
}

function joined(parts: readonly (string | null)[], between: string): string | null {
  const said = parts.filter((part) => part !== null);
  return said.length === 0 ? null : said.join(between);
}

function named(name: string, value: unknown): string | null {
  if (value === true) return name;
  const said = words(value, ', ');
  return said === null ? null : `${name} ${said}`;
}
