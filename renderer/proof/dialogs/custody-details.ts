/** The details of a custody row as "name value" pairs; what is no JSON object is shown as it is. */
export function custodyDetails(json: string): string {
  const value = parsed(json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return json;
  return Object.entries(value)
    .map(([name, part]) => `${name} ${typeof part === 'string' ? part : JSON.stringify(part)}`)
    .join(' · ');
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // It may have been tampered with: then its text is all there is to show.
    return null;
  }
}
