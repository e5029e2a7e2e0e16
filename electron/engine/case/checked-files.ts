import { hash } from 'node:crypto';
import { z } from 'zod';
import { keyFacts } from '../ingest/s3-key.ts';
import { type BlobReader, blobColumns } from './blobs.ts';
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
  /** When it was delivered, as its name says, or else as S3 did; null when neither does. */
  readonly timeMs: number | null;
  /** As the ledger has it: what it ends with says whether it was stored compressed. */
  readonly storedKey: string;
  /** As stored, a view into a pack; null when they are not those that were imported. */
  readonly bytes: Uint8Array | null;
  /** `x-amz-meta-signature` of a digest; null where it was lost (a plain download). */
  readonly signature: string | null;
}

const isDigest = `(o.shape IS 'digest' OR o.trail_kind IS 'CloudTrail-Digest')`;
/** What has no bytes cannot be checked; what the AWS CLI printed, or a list of a bundle, is no log file. */
const isThere = `o.is_kept = 1 AND o.sha256 IS NOT NULL`;
const isLog = `NOT ${isDigest}
  AND (o.trail_kind IS NOT NULL OR o.shape IS NOT NULL AND o.shape NOT IN ('trailAnswer', 'bundleIndex'))`;

const from = `FROM objects AS o JOIN sources AS s ON s.id = o.source_id
    LEFT JOIN s3_objects AS x ON x.object_id = o.id LEFT JOIN bundle_objects AS b ON b.object_id = o.id
    LEFT JOIN blobs AS p ON p.sha256 = o.sha256
  WHERE o.id BETWEEN ? AND ? AND ${isThere}`;
const columns = `o.id, o.sha256, o.key AS stored_key, b.key AS s3_key, o.account, o.region, ${blobColumns},
    coalesce(b.bucket, json_extract(s.settings, '$.place.bucket')) AS bucket,
    coalesce(o.delivered_ms, x.last_modified_ms, b.last_modified_ms) AS time_ms`;
const queries = {
  digest: `SELECT ${columns}, coalesce(x.metadata, b.metadata) AS metadata ${from} AND ${isDigest} ORDER BY o.id`,
  log: `SELECT ${columns}, NULL AS metadata ${from} AND ${isLog} ORDER BY o.id`,
};

/**
 * The digest or log files with numbers from `first` to `last`, in the order of import, which is mostly that of the
 * packs.
 *
 * @throws AppError `damaged-case`
 */
export function* checkedFiles(
  db: Database,
  reader: BlobReader,
  kind: keyof typeof queries,
  first: number,
  last: number,
): Generator<CheckedFile, void, undefined> {
  for (const row of db.all(queries[kind], first, last)) yield fileIn(row, bytesAsImported(reader, row));
}

/** How many log files there are. */
export function countLogs(db: Database): number {
  const row = db.get(`SELECT count(*) AS count FROM objects AS o WHERE ${isThere} AND ${isLog}`);
  return row === undefined ? 0 : numberAt(row, 'count');
}

/** Checked against the ledger: a proof about other bytes than those that were imported would be none. */
function bytesAsImported(reader: BlobReader, row: Row): Uint8Array | null {
  const bytes = reader.at(row);
  return hash('sha256', bytes, 'buffer').equals(bytesAt(row, 'sha256')) ? bytes : null;
}

function fileIn(row: Row, bytes: Uint8Array | null): CheckedFile {
  const storedKey = textAt(row, 'stored_key');
  const s3Key = textOrNullAt(row, 's3_key');
  // The ledger read it from the name in the case; a bundle may know the real one.
  const facts = s3Key === null ? null : keyFacts(s3Key);
  const metadata = textOrNullAt(row, 'metadata');
  return {
    id: numberAt(row, 'id'),
    bucket: textOrNullAt(row, 'bucket'),
    key: s3Key ?? storedKey,
    account: facts?.account ?? textOrNullAt(row, 'account'),
    region: facts?.region ?? textOrNullAt(row, 'region'),
    timeMs: facts?.deliveredMs ?? numberOrNullAt(row, 'time_ms'),
    storedKey,
    bytes,
    signature: metadata === null ? null : signatureIn(jsonAt(row, 'metadata', metadataShape)),
  };
}

const metadataShape = z.record(z.string(), z.string());

/** S3 gives the names of metadata in lower case; a list that somebody wrote may not. */
function signatureIn(said: Readonly<Record<string, string>>): string | null {
  for (const [name, value] of Object.entries(said))
    if (/^(?:x-amz-meta-)?signature$/i.test(name)) return value;
  return null;
}
