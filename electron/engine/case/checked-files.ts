import { createHash } from 'node:crypto';
import { z } from 'zod';
import { keyFacts } from '../ingest/s3-key.ts';
import { BlobReader } from './blobs.ts';
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

/** A digest file with what is needed to check it. */
export interface CheckedDigest extends CheckedFile {
  /** `x-amz-meta-signature`; null where it was lost. */
  readonly signature: string | null;
  /** The bytes as stored; null when they are not those that were imported. @throws AppError `damaged-case` */
  bytes(): Uint8Array | null;
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

/** Every digest file, in the order of import. */
export function checkedDigests(db: Database): readonly CheckedDigest[] {
  const reader = new BlobReader(db);
  return db
    .all(
      `SELECT ${columns}, coalesce(x.metadata, b.metadata, '{}') AS metadata FROM ${from}
      WHERE ${isDigest} AND o.is_kept = 1 AND o.sha256 IS NOT NULL ORDER BY o.id`,
    )
    .map((row) => {
      const sha256 = bytesAt(row, 'sha256');
      return {
        ...fileIn(row),
        signature: signatureIn(jsonAt(row, 'metadata', metadata)),
        bytes: () => bytesAsImported(reader, sha256),
      };
    });
}

/** Every log file, in the order of import. */
export function* checkedLogs(db: Database): Generator<CheckedFile, void, undefined> {
  for (const row of db.iterate(`SELECT ${columns} FROM ${from} WHERE ${isLog} ORDER BY o.id`))
    yield fileIn(row);
}

/** How many log files there are, and their last number in the ledger. */
export function countLogs(db: Database): { readonly count: number; readonly lastId: number } {
  const row = db.get(
    `SELECT count(*) AS count, coalesce(max(o.id), 0) AS last FROM objects AS o WHERE ${isLog}`,
  );
  return row === undefined
    ? { count: 0, lastId: 0 }
    : { count: numberAt(row, 'count'), lastId: numberAt(row, 'last') };
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
