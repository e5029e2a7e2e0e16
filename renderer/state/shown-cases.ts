/** How this window lets go of each case that it shows. */
const held = new Map<string, () => void>();
const nameOf = (id: string): string => `spoor.case.${id}`;

/**
 * Marks a case as shown by this window, until it lets go or is gone, however it goes. A lock of the browser's own,
 * shared by all windows (or tabs) on the case: the engine does not tell its pages apart.
 */
export function holdCase(id: string): void {
  if (held.has(id) || !('locks' in navigator)) return;
  const ended = new Promise<void>((resolve) => held.set(id, resolve));
  navigator.locks
    .request(nameOf(id), { mode: 'shared' }, () => ended)
    // Without the mark this window counts for nothing to the others, as before there were several.
    .catch(() => held.delete(id));
}

/** Takes the mark away. */
export function letGoOfCase(id: string): void {
  held.get(id)?.();
  held.delete(id);
}

/** Whether another window shows this case, which this one holds, as well. */
export async function isShownElsewhere(id: string): Promise<boolean> {
  if (!held.has(id)) return false;
  const { held: all = [] } = await navigator.locks.query();
  return all.filter(({ name }) => name === nameOf(id)).length > 1;
}
