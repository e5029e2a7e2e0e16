/** What this machine remembers for the page; `undefined` where nothing readable is kept. */
export function readStored(key: string): unknown {
  try {
    const text = window.localStorage.getItem(key);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    // Somebody else wrote it, or storage is switched off: the default is right then.
    return undefined;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    window.localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Storage is full or switched off: the choice lasts as long as the page.
  }
}
