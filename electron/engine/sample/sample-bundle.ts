import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { Zip, ZipPassThrough } from 'fflate';
import { signTrail } from './digests.ts';
import type { SampleFile } from './oddities.ts';
import { sampleFiles } from './sample-files.ts';

/** Zip has no time before 1980 and no zone; any fixed one makes the bundle the same every time. */
const bundleTime = '2026-03-07T12:00:00';

/**
 * Writes the sample's files and the digests that prove them as a zip, as `spoor bundle` would hand them over.
 *
 * @throws when the file cannot be written
 */
export async function writeSampleBundle(target: string): Promise<void> {
  const output = createWriteStream(target);
  const isWritten = finished(output);
  let isFull = false;
  const zip = new Zip((error, chunk, isLast) => {
    if (error !== null) output.destroy(error);
    else isFull = !output.write(chunk);
    if (isLast) output.end();
  });
  for (const { key, bytes } of bundledFiles()) {
    // Stored: the log files are compressed already.
    const entry = new ZipPassThrough(key);
    entry.mtime = bundleTime;
    zip.add(entry);
    entry.push(bytes, true);
    if (isFull && !output.destroyed) await Promise.race([once(output, 'drain'), isWritten]);
  }
  zip.end();
  await isWritten;
}

function bundledFiles(): readonly SampleFile[] {
  const files = [...sampleFiles()];
  const { digests, objectsJson, publicKeysJson } = signTrail(files);
  const text = (key: string, content: string): SampleFile => ({ key, bytes: Buffer.from(content) });
  return [...files, ...digests, text('objects.json', objectsJson), text('public-keys.json', publicKeysJson)];
}
