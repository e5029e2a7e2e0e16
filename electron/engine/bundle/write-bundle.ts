import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ExportResult } from '../../contract/api.ts';
import { AppError } from '../../contract/errors.ts';
import type { Filter } from '../../contract/filter/syntax-tree.ts';
import { BlobReader } from '../case/blobs.ts';
import type { Database } from '../case/driver.ts';
import { publicKeys } from '../case/public-keys.ts';
import { createOutput, type OutputFile, refuseExisting } from '../export/output-file.ts';
import { limits, sizeText } from '../ingest/limits.ts';
import { type BundledFile, bundledFile, type ChosenFile, chooseFiles } from './bundle-files.ts';
import { indexName, maxIndexEntries } from './bundle-index.ts';
import { fileTest } from './file-filter.ts';
import { MemberNames } from './member-names.ts';
import { publicKeyLists } from './public-key-lists.ts';
import { DeflatedText, ZipWriter } from './zip-writer.ts';

export interface BundleOptions {
  readonly db: Database;
  /** About files: account, region, object, time, verdict. */
  readonly filter: Filter;
  /** The path of the zip. */
  readonly target: string;
  readonly overwrite: boolean;
  /** Spoor's own. */
  readonly version: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly bytes: number;
  }) => void;
}

/**
 * Writes files of a case as a bundle: a zip with each kept file under its original key, `objects.json` with what S3
 * or an earlier bundle said of them, and `public-keys.json` with the public keys of the case. Imported again, the
 * bundle can be verified as the case can. `rows` of the result are files.
 *
 * Bytes that the case has from several places are in it once for each original key. Memory holds one pack of the
 * case, and some hundred bytes for each file. The zip gets its name when it is whole; nothing is left of one that was
 * cancelled or failed.
 *
 * @throws AppError `filter-unsupported`, `too-large`, `already-exists`, `disk-full`, `not-allowed`, `not-found`,
 *   `damaged-case`; the signal's reason when it aborts
 */
export async function writeBundle(options: BundleOptions): Promise<ExportResult> {
  const { db, filter, target, overwrite, version, signal } = options;
  const startedMs = performance.now();
  const test = fileTest(filter);
  if (!overwrite) await refuseExisting(target);
  const chosen = await chooseFiles(db, test, signal);
  if (chosen.length > maxIndexEntries) throw tooMany(`${chosen.length.toLocaleString('en')} files`);
  let output: OutputFile | undefined;
  try {
    output = await createOutput(target);
    const zip = new ZipWriter(output);
    const rows = await writeMembers(zip, chosen, options, output);
    await zip.end(`Spoor ${version}`);
    signal.throwIfAborted();
    await output.finish();
    const result = { name: path.basename(target), rows, bytes: output.bytes, sha256: output.sha256() };
    await output.publish(overwrite);
    return { ...result, elapsedMs: performance.now() - startedMs };
  } finally {
    await output?.discard();
  }
}

async function writeMembers(
  zip: ZipWriter,
  chosen: readonly ChosenFile[],
  { db, signal, onProgress }: BundleOptions,
  output: OutputFile,
): Promise<number> {
  const names = new MemberNames();
  const index = new DeflatedText();
  const blobs = new BlobReader(db);
  const indexMember = names.take(indexName);
  const keyLists = publicKeyLists(publicKeys(db)).map((text, at) => {
    const name = names.take(at === 0 ? 'public-keys.json' : `public-keys-${at + 1}.json`);
    return { name, text };
  });
  let [rows, done, entries] = [0, 0, 0];
  let copies: BundledFile[] = [];
  for (const { id } of chosen) {
    signal.throwIfAborted();
    const file = bundledFile(db, id);
    if (!sameBytes(copies[0], file)) copies = [];
    if (!copies.some((copy) => isSameObject(copy, file))) {
      copies.push(file);
      const name = names.take(file.key);
      await zip.add(name, checkedBytes(blobs, file), file.lastModifiedMs ?? file.modifiedMs);
      rows += 1;
      if (file.bucket !== null) {
        index.add(`${entries === 0 ? '[\n' : ',\n'}${entryText(file, file.bucket, name)}`);
        entries += 1;
        if (index.sizeBytes > limits.inflatedBytes) throw tooMany(`what is known of ${entries} files`);
      }
    }
    done += 1;
    onProgress({ done, total: chosen.length, bytes: output.bytes });
  }
  index.add(entries === 0 ? '[]\n' : '\n]\n');
  index.end();
  if (index.sizeBytes > limits.inflatedBytes) throw tooMany(`what is known of ${entries} files`);
  await zip.addDeflated(indexMember, index, null);
  for (const { name, text } of keyLists) await zip.add(name, Buffer.from(text), null);
  return rows;
}

/** One entry a line. */
function entryText({ key, lastModifiedMs, metadata }: BundledFile, bucket: string, file: string): string {
  const modified = new Date(lastModifiedMs ?? Number.NaN);
  const lastModified = Number.isNaN(modified.getTime()) ? {} : { lastModified: modified.toISOString() };
  return JSON.stringify({ bucket, key, file, metadata, ...lastModified });
}

function sameBytes(a: BundledFile | undefined, b: BundledFile): boolean {
  return a !== undefined && Buffer.compare(a.sha256, b.sha256) === 0;
}

/** Known ones come first, so that a copy of which nobody knows the bucket adds nothing. */
function isSameObject(written: BundledFile, file: BundledFile): boolean {
  return written.key === file.key && (file.bucket === null || file.bucket === written.bucket);
}

/** Whoever imports the bundle takes its bytes for those that were delivered. */
function checkedBytes(blobs: BlobReader, { sha256, key }: BundledFile): Uint8Array {
  const bytes = blobs.get(sha256);
  if (createHash('sha256').update(bytes).digest().equals(sha256)) return bytes;
  throw new AppError(
    'damaged-case',
    `The case is damaged: it holds other bytes for ${key} than those that were imported.`,
    { advice: 'Leave the file out with a filter, -object:…, or import the originals into a new case.' },
  );
}

function tooMany(what: string): AppError {
  return new AppError(
    'too-large',
    `A bundle takes at most ${maxIndexEntries.toLocaleString('en')} files and ${sizeText(limits.inflatedBytes)} of what is known of them; this would be ${what}.`,
    { advice: 'Write several bundles, each with a filter such as time:2026-03 or region:eu-west-1.' },
  );
}
