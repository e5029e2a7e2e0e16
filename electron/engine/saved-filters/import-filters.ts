import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import { parseFilter } from '../../contract/filter/parse.ts';
import {
  type FilterImport,
  filterFile,
  maxSavedFilters,
  type OnSameName,
  type PortableFilter,
  portableFilter,
  type SavedFilter,
} from '../../contract/saved-filters.ts';

/**
 * Brings the entries of a file of filters in among those that are there. What cannot come in, or not as it was
 * written, is noted with the reason.
 *
 * @param content the file's JSON
 * @throws AppError `unreadable` when it is no file of filters
 */
export function importFilters(
  present: readonly SavedFilter[],
  content: unknown,
  sameName: OnSameName,
): { readonly filters: readonly SavedFilter[]; readonly result: FilterImport } {
  const file = filterFile.safeParse(content);
  if (!file.success)
    throw new AppError('unreadable', 'This file holds no filters of Spoor.', {
      advice: 'Choose a file that “Export the filters” wrote.',
    });
  const merge = new Merge(present, sameName);
  file.data.filters.forEach((entry, position) => {
    merge.add(entry, position);
  });
  return { filters: merge.filters, result: merge.result() };
}

type Note = (reason: string, isLeftOut: boolean) => void;

class Merge {
  readonly filters: SavedFilter[];
  readonly #sameName: OnSameName;
  readonly #notes: FilterImport['notes'] = [];
  #added = 0;
  #replaced = 0;
  #unchanged = 0;

  constructor(present: readonly SavedFilter[], sameName: OnSameName) {
    this.filters = [...present];
    this.#sameName = sameName;
  }

  result(): FilterImport {
    return {
      added: this.#added,
      replaced: this.#replaced,
      unchanged: this.#unchanged,
      notes: this.#notes,
    };
  }

  add(entry: unknown, position: number): void {
    const note = (reason: string, isLeftOut: boolean): void => {
      this.#notes.push({ position, name: nameOf(entry), isLeftOut, reason });
    };
    const read = portableFilter.safeParse(entry);
    const fault = read.success ? faultOf(read.data.filter) : entryFault(read.error);
    if (!read.success || fault !== null) note(fault ?? '', true);
    else this.#merge(read.data, note);
  }

  #merge(filter: PortableFilter, note: Note): void {
    const at = this.filters.findIndex((one) => isSameName(one.name, filter.name));
    const twin = this.filters[at];
    if (twin !== undefined && isEqual(twin, filter)) this.#unchanged += 1;
    else if (twin !== undefined && this.#sameName === 'replace') {
      this.filters[at] = { ...this.#withFreeKey(filter, twin.id, note), id: twin.id };
      this.#replaced += 1;
    } else if (this.filters.length >= maxSavedFilters)
      note(`There are ${maxSavedFilters} filters already; no more can be kept.`, true);
    else {
      const name = freeName(this.filters, filter.name);
      if (name !== filter.name) note(`There is another filter of this name: it is kept as “${name}”.`, false);
      this.filters.push({ ...this.#withFreeKey(filter, null, note), name, id: randomUUID() });
      this.#added += 1;
    }
  }

  #withFreeKey(filter: PortableFilter, own: string | null, note: Note): PortableFilter {
    const holder = this.filters.find((one) => one.id !== own && one.shortcut === filter.shortcut);
    if (filter.shortcut === null || holder === undefined) return filter;
    note(`Its key ${filter.shortcut} belongs to “${holder.name}”: it comes without one.`, false);
    return { ...filter, shortcut: null };
  }
}

export function isSameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** The name, with a number where it is taken; never longer than a name may be. */
export function freeName(filters: readonly SavedFilter[], name: string): string {
  for (let n = 1; ; n += 1) {
    const ending = n === 1 ? '' : ` (${n})`;
    const candidate = name.slice(0, 80 - ending.length).trimEnd() + ending;
    if (!filters.some((one) => isSameName(one.name, candidate))) return candidate;
  }
}

function entryFault({ issues: [issue] }: z.ZodError): string {
  const what = issue === undefined ? 'it is no filter' : issue.message;
  return `${issue?.path.join('.') || 'The entry'}: ${what}.`;
}

function faultOf(filter: string): string | null {
  try {
    parseFilter(filter);
    return null;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, place } = error;
    const where = place === undefined ? '' : ` (at character ${place.start + 1})`;
    return `Its filter cannot be read: ${message}${where}`;
  }
}

function isEqual(filter: SavedFilter, other: PortableFilter): boolean {
  return (
    filter.name === other.name &&
    filter.note === other.note &&
    filter.filter === other.filter &&
    (other.shortcut === null || filter.shortcut === other.shortcut)
  );
}

function nameOf(entry: unknown): string | null {
  return typeof entry === 'object' && entry !== null && 'name' in entry && typeof entry.name === 'string'
    ? entry.name.slice(0, 80)
    : null;
}
