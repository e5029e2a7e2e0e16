import {
  fileStatuses,
  type LedgerRow,
  type LedgerSort,
  type Params,
  type Result,
} from '../../contract/api.ts';
import type { Database, Row, SqlValue } from './driver.ts';
import { countFiles, statusAt } from './file-counts.ts';
import { likeAnywhere } from './like.ts';
import { bytesOrNullAt, numberAt, numberOrNullAt, textAt, textOrNullAt } from './row.ts';

/**
 * A page of the ledger, in the order of import unless another is asked for. `counts` are of every file whose key,
 * reason or SHA-256 has `text`, `total` of those that have the status as well.
 */
export function ledgerPage(
  db: Database,
  request: Omit<Params<'ledger.page'>, 'case'>,
): Result<'ledger.page'> {
  return db.snapshot(() => {
    const text = textCondition(request.text);
    const counted = db.all(
      `SELECT status, count(*) AS files FROM objects WHERE ${text.sql} GROUP BY status`,
      ...text.params,
    );
    const counts = countFiles(counted);
    const isStatus = request.status === null ? '1' : 'status = ?';
    const statusParams: readonly SqlValue[] = request.status === null ? [] : [request.status];
    const order = orderOf(request.sort);
    // The page is chosen by number alone, so that sorting a long ledger moves numbers and not its texts.
    const rows = db.all(
      `SELECT o.id, o.key, s.label, o.status, o.reason, o.shape, o.size_bytes, o.sha256, o.record_count, o.account,
        o.region, o.delivered_ms, o.modified_ms, o.seen_at_ms
      FROM objects AS o JOIN sources AS s ON s.id = o.source_id
      WHERE o.id IN (SELECT o.id FROM objects AS o WHERE ${text.sql} AND ${isStatus} ORDER BY ${order} LIMIT ? OFFSET ?)
      ORDER BY ${order}`,
      ...text.params,
      ...statusParams,
      request.limit,
      request.offset,
    );
    const total = request.status === null ? counts.seen : counts[request.status];
    return { total, counts, rows: rows.map(ledgerRow) };
  });
}

interface Condition {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

function textCondition(text: string): Condition {
  if (text === '') return { sql: '1', params: [] };
  const like = likeAnywhere(text);
  const conditions = ["key LIKE ? ESCAPE '\\'", "reason LIKE ? ESCAPE '\\'"];
  const range = sha256Range(text);
  if (range === null) return { sql: `(${conditions.join(' OR ')})`, params: [like, like] };
  // As a list of its own: an OR with LIKE in it would leave the index over sha256 aside.
  conditions.push(`id IN (${sha256Sql})`);
  return { sql: `(${conditions.join(' OR ')})`, params: [like, like, ...range] };
}

/** The files whose SHA-256 lies between two blobs, both included. */
export const sha256Sql = 'SELECT id FROM objects WHERE sha256 BETWEEN ? AND ?';

/** The first and the last SHA-256 that begin with these hexadecimal digits; null when they are fewer or others. */
function sha256Range(text: string): readonly [Uint8Array, Uint8Array] | null {
  const digits = text.trim().toLowerCase();
  if (!/^[0-9a-f]{6,64}$/.test(digits)) return null;
  return [Buffer.from(digits.padEnd(64, '0'), 'hex'), Buffer.from(digits.padEnd(64, 'f'), 'hex')];
}

/** Ties are in the order of import, so that pages fit together. Never anything from outside: it becomes SQL. */
function orderOf(sort: LedgerSort | undefined): string {
  if (sort === undefined) return 'o.id';
  const direction = sort.descending ? 'DESC' : 'ASC';
  return `${orders[sort.by].map((column) => column.replace('?', direction)).join(', ')}, o.id`;
}

const statusOrder = fileStatuses.map((status, at) => `WHEN '${status}' THEN ${at}`).join(' ');

const orders: Readonly<Record<LedgerSort['by'], readonly string[]>> = {
  key: ['o.key ?'],
  sizeBytes: ['o.size_bytes ?'],
  records: ['o.record_count ?'],
  status: [`CASE o.status ${statusOrder} END ?`],
  deliveredMs: ['o.delivered_ms IS NULL', 'o.delivered_ms ?'],
};

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
    modifiedMs: numberOrNullAt(row, 'modified_ms'),
    seenAtMs: numberAt(row, 'seen_at_ms'),
  };
}
