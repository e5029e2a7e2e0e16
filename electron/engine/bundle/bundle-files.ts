import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { AppError } from '../../contract/errors.ts';
import type { Database, Row } from '../case/driver.ts';
import { jsonAt } from '../case/json-at.ts';
import { bytesAt, numberAt, numberOrNullAt, textAt, textOrNullAt } from '../case/row.ts';
import { indexShape } from './bundle-index.ts';
import type { FileTest } from './file-filter.ts';

/** A file that goes into a bundle, and where its bytes lie. */
export interface ChosenFile {
  readonly id: number;
  readonly packId: number;
  readonly offset: number;
  /** Whether S3 or a bundle says something of it. */
  readonly isKnown: boolean;
}

/** A file with all that is said of it. */
export interface BundledFile {
  readonly sha256: Uint8Array;
  readonly sizeBytes: number;
  /** As S3 had it, or else the ledger without the names of archives. */
  readonly key: string;
  /** Null where neither S3 nor a bundle says it. */
  readonly bucket: string | null;
  readonly lastModifiedMs: number | null;
  readonly modifiedMs: number | null;
  readonly metadata: Readonly<Record<string, string>>;
}

const filesPerPage = 2000;
const from = `objects AS o JOIN sources AS s ON s.id = o.source_id
  LEFT JOIN s3_objects AS x ON x.object_id = o.id LEFT JOIN bundle_objects AS b ON b.object_id = o.id`;

/**
 * The kept files that meet a test, those that share a pack together. Lists of objects are left out, and lists of
 * public keys that a bundle brought: a new bundle has its own, in which all of that is.
 *
 * @throws AppError `damaged-case`; the signal's reason
 */
export async function chooseFiles(
  db: Database,
  test: FileTest,
  signal: AbortSignal,
): Promise<readonly ChosenFile[]> {
  const chosen: ChosenFile[] = [];
  for (let last = 0; ; ) {
    signal.throwIfAborted();
    const rows = db.all(
      `SELECT o.id, o.key, o.shape, o.account, o.region, b.key AS original_key, v.verdict, p.pack_id, p.offset,
        coalesce(o.delivered_ms, x.last_modified_ms, b.last_modified_ms) AS delivered_ms,
        x.object_id IS NOT NULL OR b.object_id IS NOT NULL AS is_known
      FROM ${from} LEFT JOIN blobs AS p ON p.sha256 = o.sha256 LEFT JOIN verdicts AS v ON v.object_id = o.id
      WHERE o.id > ? AND o.is_kept = 1 AND o.sha256 IS NOT NULL ORDER BY o.id LIMIT ${filesPerPage}`,
      last,
    );
    for (const row of rows) {
      last = numberAt(row, 'id');
      if (!isLeftOut(row) && test(factsIn(row))) chosen.push(chosenIn(row));
    }
    if (rows.length < filesPerPage) break;
    // The engine's thread has others to answer.
    await setImmediate();
  }
  // The same bytes side by side, the copy of which most is known first.
  return chosen.sort(
    (a, b) =>
      a.packId - b.packId || a.offset - b.offset || Number(b.isKnown) - Number(a.isKnown) || a.id - b.id,
  );
}

function isLeftOut(row: Row): boolean {
  const shape = textOrNullAt(row, 'shape');
  return (
    shape === indexShape ||
    (shape === 'trailAnswer' && /(?:^|!\/)public-keys(?:-\d+)?\.json$/.test(textAt(row, 'key')))
  );
}

function factsIn(row: Row) {
  const original = textOrNullAt(row, 'original_key');
  const key = textAt(row, 'key');
  return {
    keys: original === null || original === key ? [key] : [key, original],
    account: textOrNullAt(row, 'account'),
    region: textOrNullAt(row, 'region'),
    deliveredMs: numberOrNullAt(row, 'delivered_ms'),
    verdict: textOrNullAt(row, 'verdict'),
  };
}

function chosenIn(row: Row): ChosenFile {
  return {
    id: numberAt(row, 'id'),
    // Without a place its bytes are missing, which whoever reads them says.
    packId: numberOrNullAt(row, 'pack_id') ?? 0,
    offset: numberOrNullAt(row, 'offset') ?? 0,
    isKnown: numberAt(row, 'is_known') === 1,
  };
}

const metadata = z.record(z.string(), z.string());

/** @throws AppError `damaged-case`, also when the file left the ledger meanwhile */
export function bundledFile(db: Database, id: number): BundledFile {
  const row = db.get(
    `SELECT o.sha256, o.size_bytes, o.modified_ms, o.key AS case_key, b.key AS original_key, s.kind,
      coalesce(json_extract(s.settings, '$.place.bucket'), b.bucket) AS bucket,
      coalesce(x.last_modified_ms, b.last_modified_ms) AS last_modified_ms,
      coalesce(x.metadata, b.metadata, '{}') AS metadata
    FROM ${from} WHERE o.id = ?`,
    id,
  );
  if (row === undefined) throw new AppError('damaged-case', `File ${id} is no longer in the case.`);
  const caseKey = textAt(row, 'case_key');
  const plainKey = textAt(row, 'kind') === 's3' ? caseKey : caseKey.slice(caseKey.lastIndexOf('!/') + 1);
  return {
    sha256: bytesAt(row, 'sha256'),
    sizeBytes: numberAt(row, 'size_bytes'),
    key: textOrNullAt(row, 'original_key') ?? plainKey.replace(/^\//, ''),
    bucket: textOrNullAt(row, 'bucket'),
    lastModifiedMs: numberOrNullAt(row, 'last_modified_ms'),
    modifiedMs: numberOrNullAt(row, 'modified_ms'),
    metadata: jsonAt(row, 'metadata', metadata),
  };
}
