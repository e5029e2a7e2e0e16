import { z } from 'zod';
import { readTime } from '../../contract/filter/time.ts';
import { toText } from '../ingest/decode.ts';
import type { ContentReading } from '../ingest/read-records.ts';
import { readUnits } from '../ingest/units.ts';

/** What an entry of `objects.json` says of one file of a bundle. */
export interface BundleEntry {
  /** Compared with the keys of the ledger and with nothing else: it is never a path. */
  readonly file: string;
  readonly bucket: string;
  /** As S3 had it. */
  readonly key: string;
  readonly lastModifiedMs: number | null;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
}

export interface BundleIndexReading {
  /** How many entries can be used. */
  readonly entries: number;
  /** A list of entries, whatever is wrong with it. */
  readonly isList: boolean;
  readonly isJson: boolean;
  /** What of it could not be read, in sentences; null when all could. */
  readonly problem: string | null;
}

/** Name of the list at the root of a folder or an archive. */
export const indexName = 'objects.json';
/** Its shape in the ledger. */
export const indexShape = 'bundleIndex';

/** More files than a bucket's owner takes home; checking them for contradictions takes memory for each. */
export const maxIndexEntries = 1_000_000;

/** S3 allows 1,024 bytes for a key and 2 KB for all metadata; services like it may allow more. */
const longestKey = 4096;
const longestFile = 8192;
const longestValue = 16_384;
const mostValues = 256;

const shape = z.object({
  file: z.string().min(1).max(longestFile),
  bucket: z.string().min(1).max(255),
  key: z.string().min(1).max(longestKey),
  lastModified: z
    .string()
    .max(64)
    .transform((text, context) => {
      const moment = readTime(text);
      if (moment !== undefined) return moment.fromMs;
      context.addIssue('no time');
      return z.NEVER;
    })
    .nullish(),
  metadata: z
    .record(z.string().max(longestValue), z.string().max(longestValue))
    .refine((values) => Object.keys(values).length <= mostValues)
    .nullish(),
});

/** Whether a file of this key is at the root of its folder or archive and has the name of the list. */
export function isIndexKey(key: string): boolean {
  return key === indexName || key.endsWith(`!/${indexName}`);
}

/** Reads the list entry by entry, in constant memory. What is wrong with one entry costs that entry alone. */
export function readBundleIndex(
  content: Uint8Array,
  onEntry: (entry: BundleEntry) => void,
): BundleIndexReading {
  let [position, entries, broken] = [0, 0, 0];
  let first = '';
  let isWhole = false;
  const take = (value: unknown): void => {
    position += 1;
    if (position > maxIndexEntries) return;
    const read = shape.safeParse(value);
    if (read.success) {
      const { file, bucket, key, lastModified, metadata } = read.data;
      entries += 1;
      const plainFile = file.replace(/^(?:\.\/)+/, '');
      onEntry({
        file: plainFile,
        bucket,
        key,
        lastModifiedMs: lastModified ?? null,
        metadata: metadata ?? {},
      });
      return;
    }
    broken += 1;
    // The name of a part of the form, never a text of the file.
    const part = read.error.issues[0]?.path[0];
    if (broken === 1) first = `number ${position}: its ${part === undefined ? 'form' : String(part)}`;
  };
  const units = readUnits(toText(content), (value) => {
    if (position > maxIndexEntries) return false;
    if (!Array.isArray(value)) take(value);
    else if (isWhole || position > 0) take(value);
    else {
      isWhole = true;
      for (const entry of value) take(entry);
    }
    return true;
  });
  const isList = units.form === 'document' && (isWhole || units.container === 'array');
  const problems = [
    ...units.problems,
    ...(broken === 0 || !isList ? [] : [`${broken} of its entries cannot be used (the first is ${first}).`]),
    ...(position > maxIndexEntries ? [`Only its first ${maxIndexEntries} entries were read.`] : []),
  ];
  return {
    entries: isList ? entries : 0,
    isList,
    isJson: units.isJson,
    problem: problems.length === 0 ? null : problems.join(' '),
  };
}

/**
 * What the ledger says of a file that has the name of the list; null where it is not even JSON.
 *
 * @param problem what was found while unpacking it
 */
export function indexReading(content: Uint8Array, problem: string | null): ContentReading | null {
  const { entries, isList, isJson, problem: found } = readBundleIndex(content, () => undefined);
  if (!isJson) return null;
  const reason = [problem, found].filter((sentence) => sentence !== null).join(' ') || null;
  const nothing = { shape: null, recordCount: 0, isForeign: false };
  if (!isList) {
    // A list that is broken from its beginning on is told by whoever reads logs.
    const why = `An ${indexName} at the root of a bundle is a list of objects; this one is not.`;
    return found === null ? { ...nothing, status: 'notCloudTrail', reason: why } : null;
  }
  if (entries === 0 && reason !== null) return { ...nothing, status: 'damaged', reason };
  return { ...nothing, status: reason === null ? 'read' : 'partly', reason, shape: indexShape };
}
