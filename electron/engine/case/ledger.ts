import type { FileStatus, LedgerRow, Params, Result } from '../../contract/api.ts';
import type { Database, Row, SqlValue } from './driver.ts';
import { countFiles, statusAt } from './file-counts.ts';
import { bytesOrNullAt, numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';
import { storableText } from './storable-text.ts';

/** A file that was seen, as it enters the ledger. */
export interface NewObject {
  readonly sourceId: number;
  /** Its S3 key, path below the source, or path inside the archive. */
  readonly key: string;
  readonly status: FileStatus;
  /** Why it could not be read whole, in a sentence. */
  readonly reason: string | null;
  /** Which of the shapes of CloudTrail files it has. */
  readonly shape: string | null;
  readonly trailKind: string | null;
  readonly blobId: number | null;
  /** 32 bytes; null when the bytes were not read. */
  readonly sha256: Uint8Array | null;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  readonly account: string | null;
  readonly region: string | null;
  readonly deliveredMs: number | null;
  readonly recordCount: number;
  readonly seenAtMs: number;
}

const insertSql = `INSERT INTO objects (source_id, key, status, reason, shape, trail_kind, blob_id, sha256, size_bytes,
  modified_ms, account, region, delivered_ms, record_count, seen_at_ms)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Adds a file to the ledger. @returns its id */
export function insertObject(db: Database, object: NewObject): number {
  return db.run(
    insertSql,
    object.sourceId,
    storableText(object.key),
    object.status,
    object.reason === null ? null : storableText(object.reason),
    object.shape,
    object.trailKind,
    object.blobId,
    object.sha256,
    object.sizeBytes,
    object.modifiedMs,
    object.account,
    object.region,
    object.deliveredMs,
    object.recordCount,
    object.seenAtMs,
  ).lastId;
}

/** What the ledger knows of a file, for telling whether it has been imported before. */
export interface KnownObject {
  readonly object: number;
  readonly status: FileStatus;
  readonly sha256: Uint8Array | null;
  readonly sizeBytes: number;
  readonly modifiedMs: number | null;
  readonly recordCount: number;
}

const knownColumns = 'id, status, sha256, size_bytes, modified_ms, record_count';

/** Every file that the source delivered under this key, oldest first: usually none or one. */
export function findByKey(db: Database, sourceId: number, key: string): readonly KnownObject[] {
  return db
    .all(
      `SELECT ${knownColumns} FROM objects WHERE source_id = ? AND key = ? ORDER BY id`,
      sourceId,
      storableText(key),
    )
    .map(known);
}

/** The same file of the same source with the same bytes; null when this is its first time. */
export function findSame(
  db: Database,
  sourceId: number,
  key: string,
  sha256: Uint8Array,
): KnownObject | null {
  const sql = `SELECT ${knownColumns} FROM objects WHERE source_id = ? AND key = ? AND sha256 = ? ORDER BY id LIMIT 1`;
  const row = db.get(sql, sourceId, storableText(key), sha256);
  return row === undefined ? null : known(row);
}

/** The first file with these bytes, from any source and under any key; null when the case has none. */
export function findBySha256(db: Database, sha256: Uint8Array): KnownObject | null {
  const row = db.get(`SELECT ${knownColumns} FROM objects WHERE sha256 = ? ORDER BY id LIMIT 1`, sha256);
  return row === undefined ? null : known(row);
}

/**
 * A page of the ledger in the order of import. `counts` are of every file whose key or reason contains `text`,
 * `total` of those that have the status as well.
 */
export function ledgerPage(
  db: Database,
  request: Omit<Params<'ledger.page'>, 'case'>,
): Result<'ledger.page'> {
  return db.snapshot(() => {
    const like = `%${request.text.replace(/[\\%_]/g, '\\$&')}%`;
    const isText = request.text === '' ? '1' : "(key LIKE ?1 ESCAPE '\\' OR reason LIKE ?1 ESCAPE '\\')";
    const textParams: readonly SqlValue[] = request.text === '' ? [] : [like];
    const counted = db.all(
      `SELECT status, count(*) AS files FROM objects WHERE ${isText} GROUP BY status`,
      ...textParams,
    );
    const counts = countFiles(counted);
    const isStatus = request.status === null ? '1' : 'o.status = ?';
    const statusParams: readonly SqlValue[] = request.status === null ? [] : [request.status];
    const rows = db.all(
      `SELECT o.id, o.key, s.label, o.status, o.reason, o.shape, o.size_bytes, o.sha256, o.record_count, o.account,
        o.region, o.delivered_ms
      FROM objects AS o JOIN sources AS s ON s.id = o.source_id
      WHERE ${isText} AND ${isStatus} ORDER BY o.id LIMIT ? OFFSET ?`,
      ...textParams,
      ...statusParams,
      request.limit,
      request.offset,
    );
    const total = request.status === null ? counts.seen : counts[request.status];
    return { total, counts, rows: rows.map(ledgerRow) };
  });
}

function known(row: Row): KnownObject {
  return {
    object: numberAt(row, 'id'),
    status: statusAt(row),
    sha256: bytesOrNullAt(row, 'sha256'),
    sizeBytes: numberAt(row, 'size_bytes'),
    modifiedMs: numberOrNullAt(row, 'modified_ms'),
    recordCount: numberAt(row, 'record_count'),
  };
}

function ledgerRow(row: Row): LedgerRow {
  const sha256 = bytesOrNullAt(row, 'sha256');
  return {
    object: numberAt(row, 'id'),
    key: textAt(row, 'key'),
    source: textAt(row, 'label'),
    status: statusAt(row),
    reason: textOrNullAt(row, 'reason'),
    shape: textOrNullAt(row, 'shape'),
    sizeBytes: numberAt(row, 'size_bytes'),
    sha256: sha256 === null ? null : Buffer.from(sha256).toString('hex'),
    records: numberAt(row, 'record_count'),
    account: textOrNullAt(row, 'account'),
    region: textOrNullAt(row, 'region'),
    deliveredMs: numberOrNullAt(row, 'delivered_ms'),
  };
}
