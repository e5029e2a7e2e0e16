import { rmSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { createCase, type OpenCase } from '../../../electron/engine/case/case-file.ts';
import type { Row } from '../../../electron/engine/case/driver.ts';
import { startIngest } from '../../../electron/engine/ingest/start-ingest.ts';
import type { StoredObject, TestKey } from '../../support/digests.ts';
import { temporaryFolder, workersDir, writeFiles } from '../ingest/builders.ts';

/** A folder with cases in it, which go with it. */
export class TestCases {
  readonly folder = temporaryFolder();
  readonly #opened: OpenCase[] = [];

  make(name = 'test'): OpenCase {
    const opened = createCase(path.join(this.folder, `${name}.spoor`), { clock: Date.now, version: 'test' });
    this.#opened.push(opened);
    return opened;
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  /** Writes a folder with objects under names that say nothing, and the lists that tell what they are. */
  fillBundle(key: TestKey, objects: readonly StoredObject[], folder = 'bundle'): string {
    writeFiles(this.path(folder), {
      ...Object.fromEntries(objects.map(({ bytes }, at) => [`files/${at}.gz`, bytes])),
      'objects.json': JSON.stringify(objects.map((object, at) => entryOf(object, `files/${at}.gz`))),
      'public-keys.json': keyList(key),
    });
    return this.path(folder);
  }

  end(): void {
    for (const opened of this.#opened) opened.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function ingest(
  opened: OpenCase,
  paths: readonly string[],
  mode: 'import' | 'reindex' = 'import',
  signal = new AbortController().signal,
  onProgress: () => void = () => {},
) {
  const sources = paths.map((place) => ({ kind: 'path', path: place }) as const);
  const task = { casePath: opened.path, mode, sources, threads: 2, version: 'test' };
  return startIngest(task, { workersDir, onProgress, signal });
}

export interface IndexEntry {
  readonly bucket: string;
  readonly key: string;
  readonly file: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly lastModified?: string;
}

export const lastModified = '2026-01-02T01:10:00.000Z';

/** The entry of an object that lies in a bundle under another name. */
export function entryOf({ bucket, key, signature }: StoredObject, file = key): IndexEntry {
  const metadata: Record<string, string> =
    signature === null ? {} : { signature, 'signature-algorithm': 'SHA256withRSA' };
  return { bucket: bucket ?? '', key, file, metadata, lastModified };
}

export function keyList({ given }: TestKey): string {
  const PublicKeyList = [
    {
      Value: Buffer.from(given.der).toString('base64'),
      ValidityStartTime: '2025-01-01T00:00:00+00:00',
      ValidityEndTime: '2027-01-01T00:00:00+00:00',
      Fingerprint: given.fingerprint,
    },
  ];
  return JSON.stringify({ PublicKeyList });
}

/** What the list of a case says, by ledger key. */
export function factsOf(opened: OpenCase): Readonly<Record<string, Row>> {
  const rows = opened.db.all(
    `SELECT o.key AS name, b.bucket, b.key, b.last_modified_ms, b.metadata FROM bundle_objects AS b
    JOIN objects AS o ON o.id = b.object_id ORDER BY o.id`,
  );
  return Object.fromEntries(rows.map(({ name, ...row }) => [String(name), row]));
}

/** The row of a file in the ledger. */
export function ledgerRow(opened: OpenCase, key: string): Row {
  const row = opened.db.get(
    'SELECT status, reason, shape, is_kept, account, region, trail_kind, delivered_ms FROM objects WHERE key = ? ORDER BY id DESC',
    key,
  );
  return { ...row };
}

export async function tarOf(files: Readonly<Record<string, Uint8Array | string>>): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content));
  archive.finalize();
  return buffer(Readable.from(archive));
}
