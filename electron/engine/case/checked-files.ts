import { createHash } from 'node:crypto';
import { z } from 'zod';
import { keyFacts } from '../ingest/s3-key.ts';
import type { DigestObject } from '../integrity/evidence.ts';
import type { BlobReader } from './blobs.ts';
import type { Database, Row } from './driver.ts';
import { jsonAt } from './json-at.ts';
import { bytesAt, numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';

/** A digest or log file of the case, and where it lay in S3 as far as the case knows. */
export interface CheckedFile {
  /** Its number in the ledger. */
  readonly id: number;
  /** Null where nobody says it: a folder, an archive without objects.json. */
  readonly bucket: string | null;
  /** As S3 had it, where that is known; else as the ledger has it. */
  readonly key: string;
  readonly account: string | null;
  readonly region: string | null;
  /** As its name says, or else as S3 did; null when neither does. */
  readonly deliveredMs: number | null;
}

const isDigest = `(o.shape IS 'digest' OR o.trail_kind IS 'CloudTrail-Digest')`;
/** What has no bytes cannot be checked; what the AWS CLI printed, or a list of a bundle, is no log file. */
const isLog = `NOT ${isDigest} AND o.is_kept = 1 AND o.sha256 IS NOT NULL
  AND (o.trail_kind IS NOT NULL OR o.shape IS NOT NULL AND o.shape NOT IN ('trailAnswer', 'bundleIndex'))`;

const columns = `o.id, o.sha256, o.account, o.region, o.delivered_ms,
  coalesce(b.bucket, json_extract(s.settings, '$.place.bucket')) AS bucket, coalesce(b.key, o.key) AS key,
  coalesce(x.last_modified_ms, b.last_modified_ms) AS modified_ms`;
const from = `objects AS o JOIN sources AS s ON s.id = o.source_id
  LEFT JOIN s3_objects AS x ON x.object_id = o.id LEFT JOIN bundle_objects AS b ON b.object_id = o.id`;

const metadata = z.record(z.string(), z.string());

/** The digest files with numbers from `first` to `last`, in the order of import. @throws AppError `damaged-case` */
export function* digestObjects(
  db: Database,
  reader: BlobReader,
  first: number,
  last: number,
): Generator<DigestObject, void, undefined> {
  const sql = `SELECT ${columns}, coalesce(x.metadata, b.metadata, '{}') AS metadata FROM ${from}
    WHERE o.id BETWEEN ? AND ? AND ${isDigest} AND o.is_kept = 1 AND o.sha256 IS NOT NULL ORDER BY o.id`;
  for (const row of db.all(sql, first, last)) {
    const signature = signatureIn(jsonAt(row, 'metadata', metadata));
    const { id, bucket, key } = fileIn(row);
    yield { id, bucket, key, signature, bytes: bytesAsImported(reader, bytesAt(row, 'sha256')) };
  }
}

/** Every log file, in the order of import. */
export function* checkedLogs(db: Database): Generator<CheckedFile, void, undefined> {
  for (const row of db.iterate(`SELECT ${columns} FROM ${from} WHERE ${isLog} ORDER BY o.id`))
    yield fileIn(row);
}

/** How many log files there are. */
export function countLogs(db: Database): number {
  const row = db.get(`SELECT count(*) AS count FROM objects AS o WHERE ${isLog}`);
  return row === undefined ? 0 : numberAt(row, 'count');
}

/** The bytes of the log files with numbers from `first` to `last`; null for bytes that are not those imported. */
export function* logBytes(
  db: Database,
  reader: BlobReader,
  first: number,
  last: number,
): Generator<
  { readonly id: number; readonly key: string; readonly bytes: Uint8Array | null },
  void,
  undefined
> {
  const sql = `SELECT o.id, o.key, o.sha256 FROM objects AS o WHERE o.id BETWEEN ? AND ? AND ${isLog} ORDER BY o.id`;
  for (const row of db.all(sql, first, last)) {
    const bytes = bytesAsImported(reader, bytesAt(row, 'sha256'));
    yield { id: numberAt(row, 'id'), key: textAt(row, 'key'), bytes };
  }
}

/** Checked against the ledger: a proof about other bytes than those that were imported would be none. */
function bytesAsImported(reader: BlobReader, sha256: Uint8Array): Uint8Array | null {
  const bytes = reader.get(sha256);
  return createHash('sha256').update(bytes).digest().equals(sha256) ? bytes : null;
}

function fileIn(row: Row): CheckedFile {
  const key = textAt(row, 'key');
  // The ledger read it from the name in the case; a bundle may know the real one.
  const facts = keyFacts(key);
  return {
    id: numberAt(row, 'id'),
    bucket: textOrNullAt(row, 'bucket'),
    key,
    account: facts.account ?? textOrNullAt(row, 'account'),
    region: facts.region ?? textOrNullAt(row, 'region'),
    deliveredMs:
      facts.deliveredMs ?? numberOrNullAt(row, 'delivered_ms') ?? numberOrNullAt(row, 'modified_ms'),
  };
}

/** S3 gives the names of metadata in lower case; a list that somebody wrote may not. */
function signatureIn(said: Readonly<Record<string, string>>): string | null {
  for (const [name, value] of Object.entries(said))
    if (/^(?:x-amz-meta-)?signature$/i.test(name)) return value;
  return null;
}
