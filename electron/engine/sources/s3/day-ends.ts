import { dayOfFolder, type LayoutFolder, layoutAt } from './layout.ts';

/** The folders in a folder, in the order of keys. */
export type ListFolders = (folder: string) => Promise<readonly string[]>;

export interface DayEnds {
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/**
 * The first and the last day below a place, or below a year or month of it. Looks into years, then months, then
 * days, at both ends only: five requests where every year and month has days, whatever lies between.
 */
export async function dayEnds(folder: string, listFolders: ListFolders): Promise<DayEnds> {
  const asked = new Map<string, Promise<readonly string[]>>();
  const dated = async (parent: string): Promise<readonly string[]> => {
    const listing = asked.get(parent) ?? listFolders(parent);
    asked.set(parent, listing);
    return (await listing).filter((child) => isDated(layoutAt(child)));
  };
  const firstDay = await endOf(folder, dated, (folders) => folders);
  if (firstDay === null) return { firstDay: null, lastDay: null };
  return { firstDay, lastDay: await endOf(folder, dated, (folders) => folders.toReversed()) };
}

/** A year or a month without days is passed over: somebody may have deleted them, or put something else there. */
async function endOf(
  folder: string,
  dated: ListFolders,
  inOrder: (folders: readonly string[]) => readonly string[],
): Promise<string | null> {
  for (const child of inOrder(await dated(folder))) {
    if (layoutAt(child).level === 'day') return dayOfFolder(child);
    const day = await endOf(child, dated, inOrder);
    if (day !== null) return day;
  }
  return null;
}

function isDated({ level }: LayoutFolder): boolean {
  return level === 'year' || level === 'month' || level === 'day';
}
