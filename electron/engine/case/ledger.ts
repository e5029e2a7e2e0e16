import type { LedgerRow, Params, Result } from '../../contract/api.ts';
import type { Database, Row, SqlValue } from './driver.ts';
import { countFiles, statusAt } from './file-counts.ts';
import { bytesOrNullAt, numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';

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
