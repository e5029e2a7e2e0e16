import './no-eval.ts';
import { z } from 'zod';
import { errorShape } from './protocol.ts';

/** So many filters a person can keep; far more than a menu can show. */
export const maxSavedFilters = 500;

/** The key that applies it, after `g`. */
export const filterKeys = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;
const filterKey = z.enum(filterKeys);
export type FilterKey = z.infer<typeof filterKey>;

const words = {
  /** Unique among a person's filters, upper and lower case alike. */
  name: z.string().trim().min(1).max(80),
  /** What it is for. */
  note: z.string().trim().max(500),
  shortcut: filterKey.nullable(),
  /** In Spoor's language. */
  filter: z.string().trim().min(1).max(20_000),
};

const id = z.string().min(1).max(64);
/** One of a person's own filters. */
export const savedFilter = z.object({ id, ...words });
export type SavedFilter = z.infer<typeof savedFilter>;

/** A filter that Spoor brings along; it cannot be changed. */
const builtInFilter = z.object({ id, name: words.name, note: words.note, filter: words.filter });
export type BuiltInFilter = z.infer<typeof builtInFilter>;

/** What a file of filters holds, one entry. */
export const portableFilter = z.object({
  ...words,
  note: words.note.default(''),
  shortcut: words.shortcut.default(null),
});
export type PortableFilter = z.infer<typeof portableFilter>;

/** Tells a file of filters from any other JSON. */
export const filterFileKind = 'spoor-filters';
/** The entries are read one by one, so that a bad one spoils no other. */
export const filterFile = z.object({
  kind: z.literal(filterFileKind),
  version: z.literal(1),
  filters: z.array(z.unknown()).max(10_000),
});

/** The filters of this person in Spoor's data folder. */
export const savedFilterFileName = 'saved-filters.json';
export const savedFilterFile = z.object({
  kind: z.literal(filterFileKind),
  version: z.literal(1),
  filters: z.array(savedFilter).max(maxSavedFilters),
});

export const filterList = z.object({
  builtIn: z.array(builtInFilter),
  /** In the person's order. */
  own: z.array(savedFilter),
  /** Why the person's own filters cannot be read; null when they can. Nothing is written over them then. */
  problem: errorShape.nullable(),
});
export type FilterList = z.infer<typeof filterList>;

export const filterDraft = z.object({
  ...words,
  /** The filter to change; null for a new one. */
  id: id.nullable(),
  /** Where a new one stands among the others; at the end when left out. */
  at: z.number().int().nonnegative().optional(),
});
export type FilterDraft = z.infer<typeof filterDraft>;

/** What becomes of a filter whose name is taken: it gets a number, or replaces the other. */
export const onSameName = z.enum(['keep-both', 'replace']);
export type OnSameName = z.infer<typeof onSameName>;

export const filterImport = z.object({
  added: z.number().int().nonnegative(),
  replaced: z.number().int().nonnegative(),
  /** Equal to a filter that was there already, name and all. */
  unchanged: z.number().int().nonnegative(),
  /** What was left out or changed on the way in, and why. */
  notes: z.array(
    z.object({
      /** Of the entry in the file, from zero. */
      position: z.number().int().nonnegative(),
      name: z.string().nullable(),
      isLeftOut: z.boolean(),
      reason: z.string(),
    }),
  ),
});
export type FilterImport = z.infer<typeof filterImport>;

/** What a look into some of the records of a case found. */
const sampled = {
  /** Records looked into… */
  sampled: z.number().int().nonnegative(),
  /** …of so many in the case. */
  of: z.number().int().nonnegative(),
};

export const foundPaths = z.object({
  ...sampled,
  /** As the filter writes them, with how many of the records looked into have them, most first. */
  paths: z.array(z.object({ path: z.string(), count: z.number().int().nonnegative() })),
});
export type FoundPaths = z.infer<typeof foundPaths>;

export const foundValues = z.object({
  ...sampled,
  values: z.array(
    z.object({
      value: z.string(),
      /** Numbers, true, false and null are written `=5`, `=true`; a text as it is. */
      isText: z.boolean(),
      count: z.number().int().nonnegative(),
    }),
  ),
});
export type FoundValues = z.infer<typeof foundValues>;
